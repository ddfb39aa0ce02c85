import { Grid, mostColumns } from './pdf-grid.ts';
import type { Line } from './pdf-lines.ts';

/** Lines whose heights differ by less than this part of the font's size stand beside one another. */
const besideOneAnother = 0.8;

/** How many of the grids that were used last a line is held against. */
const gridsAtHand = 8;

/** Chunks that stand beside one another, as one line, and the lines that they are of. */
export interface Evidence {
  readonly line: Line;
  readonly members: readonly Line[];
}

/** Of one line, or of two lines of which one stands half a line below the other. */
export function* evidenceOf(lines: readonly Line[]): Generator<Evidence> {
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

/** Finds the tables of a document, line by line. */
export class GridFinder {
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
