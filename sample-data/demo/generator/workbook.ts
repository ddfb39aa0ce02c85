import { crc32 } from 'node:zlib';
import { little } from './noise.ts';

export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const types = 'http://schemas.openxmlformats.org/package/2006/content-types';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** XLSX (ECMA-376) of plain text cells, in a zip archive that compresses nothing. */
export function xlsx(sheets: readonly Sheet[]): Buffer {
  const numbered = sheets.map((sheet, index) => ({ ...sheet, id: index + 1 }));
  const overrides = numbered.map(
    ({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${sheetType}.worksheet+xml"/>`,
  );
  const links = numbered.map(({ id }) => link(id, 'worksheet', `worksheets/sheet${id}.xml`));
  const names = numbered.map(({ id, name }) => `<sheet name="${escape(name)}" sheetId="${id}" r:id="rId${id}"/>`);
  return storedZip([
    [
      '[Content_Types].xml',
      `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>${overrides.join('')}</Types>`,
    ],
    ['_rels/.rels', `<Relationships xmlns="${relationships}">${link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`,
    ],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${relationships}">${links.join('')}</Relationships>`],
    ...numbered.map(({ id, rows }) => [`xl/worksheets/sheet${id}.xml`, sheetText(rows)] as const),
  ]);
}

function link(id: number, type: string, target: string): string {
  return `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}"/>`;
}

function sheetText(rows: readonly (readonly string[])[]): string {
  const written = rows.map((cells, row) => {
    const texts = cells.map((text, column) =>
      text === ''
        ? ''
        : `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c>`,
    );
    return `<row r="${row + 1}">${texts.join('')}</row>`;
  });
  return `<worksheet xmlns="${spreadsheet}"><sheetData>${written.join('')}</sheetData></worksheet>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Dated 1 January 1980, the first day that the format knows. */
function storedZip(parts: readonly (readonly [name: string, text: string])[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const data = Buffer.from(declaration + text);
    const sizes = [little(crc32(data), 4), little(data.length, 4), little(data.length, 4), little(name.length, 2)];
    const common = Buffer.concat([little(20, 2), little(0, 2), little(0, 2), little(0, 2), little(0x21, 2), ...sizes]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, little(0, 2), Buffer.from(name), data]);
    const place = Buffer.concat([Buffer.alloc(12), little(offset, 4)]);
    directory.push(Buffer.from('PK\x01\x02'), little(20, 2), common, place, Buffer.from(name));
    pieces.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const counts = [little(0, 4), little(parts.length, 2), little(parts.length, 2)];
  const end = [Buffer.from('PK\x05\x06'), ...counts, little(listed.length, 4), little(offset, 4), little(0, 2)];
  return Buffer.concat([...pieces, listed, ...end]);
}
