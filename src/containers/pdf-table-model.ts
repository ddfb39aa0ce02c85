import { DigestColumn } from './pdf-digests.ts';
import type { Grid } from './pdf-grid.ts';
import { byColumn, piecesOf, type Run } from './pdf-runs.ts';
import { groupsOf, stacksOf } from './pdf-stacks.ts';

/** In sizes of the font: lines of one cell are not farther apart. */
const largestLeading = 1.45;
const usualLeading = 1.25;

/** Fewer rows than this do not show how far rows stand apart. */
const leastRows = 3;

/** What all pages of a table together show. */
export interface TableModel {
  readonly grid: Grid;
  /** Where the text of each column ends. */
  readonly rights: readonly number[];
  readonly digestColumns: ReadonlyMap<number, DigestColumn>;
  /** In sizes of the font: from line to line within a cell. */
  readonly leading: number;
  /** True where rows stand farther apart than the lines of a cell. */
  readonly isPadded: boolean;
}

export function modelTables(runs: readonly Run[]): ReadonlyMap<Grid, TableModel> {
  const byGrid = Map.groupBy(runs, ({ grid }) => grid);
  byGrid.delete(undefined);
  return new Map([...byGrid].map(([grid, own]) => [grid as Grid, modelTable(grid as Grid, own)]));
}

function modelTable(grid: Grid, runs: readonly Run[]): TableModel {
  const rights = grid.columns.map(({ right }) => right);
  const columns = grid.columns.map(() => new DigestColumn());
  const distances: number[] = [];
  for (const { lines } of runs) {
    for (const [column, chunks] of byColumn(piecesOf(grid, lines))) {
      for (const [index, chunk] of chunks.entries()) {
        columns[column]?.add(chunk.text);
        rights[column] = Math.max(rights[column] ?? 0, chunk.right);
        const before = chunks[index - 1];
        if (before !== undefined) distances.push((chunk.baseline - before.baseline) / chunk.size);
      }
    }
  }
  const digestColumns = new Map([...columns.entries()].filter(([, column]) => column.isOne));
  const leading = leadingOf(distances);
  const model = { grid, rights, digestColumns, leading, isPadded: false };
  return { ...model, isPadded: isPadded(model, runs) };
}

function leadingOf(distances: number[]): number {
  distances.sort((a, b) => a - b);
  const low = distances[Math.floor(distances.length / 20)] ?? usualLeading;
  return low > largestLeading ? usualLeading : low;
}

/** No two digests of one column, and no long list of names, may follow one another at the distance of lines. */
function isPadded(model: TableModel, runs: readonly Run[]): boolean {
  let rows = 0;
  let lineCount = 0;
  for (const { lines } of runs) {
    const pieces = piecesOf(model.grid, lines);
    const groups = groupsOf(stacksOf(pieces, model, true));
    rows += groups.length;
    lineCount += lines.length;
    for (const group of groups) {
      for (const column of model.digestColumns.keys()) {
        const texts = group
          .filter((stack) => stack.column === column)
          .map((stack) => stack.chunks.map(({ text }) => text).join(''));
        if (texts.length > 1 || texts.some((text) => text.length > 64)) return false;
      }
    }
  }
  return rows >= leastRows && rows * 5 >= lineCount;
}
