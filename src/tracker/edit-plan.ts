import { excerpt } from '../core/printable.ts';
import { placeOf } from './cell-values.ts';
import type { TrackerChange, TrackerColumn, TrackerValue } from './contract.ts';
import { refusal } from './refusal.ts';
import { keyOf, normaliseCaseNumber } from './row-key.ts';
import { isSameMeaning } from './same-value.ts';
import { isBelowTable, type ListRow, type SheetList } from './sheet-list.ts';

/** What has to be written where. */
export interface EditPlan {
  readonly edits: readonly PlannedRow[];
  /** New rows, from the row below the last case onwards without a gap. */
  readonly additions: readonly PlannedRow[];
  /** The last row that belongs to a case; the header where there is none. */
  readonly lastRow: number;
}

export interface PlannedRow {
  readonly caseNumber: string;
  readonly row: number;
  /** Values that do not stand there yet, in columns that the list has. */
  readonly values: ReadonlyMap<TrackerColumn, TrackerValue>;
}

/** Throws `TRACKER_REFUSED` where it is not certain which row is meant, or a formula stands where a value has to. */
export function planEdit(list: SheetList, changes: readonly TrackerChange[]): EditPlan {
  const index = indexRows(list);
  const edits: PlannedRow[] = [];
  const additions: PlannedRow[] = [];
  const seen = new Set<string>();
  for (const change of changes) {
    const caseNumber = normaliseCaseNumber(change.caseNumber);
    if (caseNumber === '' || seen.has(caseNumber)) {
      throw refusal(`Case "${excerpt(caseNumber)}" is asked for twice, or has no number.`, 'Name each case once.');
    }
    seen.add(caseNumber);
    const row = index.find(caseNumber);
    if (row !== undefined) {
      const values = missingValues(list, row, change);
      if (values.size > 0) edits.push({ caseNumber, row: row.number, values });
      continue;
    }
    index.refuseUncertain();
    const values = new Map(listedValues(list, change)).set('caseNumber', { kind: 'text', text: caseNumber });
    additions.push({ caseNumber, row: index.lastRow + additions.length + 1, values });
  }
  return { edits, additions, lastRow: index.lastRow };
}

interface RowIndex {
  /** Undefined where no row has this case. */
  readonly find: (caseNumber: string) => ListRow | undefined;
  readonly lastRow: number;
  /** Throws where some row may be that of any case, so that adding a row could double it. */
  readonly refuseUncertain: () => void;
}

function indexRows(list: SheetList): RowIndex {
  const rows = new Map<string, ListRow[]>();
  const unusable = new Map<string, ListRow>();
  let lastRow = list.header.row;
  let uncertain: ListRow | undefined;
  for (const row of list.rows) {
    const key = keyOf(row);
    if (key.kind === 'none' || isBelowTable(row, list)) continue;
    lastRow = row.number;
    if (key.kind === 'case') rows.set(key.caseNumber, [...(rows.get(key.caseNumber) ?? []), row]);
    else if (key.caseNumber !== undefined) unusable.set(key.caseNumber, row);
    if (key.kind === 'unusable' && (key.caseNumber === undefined || key.issue.code === 'totals-row')) uncertain = row;
  }
  const place = (row: ListRow | undefined) =>
    placeOf(list.sheet.name, row?.number ?? 0, list.header.positions.get('caseNumber') ?? 0);
  return {
    lastRow,
    find(caseNumber) {
      const [row, second] = rows.get(caseNumber) ?? [];
      const doubtful = second ?? unusable.get(caseNumber);
      if (doubtful === undefined) return row;
      const reason = `Case ${excerpt(caseNumber)} stands in two rows, or its number is computed by a formula`;
      throw refusal(reason, 'Keep one row for the case, with its number typed as text.', place(doubtful));
    },
    refuseUncertain() {
      if (uncertain === undefined) return;
      const reason = 'A row of the list is one of totals, or its case number is a formula without a result';
      throw refusal(reason, 'Move the totals away from below the list, or type the case number.', place(uncertain));
    },
  };
}

/** The values of the change whose columns the list has. */
function listedValues(list: SheetList, change: TrackerChange): readonly (readonly [TrackerColumn, TrackerValue])[] {
  return [...list.header.positions.keys()].flatMap((column) => {
    const value = change.values[column];
    return value === undefined ? [] : [[column, value] as const];
  });
}

function missingValues(list: SheetList, row: ListRow, change: TrackerChange): ReadonlyMap<TrackerColumn, TrackerValue> {
  const missing = new Map<TrackerColumn, TrackerValue>();
  for (const [column, value] of listedValues(list, change)) {
    const cell = row.cells.get(column)?.content;
    if (column === 'caseNumber' || isSameMeaning(cell, value)) continue;
    if (cell?.isFormula === true) {
      const reason = `A formula of the list computes "${column}" of case ${excerpt(change.caseNumber)}, and its result differs`;
      throw refusal(reason, 'Replace the formula by its value, or leave this column to the list.', cell.place);
    }
    missing.set(column, value);
  }
  return missing;
}
