import { escapeXml, type Splice } from '../containers/xml/xml-scan.ts';
import { formatPosition } from './cell-reference.ts';
import { placeOf, styleOf } from './cell-values.ts';
import type { TrackerColumn } from './contract.ts';
import type { PlannedRow } from './edit-plan.ts';
import { editRow, formatRow } from './edit-row.ts';
import { refusal } from './refusal.ts';
import type { SheetCell, SheetRow } from './row-scan.ts';
import type { SheetList } from './sheet-list.ts';
import { shiftFormula } from './shift-formula.ts';
import type { CellWriter } from './write-values.ts';

/** The rows of the sheet that an addition needs, by number: the last of the list, and those below it. */
export type NearRows = ReadonlyMap<number, SheetRow>;

export interface AddedCells {
  readonly splices: readonly Splice[];
  /** Columns of ours in which a formula of the list stands. */
  readonly computed: readonly TrackerColumn[];
}

/** Adds one row to the list: into a blank row that is there already, or as a new one behind those that are. */
export function addRow(
  list: SheetList,
  planned: PlannedRow,
  context: { readonly text: string; readonly lastRow: number; readonly near: NearRows; readonly writer: CellWriter },
): AddedCells {
  const { text, lastRow, near, writer } = context;
  const template = templateRow(list, near, lastRow);
  const existing = near.get(planned.row);
  const computed: TrackerColumn[] = [];
  const cells = new Map<number, string>();
  for (const column of columnsOf(list, template)) {
    const above = template?.cells.find((cell) => cell.column === column);
    const present = existing?.cells.find((cell) => cell.column === column);
    const formula = above?.formula === undefined ? undefined : filledDown(list, above, planned.row);
    refuseOtherFormula(list, present, formula);
    const ours = list.header.found.find((found) => list.header.positions.get(found.column) === column)?.column;
    const value = ours === undefined ? undefined : planned.values.get(ours);
    const style = present === undefined ? styleFrom(list, template, above, column) : styleOf(present);
    if (formula !== undefined) {
      if (value !== undefined && ours !== undefined) computed.push(ours);
      if (present?.formula === undefined)
        cells.set(column, formulaCell(list, { row: planned.row, column, style }, formula));
    } else if (value !== undefined && ours !== undefined) {
      cells.set(column, writer.write({ row: planned.row, column, style, value, ours }));
    } else if (present === undefined && above !== undefined) {
      cells.set(column, writer.write({ row: planned.row, column, style, value: { kind: 'blank' }, ours: undefined }));
    }
  }
  if (existing !== undefined) return { splices: editRow(text, existing, cells), computed };
  const at = insertionPoint(list, near, planned.row);
  return {
    splices: [{ start: at, end: at, text: formatRow(planned.row, template, cells, list.layout.prefix) }],
    computed,
  };
}

/** The row that new ones are made like: the last one, or in an empty list the blank one that it was made with. */
export function templateRow(list: SheetList, near: NearRows, lastRow: number): SheetRow | undefined {
  return near.get(lastRow === list.header.row ? lastRow + 1 : lastRow);
}

/** Throws where a row below the list holds a formula that is not the list's own, filled down in advance. */
export function refuseOtherFormulas(list: SheetList, row: SheetRow, template: SheetRow | undefined): void {
  for (const cell of row.cells) {
    if (cell.column < list.left || cell.column > list.right || cell.formula === undefined) continue;
    const above = template?.cells.find(({ column }) => column === cell.column);
    refuseOtherFormula(list, cell, above?.formula === undefined ? undefined : filledDown(list, above, row.number));
  }
}

function refuseOtherFormula(list: SheetList, present: SheetCell | undefined, expected: string | undefined): void {
  if (present?.formula === undefined || resolveFormula(list, present) === expected) return;
  throw refusal(
    'Below the list stands a formula that is not the one of its column',
    'Move it elsewhere, so that the list can grow.',
    placeOf(list.sheet.name, present.row, present.column),
  );
}

/** Columns of the list's width that the row above writes, and those of ours. */
function columnsOf(list: SheetList, template: SheetRow | undefined): readonly number[] {
  const above = template?.cells.map((cell) => cell.column) ?? [];
  const columns = new Set([...above, ...list.header.positions.values()]);
  return [...columns].filter((column) => column >= list.left && column <= list.right);
}

function styleFrom(
  list: SheetList,
  template: SheetRow | undefined,
  above: SheetCell | undefined,
  column: number,
): number | undefined {
  if (above !== undefined) return above.tag.attributes['s'] === undefined ? undefined : styleOf(above);
  if (template?.tag.attributes['customFormat'] === '1') return Number(template.tag.attributes['s'] ?? 0);
  return list.layout.columnStyles.find(({ left, right }) => column >= left && column <= right)?.style;
}

/** The formula of a cell as it reads in a row further down. */
function filledDown(list: SheetList, cell: SheetCell, row: number): string {
  return shiftFormula(resolveFormula(list, cell), row - cell.row, 0);
}

function resolveFormula(list: SheetList, cell: SheetCell): string {
  const place = placeOf(list.sheet.name, cell.row, cell.column);
  const { text = '', type, shared } = cell.formula ?? {};
  if (type === 'array' || type === 'dataTable') {
    throw refusal('An array formula or data table cannot be filled down', 'Write it as a plain formula.', place);
  }
  if (type !== 'shared' || text !== '') return text;
  const master = list.layout.shared.get(shared ?? '');
  if (master === undefined) throw refusal('The formula refers to one that is missing', 'Type it anew.', place);
  return shiftFormula(master.text, cell.row - master.row, cell.column - master.column);
}

function formulaCell(
  list: SheetList,
  at: { readonly row: number; readonly column: number; readonly style: number | undefined },
  formula: string,
): string {
  const { prefix } = list.layout;
  const style = at.style === undefined ? '' : ` s="${at.style}"`;
  return `<${prefix}c r="${formatPosition(at)}"${style}><${prefix}f>${escapeXml(formula)}</${prefix}f></${prefix}c>`;
}

/** Behind the nearest row above that is written. */
function insertionPoint(list: SheetList, near: NearRows, row: number): number {
  for (let number = row - 1; number >= 1; number -= 1) {
    const above = near.get(number);
    if (above !== undefined) return above.end;
  }
  return list.layout.data.tag.end;
}
