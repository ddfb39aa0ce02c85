import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Frame, Word } from '../../../src/containers/pdf/pdf-geometry.ts';
import { linesOf, type Sheet } from '../../../src/containers/pdf/pdf-lines.ts';

/** All letters are as wide as in a typewriter's font of 10 points. */
const [letter, size, leading] = [6, 10, 12];

interface InventedColumn {
  readonly title: string;
  /** In letters; longer text goes on on the next line, wherever that breaks it. */
  readonly width: number;
  readonly isRight: boolean;
  readonly cells: readonly string[];
}

export interface InventedTable {
  readonly columns: readonly InventedColumn[];
  readonly rowCount: number;
  /** Points between rows, beyond the distance of lines. */
  readonly padding: number;
  readonly gutter: number;
  readonly alignment: 'top' | 'middle' | 'bottom';
  readonly rowsPerPage: number;
  readonly repeatsHeading: boolean;
}

const digest = (algorithm: string): fc.Arbitrary<string> =>
  fc.nat().map((number) => createHash(algorithm).update(`invented ${number}`).digest('hex'));

const name = fc
  .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{2,40}$/), fc.constantFrom('jpg', 'png', 'mp4', 'jpeg'))
  .map(([stem, ending]) => `${stem}.${ending}`);

interface ColumnKind {
  readonly title: string;
  readonly cell: fc.Arbitrary<string>;
  readonly widths: readonly number[];
  readonly isRight?: boolean;
}

const kinds: readonly ColumnKind[] = [
  { title: 'MD5', cell: digest('md5'), widths: [32, 20, 12] },
  { title: 'SHA-1', cell: digest('sha1'), widths: [40, 22, 16] },
  { title: 'SHA-256', cell: digest('sha256'), widths: [64, 33, 24] },
  { title: 'File Name', cell: name, widths: [50, 20] },
  {
    title: 'Result',
    cell: fc.constantFrom('Identified Child', 'Recognized Hash Value', 'Unrecognized Hash Value'),
    widths: [24],
  },
  { title: 'Size', cell: fc.nat(99_999_999).map(String), widths: [9], isRight: true },
  { title: 'Series', cell: fc.constantFrom('', '', 'Series 7', 'Blue Door'), widths: [12] },
];

function columnOf(
  { title, cell, widths, isRight = false }: ColumnKind,
  rowCount: number,
): fc.Arbitrary<InventedColumn> {
  return fc
    .tuple(fc.constantFrom(...widths), fc.array(cell, { minLength: rowCount, maxLength: rowCount }))
    .map(([width, cells]) => ({ title, width, isRight, cells }));
}

/** Tables with at least one column of digests, padded in any way or not at all; without padding aligned at the top. */
export const inventedTable: fc.Arbitrary<InventedTable> = fc
  .record({
    rowCount: fc.integer({ min: 4, max: 25 }),
    kinds: fc.shuffledSubarray([...kinds], { minLength: 2, maxLength: 6 }),
  })
  .filter(({ kinds: chosen }) => chosen.some(({ title }) => /MD5|SHA/.test(title)))
  .chain(({ rowCount, kinds: chosen }) =>
    fc.record({
      rowCount: fc.constant(rowCount),
      columns: fc.tuple(...chosen.map((kind) => columnOf(kind, rowCount))),
      padding: fc.constantFrom(0, 3, 6),
      gutter: fc.constantFrom(6, 8, 14),
      alignment: fc.constantFrom('top', 'middle', 'bottom'),
      rowsPerPage: fc.integer({ min: 3, max: 30 }),
      repeatsHeading: fc.boolean(),
    }),
  )
  .map((table) => (table.padding === 0 ? { ...table, alignment: 'top' as const } : table));

/** The rows of a table as a person reads them: each page's heading, then its rows. */
export function readingOf(table: InventedTable): readonly (readonly string[])[] {
  const heading = table.columns.map(({ title }) => title);
  return pagesOf(table).flatMap(({ hasHeading, rows }) => [
    ...(hasHeading ? [heading] : []),
    ...rows.map((index) => withoutBlankEnd(table.columns.map(({ cells }) => cells[index] ?? ''))),
  ]);
}

/** The pages of a table as a program would print it, as lines of words. */
export function sheetsOf(table: InventedTable): readonly Sheet[] {
  return pagesOf(table).map(({ page, hasHeading, rows }) => {
    const frame: Frame = { degrees: 0, words: [], strayBlanks: [], levelRules: [], uprightRules: [] };
    let top = 60;
    const texts = [
      ...(hasHeading ? [table.columns.map(({ title }) => title)] : []),
      ...rows.map((index) => table.columns.map(({ cells }) => cells[index] ?? '')),
    ];
    for (const row of texts) top += printRow(frame, table, row, top);
    return { page, degrees: 0, slot: 0, lines: linesOf(frame, true), levelRules: [], uprightRules: [] };
  });
}

function pagesOf({
  rowCount,
  rowsPerPage,
  repeatsHeading,
}: InventedTable): { page: number; hasHeading: boolean; rows: number[] }[] {
  const pages = [];
  for (let start = 0; start < rowCount; start += rowsPerPage) {
    const rows = Array.from({ length: Math.min(rowsPerPage, rowCount - start) }, (_, index) => start + index);
    pages.push({ page: pages.length + 1, hasHeading: start === 0 || repeatsHeading, rows });
  }
  return pages;
}

/** Returns how high the row is. */
function printRow(frame: Frame, table: InventedTable, row: readonly string[], top: number): number {
  const cells = row.map((text, index) => breakText(text, table.columns[index]?.width ?? 1));
  const height = Math.max(...cells.map((lines) => lines.length)) * leading;
  let left = 40;
  for (const [index, lines] of cells.entries()) {
    const { width, isRight } = table.columns[index] as InventedColumn;
    const free = height - lines.length * leading;
    const offset = { top: 0, middle: free / 2, bottom: free }[table.alignment];
    for (const [number, line] of lines.entries()) {
      const start = isRight ? left + (width - line.length) * letter : left;
      printLine(frame, line, start, top + offset + number * leading);
    }
    left += width * letter + table.gutter;
  }
  return height + table.padding;
}

function printLine(frame: Frame, line: string, left: number, baseline: number): void {
  let at = left;
  for (const [index, text] of line.split(' ').entries()) {
    if (text === '') continue;
    const last = frame.words.at(-1);
    if (index > 0 && last !== undefined) last.blankBehind = true;
    const word: Word = {
      text,
      left: at,
      right: at + text.length * letter,
      baseline,
      size,
      blanksBefore: index > 0 ? 1 : 0,
      blankBehind: false,
      clipped: false,
    };
    frame.words.push(word);
    at += (text.length + 1) * letter;
  }
}

function breakText(text: string, width: number): readonly string[] {
  const lines = [];
  for (let start = 0; start < text.length; start += width) lines.push(text.slice(start, start + width));
  return lines.length === 0 ? [''] : lines;
}

function withoutBlankEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((text) => text !== '') + 1);
}
