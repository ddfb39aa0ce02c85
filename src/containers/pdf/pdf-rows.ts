import { partRun } from './pdf-lone-lines.ts';
import { divideTightGroup } from './pdf-tight-rows.ts';
import { ruledBands } from './pdf-bands.ts';
import { piecesOf, type Piece, type Run } from './pdf-runs.ts';
import { groupsOf, type Stack, stacksOf } from './pdf-stacks.ts';
import type { TableModel } from './pdf-table-model.ts';
import type { Chunk } from './pdf-lines.ts';

/** A row, or a line that stands in no table, whose cells are still lists of lines. */
export interface DraftRow {
  readonly page: number;
  readonly model: TableModel | undefined;
  /** By column; for a line that stands in no table, one list for each part of it. */
  readonly cells: Chunk[][];
  /** True where lines of it may belong to the rows around it. */
  readonly isUnclear: boolean;
}

/** The rows of a run, from top to bottom. */
export function rowsOfRun(run: Run, model: TableModel | undefined): DraftRow[] {
  const { page } = run.sheet;
  if (model === undefined) {
    return run.lines.map(({ chunks }) => ({ page, model, cells: chunks.map((chunk) => [chunk]), isUnclear: false }));
  }
  const bands = ruledBands(run, model, piecesOf(model.grid, run.lines));
  if (bands !== undefined) return bands.map((band) => rowOf(page, model, band));
  return partRun(run, model).flatMap((part) => {
    const pieces = piecesOf(model.grid, part.run.lines);
    return part.isLone ? [rowOf(page, model, pieces)] : rowsOfPart(page, model, pieces);
  });
}

function rowsOfPart(page: number, model: TableModel, pieces: readonly Piece[]): DraftRow[] {
  if (model.isPadded)
    return groupsOf(stacksOf(pieces, model, true)).map((group) => rowOf(page, model, piecesIn(group)));
  const groups = groupsOf(stacksOf(pieces, model, false));
  return groups.flatMap((group) =>
    divideTightGroup(group, model).map(({ pieces: own, isUnclear }) => rowOf(page, model, own, isUnclear)),
  );
}

function rowOf(page: number, model: TableModel, pieces: readonly Piece[], isUnclear = false): DraftRow {
  const cells: Chunk[][] = model.grid.columns.map(() => []);
  for (const { column, chunk } of pieces) cells[column]?.push(chunk);
  return { page, model, cells, isUnclear };
}

function piecesIn(group: readonly Stack[]): readonly Piece[] {
  return group.flatMap(({ column, chunks }) => chunks.map((chunk) => ({ column, chunk })));
}
