import { readZipDirectory, type ZipEntry } from '../containers/archives/zip-archive.ts';
import { CriskitError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { formatPosition } from './cell-reference.ts';
import { styleOf } from './cell-values.ts';
import type {
  TrackerChange,
  TrackerColumn,
  TrackerDataRow,
  TrackerEdit,
  TrackerRow,
  TrackerSettings,
} from './contract.ts';
import { readList } from './read-tracker.ts';
import { normaliseCaseNumber } from './row-key.ts';
import type { SheetRow } from './row-scan.ts';
import { isSameMeaning } from './same-value.ts';
import { findList, type SheetList } from './sheet-list.ts';
import { scanSheet } from './sheet-scan.ts';
import { openWorkbook, type Workbook } from './workbook-parts.ts';

/**
 * Opens what an edit made and compares it with what was there before. Throws `OUTPUT_DIFFERS` where a part that should
 * be untouched is not, where a cell that is not to change did, or where a value does not read back as it was meant.
 */
export function verifyEdit(
  before: Uint8Array,
  edit: TrackerEdit,
  settings: TrackerSettings,
  changes: readonly TrackerChange[],
): void {
  compareParts(before, edit);
  const [oldWorkbook, newWorkbook] = [openWorkbook(before), openWorkbook(edit.bytes)];
  const [oldList, newList] = [findList(oldWorkbook, settings), findList(newWorkbook, settings)];
  compareValues(newList, edit, changes);
  compareCells({ workbook: oldWorkbook, list: oldList }, { workbook: newWorkbook, list: newList }, edit);
}

function compareParts(before: Uint8Array, edit: TrackerEdit): void {
  const old = readZipDirectory(before);
  const made = readZipDirectory(edit.bytes);
  if (old.length !== made.length) throw differs('it has another number of parts');
  for (const [index, entry] of old.entries()) {
    const other = made[index];
    const isSame = other?.name === entry.name && Buffer.compare(raw(before, entry), raw(edit.bytes, other)) === 0;
    if (!isSame && (other?.name !== entry.name || !edit.changedParts.includes(entry.name))) {
      throw differs(`the part ${printable(entry.name)} changed`);
    }
  }
}

/** Local header and compressed bytes. */
function raw(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  return bytes.subarray(entry.localOffset, entry.dataOffset + entry.compressedSizeBytes);
}

function compareValues(list: SheetList, edit: TrackerEdit, changes: readonly TrackerChange[]): void {
  const rows = new Map(readList(list).rows.map((row) => [row.caseNumber, row]));
  for (const change of changes) {
    const row = rows.get(normaliseCaseNumber(change.caseNumber));
    if (row === undefined) throw differs(`case ${printable(change.caseNumber)} has no row`);
    const computed = edit.addedRows.find(({ caseNumber }) => caseNumber === row.caseNumber)?.computed ?? [];
    for (const column of list.header.positions.keys()) compareValue(row, column, change.values, computed);
  }
}

function compareValue(
  row: TrackerDataRow,
  column: TrackerColumn,
  values: TrackerRow,
  computed: readonly TrackerColumn[],
): void {
  const wanted = values[column];
  if (wanted === undefined || column === 'caseNumber' || computed.includes(column)) return;
  const cell = row.cells[column];
  if (cell?.isFormula !== true && !isSameMeaning(cell, wanted)) {
    throw differs(`"${column}" of case ${printable(row.caseNumber)} does not read back`);
  }
}

interface ListOf {
  readonly workbook: Workbook;
  readonly list: SheetList;
}

function compareCells(before: ListOf, after: ListOf, edit: TrackerEdit): void {
  const changed = new Set(edit.changedCells.map(({ place }) => `${place.column}${place.row}`));
  const edited = new Set(edit.changedCells.map(({ place }) => place.row ?? 0));
  const added = new Set(edit.addedRows.map(({ place }) => place.row ?? 0));
  const old = new Map<number, string>();
  scanRows(before, (row) => old.set(row.number, describeRow(row, edited, changed)));
  scanRows(after, (row) => {
    const known = old.get(row.number);
    old.delete(row.number);
    if (!added.has(row.number) && known !== describeRow(row, edited, changed))
      throw differs(`row ${row.number} changed`);
  });
  for (const row of old.keys()) throw differs(`row ${row} is missing`);
}

function scanRows({ workbook, list }: ListOf, onRow: (row: SheetRow) => void): void {
  scanSheet(workbook.parts.text(list.sheet.path), list.sheet.path, onRow);
}

/**
 * What the row holds, as text that can be compared: without the cells that were to change and, in rows where there are
 * such, without the stored results of formulas.
 */
function describeRow(row: SheetRow, edited: ReadonlySet<number>, changed: ReadonlySet<string>): string {
  const isEdited = edited.has(row.number);
  const cells = isEdited ? row.cells.filter((cell) => !changed.has(formatPosition(cell))) : row.cells;
  const described = cells.map((cell) => {
    const { text = null, shared = null } = cell.formula ?? {};
    const isStale = cell.formula !== undefined && isEdited;
    return [cell.column, styleOf(cell), text, shared, ...(isStale ? [] : [cell.type, cell.raw ?? null])];
  });
  return JSON.stringify(described);
}

function differs(what: string): CriskitError {
  return new CriskitError(
    'OUTPUT_DIFFERS',
    `The new spreadsheet is not what was meant: ${what}. Nothing was replaced.`,
  );
}
