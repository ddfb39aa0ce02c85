import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame, Word } from '../../../src/containers/pdf/pdf-geometry.ts';
import { layOut } from '../../../src/containers/pdf/pdf-layout.ts';
import { linesOf } from '../../../src/containers/pdf/pdf-lines.ts';
import { type InventedTable, inventedTable, readingOf, sheetsOf } from './pdf-invented-tables.ts';

/** Digests broken into lines, beside a column that is nearly empty. */
function tableOf(rowsPerPage: number, digests: readonly string[], labels: readonly string[]): InventedTable {
  const columns = [
    { title: 'Series', width: 12, isRight: false, cells: labels },
    { title: 'MD5', width: 12, isRight: false, cells: digests },
  ];
  const form = { padding: 6, gutter: 14, alignment: 'bottom', repeatsHeading: true } as const;
  return { columns, rowCount: digests.length, rowsPerPage, ...form };
}

const [one, two] = ['9600b47ea4b7e7e7ac20569d3174475f', '68f633d5c2af7c2dbeecdcd65653a7bb'];
const tablesOnceMisread = [
  // The page that shows nothing but heading and digest begins as the page before it does: none of it is a header.
  { ...tableOf(3, [two, two, two, one, two, two, one], ['', '', 'a', '', 'a', '', '']), gutter: 6 },
  // One row alone shows the first column; a page without heading is in line with the second one.
  { ...tableOf(3, [one, two, one, one, two, one], ['', 'a', '', '', '', '']), repeatsHeading: false },
];

const runs = Number(process.env['PDF_RUNS'] ?? 300);

describe('rows of invented tables', () => {
  it('are those that were printed, whatever the columns, the padding and the page breaks', () => {
    fc.assert(
      fc.property(inventedTable, (table) => {
        const rows = layOut(sheetsOf(table));
        expect(rows.map(({ cells }) => cells)).toEqual(readingOf(table));
        expect(rows.some(({ isUnclear }) => isUnclear)).toBe(false);
      }),
      { numRuns: runs, examples: tablesOnceMisread.map((table) => [table]) },
    );
  });

  it('hold below no heading a digest that was not printed, even where lines are lost', () => {
    fc.assert(
      fc.property(inventedTable, fc.nat(1000), (table, seed) => {
        const printed = new Set(readingOf(table).flat());
        const sheets = sheetsOf(table).map((sheet) => ({
          ...sheet,
          // What is lost on both sides of a page break can make what looks like a row that goes on over it.
          lines: sheet.lines.filter(
            (_, index, { length }) => index < 4 || index >= length - 4 || (index * 7919 + seed) % 11 !== 0,
          ),
        }));
        const invented = layOut(sheets)
          .filter(({ isUnclear }) => !isUnclear)
          .flatMap(({ cells }) => cells.filter((text, column) => isDigestBelow(table.columns[column]?.title, text)))
          .filter((text) => !printed.has(text));
        expect(invented).toEqual([]);
      }),
      { numRuns: runs },
    );
  });
});

function isDigestBelow(title: string | undefined, text: string): boolean {
  const length = { MD5: 32, 'SHA-1': 40, 'SHA-256': 64 }[title ?? ''];
  return text.length === length && /^[0-9a-f]+$/.test(text);
}

const word: fc.Arbitrary<Word> = fc.record({
  text: fc.oneof(fc.constantFrom('a', 'IMG_1.jpg', 'Identified', '12', 'Page'), fc.stringMatching(/^[0-9a-f]{1,40}$/)),
  left: fc.integer({ min: 0, max: 600 }),
  right: fc.constant(0),
  baseline: fc.integer({ min: 0, max: 60 }).map((line) => line * 6),
  size: fc.constantFrom(8, 10),
  blanksBefore: fc.nat(2),
  blankBehind: fc.boolean(),
  clipped: fc.boolean(),
});

describe('words anywhere on pages', () => {
  it('stand each in exactly one row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { maxLength: 80 }), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (pages, hasBlanks) => {
          const sheets = pages.map((words, index) => {
            const placed = words.map((each) => ({ ...each, right: each.left + each.text.length * 5 }));
            const frame: Frame = { degrees: 0, words: placed, strayBlanks: [], levelRules: [], uprightRules: [] };
            return {
              page: index + 1,
              degrees: 0,
              slot: 0,
              lines: linesOf(frame, hasBlanks),
              levelRules: [],
              uprightRules: [],
            };
          });
          const letters = (texts: readonly string[]): string => [...texts.join('').replaceAll(' ', '')].sort().join('');
          const rows = layOut(sheets);
          expect(letters(rows.flatMap(({ cells }) => cells))).toBe(letters(pages.flat().map(({ text }) => text)));
        },
      ),
      { numRuns: runs },
    );
  });
});
