import { placeLines, type Placement } from './pdf-columns.ts';
import { joinListLines, joinOverPages } from './pdf-continuing.ts';
import { findFurniture } from './pdf-furniture.ts';
import { joinLines } from './pdf-joining.ts';
import type { Chunk, Line, Sheet } from './pdf-lines.ts';
import { type DraftRow, rowsOfRun } from './pdf-rows.ts';
import { type Run, runsOf } from './pdf-runs.ts';
import { markTornNames } from './pdf-torn-names.ts';
import { unfoldLists } from './pdf-side-by-side.ts';
import { modelTables, type TableModel } from './pdf-table-model.ts';

/** A row as a person reads it. */
export interface LaidOutRow {
  readonly page: number;
  readonly cells: readonly string[];
  readonly isFurniture: boolean;
  /** True where it cannot be told which lines belong to the row. */
  readonly isUnclear: boolean;
}

/** The rows of a document in reading order. Every chunk of every sheet stands in exactly one of them. */
export function layOut(sheets: readonly Sheet[]): readonly LaidOutRow[] {
  const furniture = furnitureOf(sheets);
  const body = sheets.map((sheet) => ({ ...sheet, lines: sheet.lines.filter((line) => !furniture.has(line)) }));
  const rows = bodyRows(body);
  const byPage = Map.groupBy(rows, ({ page }) => page);
  const pages = [...new Set(sheets.map(({ page }) => page))];
  return pages.flatMap((page) => {
    const own = byPage.get(page) ?? [];
    const edges = sheets.filter((sheet) => sheet.page === page).map((sheet) => edgesOf(sheet, furniture));
    return [...edges.flatMap(({ above }) => above), ...own, ...edges.flatMap(({ below }) => below)];
  });
}

function furnitureOf(sheets: readonly Sheet[]): ReadonlySet<Line> {
  const directions = Map.groupBy(sheets, ({ degrees }) => degrees).values();
  return new Set(directions.flatMap((own) => [...findFurniture(own)]));
}

/** Furniture above the body of a page, and below it. */
function edgesOf({ page, lines }: Sheet, furniture: ReadonlySet<Line>): { above: LaidOutRow[]; below: LaidOutRow[] } {
  const firstOfBody = lines.findIndex((line) => !furniture.has(line));
  const rows = { above: [] as LaidOutRow[], below: [] as LaidOutRow[] };
  for (const [index, line] of lines.entries()) {
    if (!furniture.has(line)) continue;
    const row = { page, cells: line.chunks.map(({ text }) => text), isFurniture: true, isUnclear: false };
    rows[firstOfBody >= 0 && index > firstOfBody ? 'below' : 'above'].push(row);
  }
  return rows;
}

function bodyRows(sheets: readonly Sheet[]): readonly LaidOutRow[] {
  let placement: Placement = placeLines(sheets);
  const unfolded = unfoldLists(sheets, placement);
  if (unfolded !== sheets) placement = placeLines(unfolded);
  const runs = runsOf(unfolded, placement);
  const models = modelTables(runs);
  const drafts = joinOverPages(Array.from(runs, (run) => rowsOfRun(run, modelOf(run, models))).flat());
  const right = rightOf(unfolded);
  return markTornNames(joinListLines(drafts, right), right).map((draft) => finish(draft, right));
}

function modelOf({ grid }: Run, models: ReadonlyMap<unknown, TableModel>): TableModel | undefined {
  return grid === undefined ? undefined : models.get(grid);
}

/** Where the entries of a list end that fill its width: paths, and long words. */
function rightOf(sheets: readonly Sheet[]): number {
  let right = 0;
  for (const { lines, slot } of sheets) {
    for (const { chunks } of lines) {
      const [only] = chunks;
      const isEntry = slot === 0 && chunks.length === 1 && /[/\\]|^\S{16,}$/.test(only?.text ?? '');
      if (isEntry) right = Math.max(right, only?.right ?? 0);
    }
  }
  return right;
}

function finish({ page, model, cells, isUnclear }: DraftRow, rightOfLists: number): LaidOutRow {
  const texts = cells.map((chunks, column) => {
    const right = model?.rights[column] ?? chunks.reduce((most, chunk) => Math.max(most, chunk.right), rightOfLists);
    const left = chunks.reduce((least, chunk) => Math.min(least, chunk.left), right);
    return joinLines(chunks, { left, right });
  });
  const width = texts.findLastIndex((text) => text !== '') + 1;
  return { page, cells: settleHeading(texts.slice(0, width), cells, model), isFurniture: false, isUnclear };
}

/** A line alone that does not begin where its column begins is a heading over the table, and stands in the first cell. */
function settleHeading(
  texts: readonly string[],
  cells: readonly Chunk[][],
  model: TableModel | undefined,
): readonly string[] {
  const filled = texts.flatMap((text, column) => (text === '' ? [] : [column]));
  const [only] = filled;
  if (model === undefined || only === undefined || filled.length > 1 || only === 0) return texts;
  const left = cells[only]?.[0]?.left ?? 0;
  const isAligned = Math.abs(left - (model.grid.columns[only]?.left ?? 0)) < 1;
  return isAligned ? texts : [texts[only] ?? ''];
}
