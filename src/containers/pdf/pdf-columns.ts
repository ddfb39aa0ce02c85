import { type Grid, mostColumns, type Span } from './pdf-grid.ts';
import { evidenceOf, GridFinder } from './pdf-grid-finder.ts';
import type { Line, Sheet } from './pdf-lines.ts';

/** How many lines decide together which table begins with the first of them. */
const linesAhead = 6;

/** Fewer lines than this do not show where a gap is. */
const leastEvidence = 3;

/** The grid of each line that stands in a table; with the line as it is divided by it, where that differs. */
export type Placement = ReadonlyMap<Line, Placed>;
type MutablePlacement = Map<Line, Placed>;

interface Placed {
  readonly grid: Grid;
  readonly line: Line;
}

/** Finds the tables of a document. A table that goes on over pages has one grid. */
export function placeLines(sheets: readonly Sheet[]): Placement {
  const finder = new GridFinder();
  for (const { lines } of sheets) for (const { line } of evidenceOf(lines)) finder.take(line);
  finder.merge();
  for (const { lines } of sheets) for (const { line } of evidenceOf(lines)) finder.noteFilled(line);
  finder.uniteColumns();
  const placement: MutablePlacement = new Map();
  let before: Sheet | undefined;
  for (const sheet of sheets) {
    const isNextPage = before?.page === sheet.page - 1 && before.slot === sheet.slot;
    placeSheet(sheet.lines, finder, placement, isNextPage ? gridAtEnd(before?.lines ?? [], placement) : undefined);
    before = sheet;
  }
  return placement;
}

/** The table that a page ends with. */
function gridAtEnd(lines: readonly Line[], placement: Placement): Grid | undefined {
  const last = lines.at(-1);
  const grid = last === undefined ? undefined : placement.get(last)?.grid;
  const count = lines.filter((line) => placement.get(line)?.grid === grid).length;
  return count >= leastEvidence ? grid : undefined;
}

function placeSheet(
  lines: readonly Line[],
  finder: GridFinder,
  placement: MutablePlacement,
  carried: Grid | undefined,
): void {
  const tabular = lines.filter(({ chunks }) => chunks.length > 1 && chunks.length <= mostColumns);
  let current: Grid | undefined;
  for (const [index, line] of tabular.entries()) {
    let [grid, placed] = [finder.gridOf(tabular.slice(index, index + linesAhead), current), line];
    if (current !== undefined && grid !== current && current.lineCount >= leastEvidence) {
      const divided = current.split(line);
      if (divided !== undefined && current.placesOf(divided.chunks) !== undefined) [grid, placed] = [current, divided];
    }
    if (grid === undefined) continue;
    placement.set(line, { grid, line: placed });
    current = grid;
  }
  for (const { line, members } of evidenceOf(lines)) {
    const grid = members.every((member) => placement.has(member)) ? undefined : finder.gridOf([line], undefined);
    if (grid === undefined) continue;
    for (const member of members) if (!placement.has(member)) placement.set(member, { grid, line: member });
  }
  placeLoneChunks(lines, placement, carried);
}

/** In sizes of the font: a line farther from a table's than this stands outside of it; or than that, in line with a column. */
const farthestLine = 1.6;
const farthestAlignedLine = 3;

/** In points. */
const sameEdge = 1;

/**
 * A chunk alone on its line stands in the table right above or below it, where it fits a column of it; at the top of a
 * page, in line with a column, in the table of the page before.
 */
function placeLoneChunks(lines: readonly Line[], placement: MutablePlacement, carried: Grid | undefined): void {
  const [first] = lines;
  if (first !== undefined && carried !== undefined && isLone(first, placement) && isInLine(first, carried)) {
    placement.set(first, { grid: carried, line: first });
  }
  for (const inOrder of [lines, lines.toReversed()]) {
    for (const [index, line] of inOrder.entries()) {
      const before = inOrder[index - 1];
      const grid = before === undefined ? undefined : placement.get(before)?.grid;
      if (before === undefined || grid === undefined || !isLone(line, placement)) continue;
      const distance = Math.abs(line.baseline - before.baseline) / line.size;
      const isNear = distance <= (isInLine(line, grid) ? farthestAlignedLine : farthestLine);
      if (isNear && columnIn(grid, line) !== undefined) placement.set(line, { grid, line });
    }
  }
}

function isLone(line: Line, placement: Placement): boolean {
  return line.chunks.length === 1 && !placement.has(line);
}

function isInLine(line: Line, grid: Grid): boolean {
  const column = columnIn(grid, line);
  return column !== undefined && Math.abs(column.left - (line.chunks[0]?.left ?? 0)) < sameEdge;
}

function columnIn(grid: Grid, line: Line): Span | undefined {
  return grid.columns[grid.placesOf(line.chunks)?.[0] ?? -1];
}
