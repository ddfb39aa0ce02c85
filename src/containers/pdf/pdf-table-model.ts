import { DigestColumn, isDigestPiece, isOneBroken } from './pdf-digests.ts';
import type { Grid } from './pdf-grid.ts';
import { endsBefore, isWhole } from './pdf-joining.ts';
import { nextInColumn } from './pdf-lone-lines.ts';
import { byColumn, piecesOf, type Run } from './pdf-runs.ts';
import { groupsOf, isNextLine, type Stack, stacksOf } from './pdf-stacks.ts';

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
  /** True where cells of several lines begin above the cells beside them: where they are centred, or stand at the bottom. */
  readonly standsOff: boolean;
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
        const before = chunks[index - 1];
        if (before !== undefined) distances.push((chunk.baseline - before.baseline) / chunk.size);
      }
    }
  }
  const digestColumns = new Map([...columns.entries()].filter(([, column]) => column.isOne));
  const leading = leadingOf(distances);
  const shape = { grid, rights, digestColumns, leading, isPadded: false };
  const model = { ...shape, standsOff: standsOff(shape, runs) };
  return { ...model, isPadded: isPadded(model, runs) };
}

function leadingOf(distances: number[]): number {
  distances.sort((a, b) => a - b);
  const low = distances[Math.floor(distances.length / 20)] ?? usualLeading;
  return low > largestLeading ? usualLeading : low;
}

/** By digests of several lines, and by cells of two lines beside which another one stands at half their height. */
function standsOff(shape: Omit<TableModel, 'standsOff'>, runs: readonly Run[]): boolean {
  let [off, level] = [0, 0];
  for (const { lines } of runs) {
    for (const [index, { chunks }] of lines.entries()) {
      for (const chunk of chunks) {
        const column = shape.grid.columnOf(chunk);
        const next = nextInColumn(lines, index, column, shape);
        if (next === undefined || !isNextLine(chunk, next.chunk, shape)) continue;
        const isDigest = shape.digestColumns.has(column) && isOneBroken([chunk, next.chunk]);
        if (next.hasBetween && chunks.length === 1) off += 1;
        else if (isDigest && !isWhole(chunk.text) && isDigestPiece(chunk.text) && isDigestPiece(next.chunk.text)) {
          if (chunks.length === 1) off += 1;
          else level += 1;
        }
      }
    }
  }
  return off > level;
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
    if (digests !== undefined && texts.some(isDigestPiece) && !texts.every(isDigestPiece)) return false;
    if (digests !== undefined && (length > 64 || !stacks.every(({ chunks }) => isOneBroken(chunks)))) return false;
    const isEnded = texts.slice(0, -1).some((text, index) => endsBefore(text, texts[index + 1] ?? ''));
    if (isEnded && digests?.statedLength !== length) return false;
  }
  return true;
}
