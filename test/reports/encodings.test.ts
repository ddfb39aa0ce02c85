import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeWorkbook } from '../containers/reading.ts';
import { md5, readReply } from './reading.ts';

const header = ['Name Größe', 'MD5', 'File Name', 'Result', 'Series', 'POC'];

const words = ['Identified Child', 'recognized', 'UNRECOGNIZED', 'Not identified'];

/** Text that every one of the encodings can carry; no blank at its ends, which a record does not keep. */
const plainText = fc
  .array(fc.constantFrom('a', 'Ü', 'ß', ' ', '"', ',', ';', '|', "'", '–', '€', '1', '.'), { maxLength: 8 })
  .map((letters) => letters.join('').trim())
  .filter((text) => !text.startsWith('='));

const rowsOfReply = fc.array(
  fc.tuple(plainText, fc.nat(1e6), plainText, fc.constantFrom(...words), plainText, plainText),
  { minLength: 1, maxLength: 8 },
);

const windows1252: Readonly<Record<string, string>> = { '–': '\x96', '€': '\x80' };

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16le with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'windows-1252': (text) =>
    Buffer.from(
      text.replaceAll(/[–€]/g, (letter) => windows1252[letter] ?? ''),
      'latin1',
    ),
};

function quote(field: string, delimiter: string): string {
  return /["\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field;
}

describe('the same rows', () => {
  it('give the same records, in any encoding, with any delimiter and line end, and as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOfReply, async (invented) => {
        const rows = invented.map(([note, seed, name, word, series, contact]) => [
          note,
          md5(seed),
          name,
          word,
          series,
          contact,
        ]);
        const table = [header, ...rows];
        const whatIsRead = async (content: Uint8Array) => {
          const report = await readReply(content);
          return report.records.map(({ place: _place, ...record }) => record);
        };
        const expected = await whatIsRead(writeWorkbook({ Reply: table }));
        expect(expected).toHaveLength(rows.length);
        expect(expected.map((record) => record.digests.md5)).toEqual(rows.map((row) => row[1]));
        for (const delimiter of [',', ';', '\t', '|']) {
          for (const [index, encode] of Object.values(encodings).entries()) {
            const lineEnd = ['\n', '\r\n', '\r'][index % 3] ?? '\n';
            const text = table
              .map((row) => row.map((field) => quote(field, delimiter)).join(delimiter) + lineEnd)
              .join('');
            expect(await whatIsRead(encode(text))).toEqual(expected);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});
