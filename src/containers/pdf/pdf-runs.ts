import type { Grid } from './pdf-grid.ts';
import type { Placement } from './pdf-columns.ts';
import type { Chunk, Line, Sheet } from './pdf-lines.ts';

/** Lines that follow one another on a page and stand in one table; or a line that stands in none. */
export interface Run {
  readonly sheet: Sheet;
  readonly grid: Grid | undefined;
  readonly lines: readonly Line[];
}

/** The body of each page as runs. */
export function runsOf(sheets: readonly Sheet[], placement: Placement): readonly Run[] {
  const runs: Run[] = [];
  for (const sheet of sheets) {
    let lines: Line[] = [];
    let current: Grid | undefined;
    for (const line of sheet.lines) {
      const placed = placement.get(line);
      if (placed === undefined || placed.grid !== current) {
        lines = [];
        current = placed?.grid;
        runs.push({ sheet, grid: current, lines });
      }
      lines.push(placed?.line ?? line);
      if (placed === undefined) current = undefined;
    }
  }
  return runs;
}

/** Text of one column at one height. */
export interface Piece {
  readonly column: number;
  readonly chunk: Chunk;
}

/** Every chunk of a run with its column, from top to bottom. */
export function piecesOf(grid: Grid, lines: readonly Line[]): readonly Piece[] {
  return lines.flatMap(({ chunks }) => chunks.map((chunk) => ({ column: grid.columnOf(chunk), chunk })));
}

/** The pieces of each column, from top to bottom. */
export function byColumn(pieces: readonly Piece[]): ReadonlyMap<number, readonly Chunk[]> {
  const columns = new Map<number, Chunk[]>();
  for (const { column, chunk } of pieces) {
    const list = columns.get(column);
    if (list === undefined) columns.set(column, [chunk]);
    else list.push(chunk);
  }
  return columns;
}
