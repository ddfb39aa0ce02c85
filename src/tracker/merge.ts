import {
  type TrackerCell,
  type TrackerCells,
  type TrackerColumn,
  trackerColumns,
  type TrackerRow,
  type TrackerValue,
} from './contract.ts';
import { isSameMeaning } from './same-value.ts';

/** Three statements about the row of one case: what criskit wrote, what stands there now, what it wants to write. */
export interface MergeRequest {
  /** What criskit has written there for certain; empty for a case that it never wrote. */
  readonly written: TrackerRow;
  /** What it was about to write when it may have been stopped, before or after; empty where nothing is open. */
  readonly intended: TrackerRow;
  /** Undefined where the workbook has no row of the case. */
  readonly standing: TrackerCells | undefined;
  readonly wanted: TrackerRow;
  /** The columns that the workbook has; others are left out of account. */
  readonly columns: readonly TrackerColumn[];
  /** What to do with cells that a person changed: nothing (undefined), write over them, or keep them. */
  readonly take: 'ours' | 'theirs' | undefined;
}

export interface MergeResult {
  /** What to hand to `editTracker`; empty where nothing has to change. */
  readonly values: TrackerRow;
  /** Cells of ours that a person changed, whatever becomes of them. */
  readonly handChanges: readonly HandChange[];
  /** Cells of ours that a formula of the list computes with another result. They are never written. */
  readonly computedOtherwise: readonly HandChange[];
  /** True where criskit wrote the row and a person removed it. It is added anew with `take: 'ours'` alone. */
  readonly isRowRemoved: boolean;
}

export interface HandChange {
  readonly column: TrackerColumn;
  /** Undefined where the cell is not written. */
  readonly standing: TrackerCell | undefined;
  readonly wanted: TrackerValue;
}

/**
 * A cell is written where it says what criskit wrote last, or nothing that criskit had not written; it is left where it
 * says what is wanted already. All else is the work of a person.
 */
export function mergeRow(request: MergeRequest): MergeResult {
  const { written, standing, take } = request;
  const nothing = { values: {}, handChanges: [], computedOtherwise: [] };
  if (standing === undefined) {
    const isRowRemoved = Object.keys(written).length > 0;
    return { ...nothing, isRowRemoved, values: isRowRemoved && take !== 'ours' ? {} : request.wanted };
  }
  const values: { [C in TrackerColumn]?: TrackerValue } = {};
  const handChanges: HandChange[] = [];
  const computedOtherwise: HandChange[] = [];
  for (const column of trackerColumns) {
    const wanted = request.wanted[column];
    const cell = standing[column];
    const isListed = request.columns.includes(column) && column !== 'caseNumber';
    if (wanted === undefined || !isListed || isSameMeaning(cell, wanted)) continue;
    if (cell?.isFormula === true) {
      computedOtherwise.push({ column, standing: cell, wanted });
      continue;
    }
    const isOurs = isSameMeaning(cell, written[column] ?? blank) || isIntended(cell, request.intended[column]);
    if (!isOurs) handChanges.push({ column, standing: cell, wanted });
    if (isOurs || take === 'ours') values[column] = wanted;
  }
  return { values, handChanges, computedOtherwise, isRowRemoved: false };
}

const blank: TrackerValue = { kind: 'blank' };

function isIntended(cell: TrackerCell | undefined, intended: TrackerValue | undefined): boolean {
  return intended !== undefined && isSameMeaning(cell, intended);
}
