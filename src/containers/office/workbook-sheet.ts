import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { Place } from '../../core/place.ts';
import { formatCount } from '../../core/units.ts';
import { columnLetters } from '../column-letters.ts';
import type { Cell, Row, Table } from '../contract.ts';
import { type CellObject, parseDateNumber, type Range, type WorkSheet } from './sheetjs.ts';
import { workbookLimits } from './workbook-limits.ts';

export interface SheetSource {
  readonly name: string;
  readonly sheet: WorkSheet;
  readonly hidden: boolean;
  readonly isDate1904: boolean;
}

const blank: Cell = { kind: 'blank', text: '' };
const covered: Cell = { kind: 'blank', text: '', merged: true };

/** As Excel shows them, by the numbers of [MS-XLS] 2.5.10 BErr. */
const errorTexts: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** Every row from the first to the last that holds anything. Throws `INPUT_TOO_LARGE`. */
export function readSheet(source: SheetSource): Table {
  const data = source.sheet['!data'] ?? [];
  const rowCount = Math.max(lastRowWithContent(data) + 1, 0);
  if (rowCount > workbookLimits.rowsPerSheet) {
    throw new CriskitError(
      'INPUT_TOO_LARGE',
      `a sheet has more than ${formatCount(workbookLimits.rowsPerSheet)} rows`,
      {
        place: { sheet: source.name, row: rowCount },
        hint: 'Look for a stray entry far below the table, remove it in a copy, and import that.',
      },
    );
  }
  const merges = mergesByRow(source.sheet['!merges'] ?? [], rowCount);
  const hiddenRows = source.sheet['!rows'] ?? [];
  const rows: Row[] = [];
  let cellCount = 0;
  for (let rowIndex = 0; rowIndex < rowCount; rowIndex += 1) {
    const place = { sheet: source.name, row: rowIndex + 1 };
    const row = readRow(data[rowIndex] ?? [], merges.get(rowIndex) ?? [], rowIndex, place, source.isDate1904);
    cellCount += row.cells.length;
    if (cellCount > workbookLimits.cells) {
      throw new CriskitError('INPUT_TOO_LARGE', `a sheet has more than ${formatCount(workbookLimits.cells)} cells`, {
        place,
      });
    }
    rows.push({ ...row, hidden: hiddenRows[rowIndex]?.hidden === true });
  }
  return { name: source.name, hidden: source.hidden, rows };
}

function lastRowWithContent(data: readonly (readonly (CellObject | undefined)[] | undefined)[]): number {
  return filledIndexes(data).findLast((index) => filledOf(data[index] ?? []).some(hasContent)) ?? -1;
}

/** What an array holds, however long it is: a reference to row 2,147,483,647 makes an array of that length. */
export function filledOf<T>(sparse: readonly (T | undefined)[]): readonly T[] {
  return Object.values(sparse).filter((one) => one !== undefined);
}

/** In ascending order. Throws `INPUT_DAMAGED` where something stands at no index: SheetJS puts cut off cells at NaN. */
function filledIndexes(sparse: readonly unknown[]): readonly number[] {
  const indexes = Object.keys(sparse).map(Number);
  if (indexes.every((index) => Number.isInteger(index) && index >= 0)) return indexes;
  throw new CriskitError('INPUT_DAMAGED', 'the workbook holds a cell that is cut off', {
    hint: 'Open it in Excel, save it as .xlsx, and import that.',
  });
}

function hasContent(cell: CellObject): boolean {
  return cell.t !== 'z' || isFormula(cell);
}

function isFormula(cell: CellObject): boolean {
  return cell.f !== undefined || cell.F !== undefined;
}

function mergesByRow(merges: readonly Range[], rowCount: number): ReadonlyMap<number, readonly Range[]> {
  const found = new Map<number, Range[]>();
  for (const merge of merges) {
    for (let rowIndex = merge.s.r; rowIndex <= merge.e.r && rowIndex < rowCount; rowIndex += 1) {
      const list = found.get(rowIndex);
      if (list === undefined) found.set(rowIndex, [merge]);
      else list.push(merge);
    }
  }
  return found;
}

function readRow(
  data: readonly (CellObject | undefined)[],
  merges: readonly Range[],
  rowIndex: number,
  place: Place,
  isDate1904: boolean,
): { place: Place; cells: readonly Cell[]; issue?: Issue } {
  const width = widthOf(data, place);
  const cells: Cell[] = [];
  let issue: Issue | undefined;
  for (let columnIndex = 0; columnIndex < width; columnIndex += 1) {
    const cell = data[columnIndex];
    if (cell === undefined) {
      cells.push(blank);
    } else if (cell.t === 'z' && isFormula(cell)) {
      cells.push({ kind: 'formula', text: '' });
      issue ??= formulaIssue({ ...place, column: columnLetters(columnIndex) });
    } else cells.push(cellOf(cell, isDate1904));
  }
  for (const merge of merges) cover(cells, merge, rowIndex);
  return { place, cells, ...(issue === undefined ? {} : { issue }) };
}

/** Up to the last cell with content. Throws `INPUT_TOO_LARGE`. */
function widthOf(data: readonly (CellObject | undefined)[], place: Place): number {
  const width = 1 + (filledIndexes(data).findLast((index) => hasContent(data[index] ?? { t: 'z' })) ?? -1);
  if (width <= workbookLimits.columnsPerSheet) return width;
  throw new CriskitError('INPUT_TOO_LARGE', `a row has a cell in column ${formatCount(width)}`, {
    place,
    hint: 'No sheet is so wide. Ask for the report again, or for CSV.',
  });
}

/** Marks what the merged cell covers, as far as the row is filled and some columns beyond; no report is as wide as a sheet can be. */
function cover(cells: Cell[], merge: Range, rowIndex: number): void {
  const last = Math.min(merge.e.c, Math.max(cells.length - 1, merge.s.c + 63));
  for (let columnIndex = merge.s.c; columnIndex <= last; columnIndex += 1) {
    if (rowIndex === merge.s.r && columnIndex === merge.s.c) continue;
    while (cells.length < columnIndex) cells.push(blank);
    const existing = cells[columnIndex];
    if (existing === undefined || existing.kind === 'blank') cells[columnIndex] = covered;
    else cells[columnIndex] = { ...existing, merged: true };
  }
}

function cellOf(cell: CellObject, isDate1904: boolean): Cell {
  const { kind, text } = valueOf(cell, isDate1904);
  return isFormula(cell) && kind !== 'error' ? { kind: 'formula', text } : { kind, text };
}

function valueOf(cell: CellObject, isDate1904: boolean): Cell {
  if (cell.t === 'z' || cell.v === undefined) return blank;
  if (cell.t === 'n' && typeof cell.v === 'number') return numberOf(cell.v, String(cell.z ?? 'General'), isDate1904);
  if (cell.t === 'b') return { kind: 'boolean', text: cell.v === true ? 'TRUE' : 'FALSE' };
  if (cell.t === 'e') return { kind: 'error', text: errorTexts[Number(cell.v)] ?? '#ERROR' };
  if (cell.v instanceof Date) return { kind: 'date', text: cell.v.toISOString().slice(0, 19).replace('T', ' ') };
  const text = String(cell.v);
  return text.trim() === '' ? { kind: 'blank', text } : { kind: 'text', text };
}

function numberOf(value: number, numberFormat: string, isDate1904: boolean): Cell {
  const date = parseDateNumber(value, numberFormat, isDate1904);
  if (date === undefined) return { kind: 'number', text: String(value) };
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${String(date.y).padStart(4, '0')}-${two(date.m)}-${two(date.d)}`;
  const time = `${two(date.H)}:${two(date.M)}:${two(date.S)}`;
  return { kind: 'date', text: time === '00:00:00' ? day : `${day} ${time}` };
}

function formulaIssue(place: Place): Issue {
  return {
    code: 'formula-without-value',
    message:
      'A formula has no stored result; nothing of the row was used. Open and save the workbook in Excel, then import it again.',
    place,
  };
}
