import { applySplices, type Splice } from '../containers/xml/xml-scan.ts';
import { rebuildZip } from '../containers/archives/zip-writer.ts';
import { addRow, type NearRows, refuseOtherFormulas, templateRow } from './add-rows.ts';
import { placeOf, styleOf } from './cell-values.ts';
import type { AddedRow, ChangedCell, TrackerChange, TrackerEdit, TrackerSettings } from './contract.ts';
import { type EditPlan, type PlannedRow, planEdit } from './edit-plan.ts';
import { editRow } from './edit-row.ts';
import { type Growth, growSites } from './grow-ranges.ts';
import { refuseHarm } from './refuse-harm.ts';
import { refuseUnreadable } from './refusal.ts';
import type { SheetRow } from './row-scan.ts';
import { findList, type SheetList } from './sheet-list.ts';
import { scanSheet } from './sheet-scan.ts';
import { openWorkbook, type Workbook } from './workbook-parts.ts';
import { editWorkbookPart } from './workbook-edit.ts';
import { type CellWriter, cellWriter } from './write-values.ts';

/**
 * Writes values into the rows of cases, and adds rows for cases that have none. Every part of the workbook that need not
 * change keeps its compressed bytes; in those that do, only the places concerned change. Values that stand there already
 * are left as they are. Throws `TRACKER_COLUMNS`, and `TRACKER_REFUSED` where something could be harmed.
 */
export function editTracker(
  bytes: Uint8Array,
  settings: TrackerSettings,
  changes: readonly TrackerChange[],
): TrackerEdit {
  const workbook = openWorkbook(bytes);
  const list = findList(workbook, settings);
  const plan = planEdit(list, changes);
  if (plan.edits.length === 0 && plan.additions.length === 0) {
    return { bytes, changedCells: [], addedRows: [], changedParts: [] };
  }
  refuseHarm(workbook, list, plan);
  const writer = cellWriter(workbook, list);
  const rows = rowsNeeded(workbook, list, plan);
  const growth = growthOf(list, plan);
  const added = addRows(list, plan, { workbook, rows, writer });
  const sheetSplices = [
    ...plan.edits.flatMap((planned) => editCells(workbook, list, planned, { rows, writer })),
    ...added.splices,
    ...(growth === undefined ? [] : growSites(list.layout.ranges, growth)),
  ];
  const changed = changedTexts(workbook, [
    [list.sheet.path, sheetSplices],
    ...tableSplices(list, growth),
    [workbook.path, refuseUnreadable(() => editWorkbookPart(workbook, list.sheet.name, growth))],
    [workbook.styles?.path ?? '', writer.styleChanges()],
  ]);
  return {
    bytes: rebuildZip(bytes, workbook.parts.entries, changed),
    changedCells: plan.edits.flatMap((planned) => cellsOf(list, planned)),
    addedRows: added.rows,
    changedParts: [...changed.keys()],
  };
}

/** The rows that are edited, the last of the list, and the written ones below it as far as they matter. */
function rowsNeeded(workbook: Workbook, list: SheetList, plan: EditPlan): NearRows {
  const edited = new Set(plan.edits.map(({ row }) => row));
  const target = plan.lastRow + plan.additions.length;
  const below = new Set(list.table === undefined ? list.rows.map((row) => row.number) : []);
  const isNear = (row: number) => plan.additions.length > 0 && row >= plan.lastRow && (row <= target || below.has(row));
  const rows = new Map<number, SheetRow>();
  const { path } = list.sheet;
  scanSheet(workbook.parts.text(path), path, (row) => {
    if (edited.has(row.number) || isNear(row.number)) rows.set(row.number, row);
  });
  return rows;
}

function growthOf(list: SheetList, plan: EditPlan): Growth | undefined {
  if (plan.additions.length === 0) return undefined;
  const target = plan.lastRow + plan.additions.length;
  const { left, right, table, header } = list;
  const isEmpty = plan.lastRow === header.row;
  const ends = isEmpty ? [] : [plan.lastRow];
  if (table !== undefined && target > table.range.bottom) ends.push(table.range.bottom);
  return { ends, emptyAt: isEmpty ? header.row : undefined, target, left, right };
}

interface EditContext {
  readonly rows: NearRows;
  readonly writer: CellWriter;
}

function editCells(
  workbook: Workbook,
  list: SheetList,
  planned: PlannedRow,
  { rows, writer }: EditContext,
): readonly Splice[] {
  const row = rows.get(planned.row);
  if (row === undefined) return [];
  const cells = new Map<number, string>();
  for (const [ours, value] of planned.values) {
    const column = list.header.positions.get(ours) ?? 0;
    const present = row.cells.find((cell) => cell.column === column);
    const style = present === undefined ? unwrittenStyle(list, row, column) : styleOf(present);
    cells.set(column, writer.write({ row: row.number, column, style, value, ours }));
  }
  return editRow(workbook.parts.text(list.sheet.path), row, cells);
}

/** The format of a cell that is not written: that of its row, or of its column. */
function unwrittenStyle(list: SheetList, row: SheetRow, column: number): number | undefined {
  if (row.tag.attributes['customFormat'] === '1') return Number(row.tag.attributes['s'] ?? 0);
  return list.layout.columnStyles.find(({ left, right }) => column >= left && column <= right)?.style;
}

function addRows(
  list: SheetList,
  plan: EditPlan,
  { workbook, rows: near, writer }: EditContext & { readonly workbook: Workbook },
): { readonly splices: readonly Splice[]; readonly rows: readonly AddedRow[] } {
  const text = workbook.parts.text(list.sheet.path);
  const splices: Splice[] = [];
  const rows: AddedRow[] = [];
  for (const planned of plan.additions) {
    const added = addRow(list, planned, { text, lastRow: plan.lastRow, near, writer });
    splices.push(...added.splices);
    const place = placeOf(list.sheet.name, planned.row, list.header.positions.get('caseNumber') ?? 0);
    rows.push({ caseNumber: planned.caseNumber, place, computed: added.computed });
  }
  const template = templateRow(list, near, plan.lastRow);
  for (const row of near.values()) {
    const isBelow = row.number > plan.lastRow + plan.additions.length && list.table === undefined;
    if (rows.length > 0 && isBelow) refuseOtherFormulas(list, row, template);
  }
  return { splices, rows };
}

/** A table grows only where the new rows do not fit into it. */
function tableSplices(list: SheetList, growth: Growth | undefined): readonly (readonly [string, readonly Splice[]])[] {
  const { table } = list;
  if (table === undefined || growth === undefined || growth.target <= table.range.bottom) return [];
  return [[table.path, growSites(table.sites, growth)]];
}

function changedTexts(
  workbook: Workbook,
  changes: readonly (readonly [string, readonly Splice[]])[],
): ReadonlyMap<string, Uint8Array> {
  const changed = new Map<string, Uint8Array>();
  for (const [part, splices] of changes) {
    const name = splices.length === 0 ? undefined : workbook.parts.find(part);
    if (name !== undefined) changed.set(name, Buffer.from(applySplices(workbook.parts.text(name), splices), 'utf8'));
  }
  return changed;
}

function cellsOf(list: SheetList, planned: PlannedRow): readonly ChangedCell[] {
  return [...planned.values].map(([column, value]) => ({
    caseNumber: planned.caseNumber,
    column,
    value,
    place: placeOf(list.sheet.name, planned.row, list.header.positions.get(column) ?? 0),
  }));
}
