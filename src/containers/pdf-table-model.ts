import { DigestColumn, isOneBroken } from './pdf-digests.ts';
import type { Grid } from './pdf-grid.ts';
import { endsBefore } from './pdf-joining.ts';
import { byColumn, piecesOf, type Run } from './pdf-runs.ts';
import { groupsOf, type Stack, stacksOf } from './pdf-stacks.ts';

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

/** True where no two digests of one column follow one another at the distance of lines, nor anything behind a whole name. */
function isPadded(model: TableModel, runs: readonly Run[]): boolean {
  let rows = 0;
  let lineCount = 0;
  for (const { lines } of runs) {
    const groups = groupsOf(stacksOf(piecesOf(model.grid, lines), model, true));
    if (groups.some((group) => !mayBeOneRow(group, model))) return false;
    rows += groups.length;
    lineCount += lines.length;
  }
  return rows >= leastRows && rows * 5 >= lineCount;
}

function mayBeOneRow(group: readonly Stack[], model: TableModel): boolean {
  for (const [column, stacks] of Map.groupBy(group, (stack) => stack.column)) {
    const texts = stacks.flatMap(({ chunks }) => chunks.map(({ text }) => text));
    const digests = model.digestColumns.get(column);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (digests !== undefined && (length > 64 || !stacks.every(({ chunks }) => isOneBroken(chunks)))) return false;
    const isEnded = texts.slice(0, -1).some((text, index) => endsBefore(text, texts[index + 1] ?? ''));
    if (isEnded && digests?.statedLength !== length) return false;
  }
  return true;
}
