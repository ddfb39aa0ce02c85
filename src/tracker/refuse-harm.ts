import { columnLetters, contains, lastRowOfSheet } from './cell-reference.ts';
import { placeOf } from './cell-values.ts';
import type { EditPlan, PlannedRow } from './edit-plan.ts';
import { readRelationships } from './package-parts.ts';
import { refusal } from './refusal.ts';
import type { SheetList } from './sheet-list.ts';
import type { Workbook } from './workbook-parts.ts';

/** Throws `TRACKER_REFUSED` where an edit of this workbook, or this very edit, could harm what people have put there. */
export function refuseHarm(workbook: Workbook, list: SheetList, plan: EditPlan): void {
  refuseWorkbook(workbook);
  if (list.layout.isProtected) {
    throw refusal(`The sheet "${list.sheet.name}" is protected.`, 'Take the protection off (Review, Unprotect Sheet).');
  }
  for (const planned of plan.edits) refuseCells(list, planned);
  if (plan.additions.length > 0) refuseAddition(list, plan);
}

function refuseWorkbook(workbook: Workbook): void {
  const names = workbook.parts.entries.map(({ name }) => name.toLowerCase());
  const isSigned =
    names.some((name) => name.startsWith('_xmlsignatures/')) ||
    readRelationships(workbook.parts, '').some(({ type }) => type === 'origin');
  if (isSigned) {
    throw refusal('The workbook is signed digitally, and a change would break the signature.', 'Remove the signature.');
  }
  if (names.some((name) => name.startsWith('xl/revisions/'))) {
    throw refusal(
      'The workbook is a legacy shared workbook, which records each change in parts of its own.',
      'Stop sharing it (Review, Unshare Workbook); several people can use criskit one after another all the same.',
    );
  }
}

function refuseCells(list: SheetList, planned: PlannedRow): void {
  for (const column of planned.values.keys()) {
    const position = { row: planned.row, column: list.header.positions.get(column) ?? 0 };
    const place = placeOf(list.sheet.name, position.row, position.column);
    if (list.layout.arrays.some((range) => contains(range, position))) {
      throw refusal('The cell belongs to an array formula', 'Replace the formula by its values.', place);
    }
    const merged = list.layout.merged.find((range) => contains(range, position));
    if (merged !== undefined && (merged.top !== position.row || merged.left !== position.column)) {
      throw refusal('The cell is hidden under a merged cell', 'Unmerge the cells of the row.', place);
    }
  }
}

function refuseAddition(list: SheetList, plan: EditPlan): void {
  const target = plan.lastRow + plan.additions.length;
  if (target > lastRowOfSheet) throw refusal('The sheet has no row left below the list.', 'Begin a new sheet.');
  refuseContent(list, plan, target);
  refuseOtherTables(list, target);
  const first = plan.lastRow + 1;
  const isTouched = (range: { top: number; bottom: number; left: number; right: number }) =>
    range.top <= target && range.bottom >= first && range.left <= list.right && range.right >= list.left;
  if (list.layout.merged.some(isTouched)) {
    throw refusal(`Merged cells stand in row ${first} to ${target}.`, 'Unmerge them, so that the list can grow.');
  }
  if (list.layout.arrays.some(isTouched)) {
    throw refusal(`An array formula fills row ${first} to ${target}.`, 'Move it away from below the list.');
  }
}

function refuseContent(list: SheetList, plan: EditPlan, target: number): void {
  const { table, sheet } = list;
  const end = table === undefined ? undefined : table.range.bottom - table.totalsRows;
  if (table !== undefined && table.totalsRows > 0 && target > (end ?? 0)) {
    throw refusal(
      'The table has a row of totals.',
      'Switch it off (Table Design, Total Row) or add blank rows above it.',
    );
  }
  const first = list.rows.find(({ number }) => number === plan.lastRow + 1);
  if (table?.isCalculated === true && plan.lastRow === list.header.row && first === undefined) {
    throw refusal('The table computes columns and has no row to copy them from.', 'Type its first row by hand.');
  }
  for (const row of list.rows) {
    const isTarget = row.number > plan.lastRow && row.number <= target;
    const isBelow = row.number > target && (end === undefined || (target > end && row.number > end));
    if ((isTarget || isBelow) && row.hasContent) {
      const reason = isTarget ? 'The row where the next case belongs holds content' : 'There is content below the list';
      const hint = 'Move it elsewhere, or give the row its case number, so that the list can grow.';
      throw refusal(reason, hint, placeOf(sheet.name, row.number, list.left));
    }
  }
}

function refuseOtherTables(list: SheetList, target: number): void {
  for (const { range } of list.tables.filter((table) => table !== list.table)) {
    const isTouched =
      range.left <= list.right && range.right >= list.left && range.top <= target && range.bottom >= list.header.row;
    if (!isTouched) continue;
    const where = `${columnLetters(range.left)}${range.top}`;
    throw refusal(
      `Another table, at ${where}, lies across the list.`,
      'Let the table begin with the header of the list.',
    );
  }
}
