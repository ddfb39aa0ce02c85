import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { readBytes, textsOf, writeWorkbook } from '../reading.ts';
import { withParts } from '../archives/zip-bytes.ts';

const digest = 'd41d8cd98f00b204e9800998ecf8427e';
const sound = writeWorkbook({
  S: [
    ['MD5', 'Result'],
    [digest, 'Identified'],
  ],
});

function withSheet(change: (xml: string) => string): Buffer {
  return withParts(sound, (name, xml) => (name === 'xl/worksheets/sheet1.xml' ? change(xml) : xml));
}

const behind = (xml: string) => withSheet((sheet) => sheet.replace('</sheetData>', `</sheetData>${xml}`));
const before = (xml: string) => withSheet((sheet) => sheet.replace('<sheetData>', `${xml}<sheetData>`));
const at = (reference: string, cell = '') => withSheet((sheet) => sheet.replace('r="B2"', `r="${reference}"${cell}`));

/** A .xls with a record added before the end of its sheet. */
function withRecord(type: number, fields: readonly number[]): Uint8Array {
  const file = XLSX.CFB.read(Buffer.from(writeWorkbook({ S: [['MD5'], [digest]] }, 'biff8')), { type: 'buffer' });
  const stream = Buffer.from(XLSX.CFB.find(file, '/Workbook')?.content as Uint8Array);
  const record = Buffer.alloc(4 + fields.length * 2);
  for (const [index, value] of [type, fields.length * 2, ...fields].entries()) record.writeUInt16LE(value, index * 2);
  const end = stream.lastIndexOf(Buffer.from([0x0a, 0, 0, 0]));
  const out = XLSX.CFB.utils.cfb_new();
  XLSX.CFB.utils.cfb_add(out, 'Workbook', Buffer.concat([stream.subarray(0, end), record, stream.subarray(end)]));
  return Uint8Array.from(XLSX.CFB.write(out, { type: 'buffer' }) as Uint8Array);
}

describe('a workbook whose ranges reach further than any report', () => {
  it.each([
    ['a cell far below', at('B2147483647')],
    ['a cell far to the right', at('ZZZZZZ2')],
    ['columns without end', before('<cols><col min="1" max="50000000" width="5"/></cols>')],
    ['many columns elements', before(`<cols>${'<col min="1" max="16384"/>'.repeat(200)}</cols>`)],
    ['a link over a whole sheet', behind('<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>')],
    ['with a prefix', behind('<x:hyperlinks><x:hyperlink location="a" ref="A1:XFD1048576"/></x:hyperlinks>')],
    ['a link in .xls', withRecord(0x1b8, [0, 65_535, 0, 65_535, ...Array.from({ length: 12 }, () => 0)])],
    ['a tip of a link in .xls', withRecord(0x800, [0x800, 0, 65_535, 0, 65_535])],
  ])('%s', async (_title, bytes) => {
    const startedMs = performance.now();
    await expect(readBytes(bytes)).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      hint: expect.stringMatching(/CSV|import that/),
    });
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('65,536 columns of .xls are within what may be', async () => {
    const document = await readBytes(withRecord(0x7d, [0, 65_535, 0, 0, 0, 0]));
    expect(textsOf(document)).toEqual([['MD5'], [digest]]);
  });

  it('an empty cell far below is no row', async () => {
    const bytes = withSheet((xml) => xml.replace('</sheetData>', '<row><c r="C2147483647"/></row></sheetData>'));
    const startedMs = performance.now();
    expect(textsOf(await readBytes(bytes))).toHaveLength(2);
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });

  it('links and widths as people set them are read', async () => {
    const bytes = withParts(sound, (_name, xml) =>
      xml
        .replace('<sheetData>', '<cols><col min="1" max="16384" width="5"/></cols><sheetData>')
        .replace('</sheetData>', '</sheetData><hyperlinks><hyperlink ref="A1:A1048576" location="a"/></hyperlinks>'),
    );
    expect(textsOf(await readBytes(bytes))).toEqual([
      ['MD5', 'Result'],
      [digest, 'Identified'],
    ]);
  });
});
