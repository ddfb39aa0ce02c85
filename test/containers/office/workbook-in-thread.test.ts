import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import { workbook } from '../../../src/containers/office/workbook.ts';
import { readBytes, textsOf, writeWorkbook } from '../reading.ts';

const digest = 'd41d8cd98f00b204e9800998ecf8427e';
type Book = 'biff5' | 'biff8';
const streamName = { biff5: 'Book', biff8: 'Workbook' } as const;

function written(book: Book): Uint8Array {
  return writeWorkbook({ S: [['MD5'], [digest]], Other: [['MD5'], [digest]] }, book);
}

/** A .xls with a record of this type that ends where it begins, before the end of its last sheet. */
function withCutRecord(book: Book, type: number): Uint8Array {
  const file = XLSX.CFB.read(Buffer.from(written(book)), { type: 'buffer' });
  const stream = Buffer.from(XLSX.CFB.find(file, `/${streamName[book]}`)?.content as Uint8Array);
  const end = stream.lastIndexOf(Buffer.from([0x0a, 0, 0, 0]));
  const record = Buffer.alloc(4);
  record.writeUInt16LE(type);
  const out = XLSX.CFB.utils.cfb_new();
  const content = Buffer.concat([stream.subarray(0, end), record, stream.subarray(end)]);
  XLSX.CFB.utils.cfb_add(out, streamName[book], content);
  return Uint8Array.from(XLSX.CFB.write(out, { type: 'buffer' }) as Uint8Array);
}

describe('a .xls with a record that is cut short', () => {
  it.each([
    // SheetJS reads the text of these without end: its length lies behind the end of the record.
    ['Excel 5, a cell of Excel 2', 'biff5', 0x04],
    ['Excel 5, a number format', 'biff5', 0x41e],
    ['Excel 97, the result of a formula', 'biff8', 0x07],
    // And these cells it puts nowhere, where nobody would look.
    ['Excel 5, a label', 'biff5', 0x204],
    ['Excel 97, a label', 'biff8', 0x204],
    ['Excel 97, formatted text', 'biff8', 0xd6],
  ] as const)('is refused in time: %s', async (_title, book, type) => {
    const startUsage = process.cpuUsage();
    await expect(readBytes(withCutRecord(book, type))).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
      hint: expect.stringContaining('.xlsx'),
    });
    const { user, system } = process.cpuUsage(startUsage);
    expect(user + system).toBeLessThan(5e6);
  });
});

describe('a .xls', () => {
  const sound = written('biff8');

  it('is read again after that', async () => {
    expect(textsOf(await readBytes(sound))).toEqual([['MD5'], [digest]]);
  });

  it('keeps the issues of its rows the very issues of the document', async () => {
    const sheet: XLSX.WorkSheet = { '!ref': 'A1:B2', A1: { t: 's', v: 'MD5' }, B2: { t: 'n', v: 7, f: '3+4' } };
    const document = await readBytes(writeWorkbook([['S', sheet]], 'biff8'));
    expect(document.tables[0]?.rows.flatMap(({ issue }) => issue ?? [])).toEqual(document.issues);
    for (const issue of document.issues) {
      expect(document.tables[0]?.rows.some((row) => row.issue === issue)).toBe(true);
    }
  });

  it('is given up when the examiner gives up', async () => {
    const controller = new AbortController();
    const reading = Promise.resolve(workbook.read({ bytes: sound, name: 'x.xls' }, { signal: controller.signal }));
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
