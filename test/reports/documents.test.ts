import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, docxOf, paragraph, row, run, table } from '../containers/office/docx-bytes.ts';
import { writeWorkbook } from '../containers/reading.ts';
import { reply, sample } from '../containers/samples.ts';
import { md5, readReply } from './reading.ts';

async function recordsOf(content: Uint8Array | string): Promise<unknown> {
  const report = await readReply(content);
  expect(report.issues).toEqual([]);
  return report.records.map(({ place: _place, outcomeText: _words, ...record }) => record);
}

function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`).join('');
}

describe('the same reply', () => {
  it.each([
    'docx/libreoffice-status.docx',
    'odt/libreoffice-status.odt',
    'ods/libreoffice-status.ods',
    'html/libreoffice-status.xhtml.html',
    'text/columns.txt',
  ])('gives the same records as CSV and as %s', async (path) => {
    expect(await recordsOf(sample(path))).toEqual(await recordsOf(csvOf(reply.table)));
  });

  it.each([
    'docx/libreoffice-sections.docx',
    'odt/libreoffice-sections.odt',
    'html/libreoffice-sections.html',
    'html/libreoffice-sections.xhtml.html',
    'html/outlook.html',
    'html/word.html',
  ])('gives the same records as CSV below headings and as %s', async (path) => {
    const [header = []] = reply.table;
    const short = [0, 1, 3, 4].map((index) => header[index] ?? '');
    const rows = reply.sections.flatMap((section) => [[section.heading], short, ...section.rows]);
    const records = await recordsOf(sample(path));
    expect(records).toEqual(await recordsOf(csvOf(rows)));
    expect(records).toHaveLength(12);
  });

  const words = ['Identified Child', 'recognized', 'Unrecognized Hash Value', 'Not identified'];
  const text = fc
    .array(fc.constantFrom('a', 'Ü', 'ß', ' ', '"', ',', ';', "'", '–', '€', '<', '&', '.'), { maxLength: 8 })
    .map((letters) => letters.join('').trim().replaceAll(/ +/g, ' '));
  const rows = fc.array(fc.tuple(fc.nat(1e6), text, fc.constantFrom(...words), text, text), {
    minLength: 1,
    maxLength: 8,
  });
  const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

  it('gives the same records as a workbook, a Word document, a page, and an OpenDocument spreadsheet', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (invented) => {
        const cells = invented.map(([seed, ...others]) => [md5(seed), ...others]);
        const all = [['MD5', 'File Name', 'Result', 'Series', 'POC'], ...cells];
        const expected = await recordsOf(writeWorkbook({ Reply: all }));
        expect(expected).toHaveLength(cells.length);
        const written = table(...all.map((each) => row(...each.map((value) => cell(paragraph(run(value)))))));
        const body = all
          .map((each) => `<tr>${each.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`)
          .join('\n');
        expect(await recordsOf(docxOf({ document: paragraph(run('Invented report')) + written }))).toEqual(expected);
        expect(await recordsOf(`<html><body><p>Invented report</p><table>${body}</table></body></html>`)).toEqual(
          expected,
        );
        expect(await recordsOf(writeWorkbook({ Reply: all }, 'ods'))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
