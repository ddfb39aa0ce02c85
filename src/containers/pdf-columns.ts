import { Grid, mostColumns, type Span } from './pdf-grid.ts';
import type { Line, Sheet } from './pdf-lines.ts';

/** Lines whose heights differ by less than this part of the font's size stand beside one another. */
const besideOneAnother = 0.8;

/** How many of the grids that were used last a line is held against. */
const gridsAtHand = 8;

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
    const last = isNextPage ? before?.lines.at(-1) : undefined;
    placeSheet(sheet.lines, finder, placement, last === undefined ? undefined : placement.get(last)?.grid);
    before = sheet;
  }
  return placement;
}

/** Chunks that stand beside one another, as one line, and the lines that they are of. */
interface Evidence {
  readonly line: Line;
  readonly members: readonly Line[];
}

/** Of one line, or of two lines of which one stands half a line below the other. */
function* evidenceOf(lines: readonly Line[]): Generator<Evidence> {
  for (const [index, line] of lines.entries()) {
    if (line.chunks.length > mostColumns) continue;
    if (line.chunks.length > 1) yield { line, members: [line] };
    const next = lines[index + 1];
    if (next === undefined || next.chunks.length > mostColumns) continue;
    if (next.baseline - line.baseline > besideOneAnother * Math.min(line.size, next.size)) continue;
    const chunks = [...line.chunks, ...next.chunks].sort((a, b) => a.left - b.left);
    const areBeside = chunks.every((chunk, at) => at === 0 || chunk.left >= (chunks[at - 1]?.right ?? 0));
    if (areBeside) yield { line: { ...line, chunks }, members: [line, next] };
  }
}

class GridFinder {
  /** Those used last come first. */
  #grids: Grid[] = [];

  take({ chunks }: Line): void {
    let best: Grid | undefined;
    let most = 0;
    for (const grid of this.#grids.slice(0, gridsAtHand)) {
      const places = grid.placesOf(chunks);
      if (places === undefined) continue;
      const shared = places.filter((place) => place >= 0).length;
      if (shared > most) [best, most] = [grid, shared];
    }
    if (best === undefined || most * 2 < Math.min(chunks.length, best.columns.length)) best = new Grid();
    best.add(chunks);
    if (this.#grids[0] === best) return;
    this.#grids = [best, ...this.#grids.filter((grid) => grid !== best)];
  }

  /** Grids that are parts of one another become one. */
  merge(): void {
    const kept: Grid[] = [];
    for (const grid of this.#grids.toSorted((a, b) => b.lineCount - a.lineCount)) {
      const host = kept.find((one) => areOne(one, grid));
      if (host === undefined) kept.push(grid);
      else {
        host.add(grid.columns);
        host.lineCount += grid.lineCount - 1;
      }
    }
    this.#grids = kept;
  }

  /** Notes which columns a line fills together. */
  noteFilled(line: Line): void {
    this.gridOf([line], undefined)?.noteFilled(line.chunks);
  }

  uniteColumns(): void {
    for (const grid of this.#grids) grid.uniteColumns();
  }

  /** The grid that fits the first of these lines and most of those that follow it; `current`, where it fits as many. */
  gridOf(lines: readonly Line[], current: Grid | undefined): Grid | undefined {
    let [best, longest] = [current, current === undefined ? 0 : fittingLines(current, lines)];
    if (longest > 1 || (longest === 1 && lines.length === 1)) return current;
    for (const grid of this.#grids) {
      const count = fittingLines(grid, lines);
      if (count > longest) [best, longest] = [grid, count];
    }
    return longest === 0 ? undefined : best;
  }
}

/** How many of the lines, from the first on, stand in columns of the grid. */
function fittingLines(grid: Grid, lines: readonly Line[]): number {
  const end = lines.findIndex((line) => grid.placesOf(line.chunks)?.every((place) => place >= 0) !== true);
  return end < 0 ? lines.length : end;
}

function areOne(a: Grid, b: Grid): boolean {
  const places = a.placesOf(b.columns);
  if (places === undefined || b.placesOf(a.columns) === undefined) return false;
  return places.filter((place) => place >= 0).length * 2 >= Math.min(a.columns.length, b.columns.length);
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
  if (
    first !== undefined &&
    carried !== undefined &&
    carried.lineCount >= leastEvidence &&
    isLone(first, placement) &&
    isInLine(first, carried)
  ) {
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
