import { escapeXml } from '../containers/xml/xml-scan.ts';
import { writeZip } from '../containers/archives/zip-writer.ts';
import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';

/** One sheet of plain values under a heading row. Text may be untrusted. */
export interface SheetContent {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

/** ECMA-376 part 1, 18.3.1.73; Excel's own limits for rows and for characters in a cell. */
const mostRows = 1_048_576;
const mostCharacters = 32_767;

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const spreadsheetml = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook (ECMA-376) with a styled heading row that stays in sight, filter buttons and column widths. Text is written
 * as text, never as a formula. No clock inside: the same content gives the same bytes. Throws FORMAT_CANNOT where a
 * sheet cannot hold so many rows.
 */
export function writeWorkbook(sheet: SheetContent): Uint8Array {
  if (sheet.rows.length + 1 > mostRows) {
    throw new CriskitError('FORMAT_CANNOT', `A sheet holds ${mostRows - 1} rows, and there are ${sheet.rows.length}.`, {
      hint: 'Choose --format csv.',
    });
  }
  const parts: readonly (readonly [name: string, text: string])[] = [
    ['[Content_Types].xml', contentTypes],
    ['_rels/.rels', relationshipsPart([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbookPart(sheet)],
    [
      'xl/_rels/workbook.xml.rels',
      relationshipsPart([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles],
    ['xl/worksheets/sheet1.xml', sheetPart(sheet)],
  ];
  const encoder = new TextEncoder();
  return writeZip(parts.map(([name, text]) => ({ name, bytes: encoder.encode(declaration + text) })));
}

const contentTypes = [
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">',
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  `<Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/>`,
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/>`,
  `<Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>`,
  '</Types>',
].join('');

/** Cell formats: 0 plain, 1 heading (bold white on dark blue), 2 text that wraps. */
const styles = [
  `<styleSheet xmlns="${spreadsheetml}">`,
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>',
  '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts>',
  '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
  '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/></patternFill></fill></fills>',
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
  '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>',
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">',
  '<alignment vertical="top" wrapText="1"/></xf></cellXfs>',
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  '</styleSheet>',
].join('');

function relationshipsPart(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${relationships}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packageRelationships}">${items.join('')}</Relationships>`;
}

function workbookPart(sheet: SheetContent): string {
  const name = escapeXml(sheet.name);
  const range = `'${name.replaceAll("'", "''")}'!$A$1:$${columnLetters(sheet.columns.length)}$${sheet.rows.length + 1}`;
  return [
    `<workbook xmlns="${spreadsheetml}" xmlns:r="${relationships}">`,
    `<sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets>`,
    `<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${range}</definedName></definedNames>`,
    '</workbook>',
  ].join('');
}

function sheetPart(sheet: SheetContent): string {
  const range = `A1:${columnLetters(sheet.columns.length)}${sheet.rows.length + 1}`;
  const widths = sheet.columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const rows = [sheet.columns.map((column) => column.title), ...sheet.rows].map(
    (cells, index) =>
      `<row r="${index + 1}">${cells.map((cell, column) => formatCell(cell, column, index)).join('')}</row>`,
  );
  return [
    `<worksheet xmlns="${spreadsheetml}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="${range}"/>`,
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
    `<cols>${widths.join('')}</cols><sheetData>${rows.join('')}</sheetData>`,
    `<autoFilter ref="${range}"/><pageSetup orientation="landscape" fitToHeight="0"/></worksheet>`,
  ].join('');
}

function formatCell(value: string | number | undefined, column: number, rowIndex: number): string {
  if (value === undefined || value === '') return '';
  const reference = `r="${columnLetters(column + 1)}${rowIndex + 1}"`;
  if (typeof value === 'number') return `<c ${reference}><v>${value}</v></c>`;
  const text = cellText(value);
  return `<c ${reference} s="${rowIndex === 0 ? 1 : 2}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

/** 1 is `A`, 27 is `AA`. */
function columnLetters(number: number): string {
  const before = Math.floor((number - 1) / 26);
  return (before > 0 ? columnLetters(before) : '') + String.fromCharCode(65 + ((number - 1) % 26));
}

/** Control characters shown escaped, what XML forbids replaced, and `_x0041_` kept from being read as a letter. */
function cellText(text: string): string {
  const shown = printable(text.toWellFormed()).replaceAll(/[\ufffe\uffff]/g, '\ufffd');
  const fitting = shown.length > mostCharacters ? `${shown.slice(0, mostCharacters - 1)}…` : shown;
  return escapeXml(fitting.toWellFormed().replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'));
}
