import { algorithmsOfText } from '../../core/digest.ts';
import type { Placement } from './pdf-columns.ts';
import { namesMedia } from './pdf-furniture.ts';
import type { Grid } from './pdf-grid.ts';
import { type Line, lineOfChunks, type Sheet } from './pdf-lines.ts';

/** Fewer lines than this do not show that lists stand beside one another. */
const leastLines = 3;

/** What stands apart stands farther off than this many times the distance of lines. */
const leastGap = 1.25;

/** In points. */
const sameEdge = 1;

/** What most of a column's cells are. */
const majority = 0.6;

/**
 * Sheets in reading order: where a page shows two or more lists beside one another (columns of the same kinds come
 * again and again), the first list comes whole before the second. What goes over the width of the page ends them.
 */
export function unfoldLists(sheets: readonly Sheet[], placement: Placement): readonly Sheet[] {
  const periods = periodsOf(sheets, placement);
  if (periods.size === 0) return sheets;
  return sheets.flatMap((sheet) => unfoldSheet(sheet, placement, periods));
}

function unfoldSheet(sheet: Sheet, placement: Placement, periods: ReadonlyMap<Grid, number>): readonly Sheet[] {
  const parts: Sheet[] = [];
  let lines: Line[] = [];
  let current: Grid | undefined;
  const close = (): void => {
    const period = current === undefined ? undefined : periods.get(current);
    if (current === undefined || period === undefined) parts.push({ ...sheet, lines });
    else {
      const { above, lists, below } = trim(lines, current);
      parts.push({ ...sheet, lines: above }, ...listsOf({ ...sheet, lines: lists }, current, period), {
        ...sheet,
        lines: below,
      });
    }
    lines = [];
  };
  for (const line of sheet.lines) {
    const grid = placement.get(line)?.grid;
    const folded = grid !== undefined && periods.has(grid) ? grid : undefined;
    if (folded !== current && lines.length > 0) close();
    current = folded;
    lines.push(line);
  }
  close();
  return parts;
}

/** Lines at the ends that stand apart from the lists and not in line with them: a header or footer of the page. */
function trim(lines: readonly Line[], grid: Grid): { above: Line[]; lists: Line[]; below: Line[] } {
  const distances = lines.slice(1).map((line, index) => line.baseline - (lines[index]?.baseline ?? 0));
  const usual = distances.toSorted((a, b) => a - b)[distances.length >> 1] ?? 0;
  const lefts = usualLefts(lines, grid);
  const isOutside = (line: Line, distance: number | undefined): boolean =>
    (distance ?? 0) > leastGap * usual &&
    !line.chunks.some(({ text }) => namesMedia(text)) &&
    line.chunks.some((chunk) => Math.abs((lefts[grid.columnOf(chunk)] ?? 0) - chunk.left) > sameEdge);
  let [start, end] = [0, lines.length];
  while (start < end && isOutside(lines[start] as Line, distances[start])) start += 1;
  while (end > start && isOutside(lines[end - 1] as Line, distances[end - 2])) end -= 1;
  return { above: lines.slice(0, start), lists: lines.slice(start, end), below: lines.slice(end) };
}

/** Where most lines of each column begin. */
function usualLefts(lines: readonly Line[], grid: Grid): readonly number[] {
  return grid.columns.map((_, column) => {
    const lefts = lines
      .flatMap(({ chunks }) => chunks.filter((chunk) => grid.columnOf(chunk) === column))
      .map(({ left }) => left);
    return lefts.sort((a, b) => a - b)[lefts.length >> 1] ?? 0;
  });
}

function listsOf(sheet: Sheet, grid: Grid, period: number): readonly Sheet[] {
  const lists: Sheet[] = [];
  for (let start = 0; start < grid.columns.length; start += period) {
    const lines = sheet.lines.flatMap((line) => {
      const chunks = line.chunks.filter((chunk) => Math.floor(grid.columnOf(chunk) / period) * period === start);
      return chunks.length === 0 ? [] : [lineOfChunks(chunks)];
    });
    lists.push({ ...sheet, slot: start / period + 1, lines });
  }
  return lists;
}

/** For each grid that consists of lists beside one another, how many columns each of them has. */
function periodsOf(sheets: readonly Sheet[], placement: Placement): ReadonlyMap<Grid, number> {
  const linesOf = new Map<Grid, Line[]>();
  for (const { lines } of sheets) {
    for (const line of lines) {
      const placed = placement.get(line);
      if (placed === undefined) continue;
      const list = linesOf.get(placed.grid);
      if (list === undefined) linesOf.set(placed.grid, [placed.line]);
      else list.push(placed.line);
    }
  }
  const periods = new Map<Grid, number>();
  for (const [grid, lines] of linesOf) {
    const period = lines.length < leastLines ? undefined : periodOf(grid, lines);
    if (period !== undefined) periods.set(grid, period);
  }
  return periods;
}

function periodOf(grid: Grid, lines: readonly Line[]): number | undefined {
  const kinds = kindsOf(grid, lines);
  for (let period = 1; period * 2 <= kinds.length; period += 1) {
    const comesAgain = kinds.every((kind, index) => kind === kinds[index % period]);
    const isMedia = kinds.slice(0, period).some((kind) => kind !== 'other');
    if (kinds.length % period === 0 && comesAgain && isMedia)
      return headingsAgree(grid, lines, period) ? period : undefined;
  }
  return undefined;
}

function kindsOf(grid: Grid, lines: readonly Line[]): readonly string[] {
  const counts = grid.columns.map(() => new Map<string, number>());
  for (const { chunks } of lines) {
    for (const chunk of chunks) {
      const kinds = counts[grid.columnOf(chunk)];
      const kind = kindOf(chunk.text);
      kinds?.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  return counts.map((kinds) => {
    const all = kinds.values().reduce((sum, count) => sum + count, 0);
    return [...kinds].find(([, count]) => count >= majority * all)?.[0] ?? 'other';
  });
}

function kindOf(text: string): string {
  const [algorithm] = algorithmsOfText(text);
  return algorithm ?? (namesMedia(text) ? 'name' : 'other');
}

/** Columns with different headings are of one table, however alike what they hold. */
function headingsAgree(grid: Grid, lines: readonly Line[], period: number): boolean {
  const heading =
    lines.find(({ chunks }) => chunks.length === grid.columns.length)?.chunks.map(({ text }) => text) ?? [];
  const isHeading =
    heading.some((text) => /\b(?:names?|files?|hash(?:es)?|md5|sha|paths?|digests?|checksums?)/i.test(text)) &&
    !heading.some(namesMedia);
  return !isHeading || heading.every((text, index) => text === heading[index % period]);
}
