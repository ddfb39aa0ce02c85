import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { contains } from './cell-reference.ts';
import { cellText, isBlank, readCell, styleOf } from './cell-values.ts';
import { type HeaderNames, headerNames } from './column-names.ts';
import type { TrackerCell, TrackerColumn, TrackerSettings } from './contract.ts';
import { chooseHeader, type HeaderRow, isConvincing, matchHeader } from './find-columns.ts';
import { refuseUnreadable } from './refusal.ts';
import type { SheetRow } from './row-scan.ts';
import { type SheetLayout, scanSheet } from './sheet-scan.ts';
import { readTables, type Table } from './tables.ts';
import type { Workbook, WorkbookSheet } from './workbook-parts.ts';

/** The list of cases: where it is, and what stands in the cells of ours. */
export interface SheetList {
  readonly sheet: WorkbookSheet;
  readonly layout: SheetLayout;
  readonly header: HeaderRow;
  /** The table that the list is; undefined where it is a plain range. */
  readonly table: Table | undefined;
  /** All tables of the sheet. */
  readonly tables: readonly Table[];
  /** First and last column of the list. */
  readonly left: number;
  readonly right: number;
  /** Rows below the header in which any cell of the list's width is written, in order. */
  readonly rows: readonly ListRow[];
}

export interface ListRow {
  readonly number: number;
  readonly cells: ReadonlyMap<TrackerColumn, ListCell>;
  /** True where a cell of the list's width, ours or not, holds a value that no formula computes. */
  readonly hasContent: boolean;
}

interface ListCell {
  readonly content: TrackerCell;
  readonly style: number;
  /** Excel's own name of the type: `e` for errors, `b` for truth values. */
  readonly type: string;
  /** False for a formula without a stored result. */
  readonly hasResult: boolean;
}

/** Rows of a sheet in which a header is looked for. Below, only a header repeated in the column of case numbers counts. */
const headerSearchRows = 200;

/** Throws `TRACKER_COLUMNS` where no list is found, or several; `TRACKER_REFUSED` where a sheet is damaged. */
export function findList(workbook: Workbook, settings: TrackerSettings): SheetList {
  const names = headerNames(settings.aliases);
  const headers: HeaderRow[] = [];
  const lists = new Map<HeaderRow, SheetList>();
  for (const sheet of sheetsToSearch(workbook, settings)) {
    const { list, headers: found } = refuseUnreadable(() => searchSheet(workbook, sheet, names));
    headers.push(...found);
    if (list !== undefined) lists.set(list.header, list);
  }
  const list = lists.get(chooseHeader(headers, settings.path));
  if (list === undefined) throw new CriskitError('INTERNAL', 'the header chosen has no list');
  return list;
}

function searchSheet(workbook: Workbook, sheet: WorkbookSheet, names: HeaderNames): SheetSearch {
  const tables = readTables(workbook, sheet);
  const reader = new ListReader({ workbook, sheet, names, tables });
  const layout = scanSheet(workbook.parts.text(sheet.path), sheet.path, (row) => reader.take(row));
  const { headers, header } = reader;
  if (header === undefined) return { headers, list: undefined };
  const table = tableOf(header, tables);
  return { headers, list: { sheet, layout, header, table, tables, ...widthOf(header, table), rows: reader.rows } };
}

interface SheetSearch {
  readonly headers: readonly HeaderRow[];
  readonly list: SheetList | undefined;
}

/** The table whose header row this is. */
function tableOf(header: HeaderRow, tables: readonly Table[]): Table | undefined {
  const position = { row: header.row, column: header.positions.get('caseNumber') ?? 0 };
  return tables.find(({ range, hasHeader }) => hasHeader && range.top === header.row && contains(range, position));
}

function widthOf(header: HeaderRow, table: Table | undefined): { readonly left: number; readonly right: number } {
  const { left, right } = table === undefined ? header : table.range;
  return { left, right };
}

/** True where the row stands below the last row of the list's table, or in its totals. */
export function isBelowTable(row: { readonly number: number }, list: SheetList): boolean {
  return list.table !== undefined && row.number > list.table.range.bottom - list.table.totalsRows;
}

function sheetsToSearch(workbook: Workbook, settings: TrackerSettings): readonly WorkbookSheet[] {
  const { sheet } = settings;
  if (sheet === undefined) return workbook.sheets;
  const named = workbook.sheets.filter(({ name }) => name.toLowerCase() === sheet.toLowerCase());
  if (named.length > 0) return named;
  throw new CriskitError('TRACKER_COLUMNS', `The spreadsheet has no sheet named "${excerpt(sheet)}".`, {
    path: settings.path,
    hint: `Correct the name in criskit.toml; there are: ${workbook.sheets.map(({ name }) => `"${excerpt(name)}"`).join(', ')}.`,
  });
}

interface SearchedSheet {
  readonly workbook: Workbook;
  readonly sheet: WorkbookSheet;
  readonly names: HeaderNames;
  readonly tables: readonly Table[];
}

/** Takes the rows of one sheet in order, and keeps those below the best header met so far. */
class ListReader {
  readonly headers: HeaderRow[] = [];
  header: HeaderRow | undefined;
  rows: ListRow[] = [];
  readonly #searched: SearchedSheet;
  #width = { left: 0, right: 0 };

  constructor(searched: SearchedSheet) {
    this.#searched = searched;
  }

  take(row: SheetRow): void {
    const header = row.number <= headerSearchRows || this.#repeatsHeader(row) ? this.#match(row) : undefined;
    if (header !== undefined) {
      this.headers.push(header);
      const isBetter = this.header === undefined || (isConvincing(header) && !isConvincing(this.header));
      if (isBetter) {
        this.header = header;
        this.#width = widthOf(header, tableOf(header, this.#searched.tables));
        this.rows = [];
        return;
      }
    }
    if (this.header !== undefined) this.#keep(row, this.header);
  }

  #match(row: SheetRow): HeaderRow | undefined {
    const { workbook, sheet, names } = this.#searched;
    const cells = row.cells.map((cell) => ({ column: cell.column, text: cellText(cell, workbook) }));
    return matchHeader(cells, names, { sheet: sheet.name, row: row.number });
  }

  #repeatsHeader(row: SheetRow): boolean {
    const column = this.header?.positions.get('caseNumber');
    const key = column === undefined ? undefined : row.cells.find((cell) => cell.column === column);
    if (key === undefined) return false;
    const { workbook, names } = this.#searched;
    return names.find(cellText(key, workbook)).columns.includes('caseNumber');
  }

  #keep(row: SheetRow, header: HeaderRow): void {
    const { workbook, sheet } = this.#searched;
    const { left, right } = this.#width;
    const within = row.cells.filter(({ column }) => column >= left && column <= right);
    const written = within.filter((cell) => !isBlank(cell, workbook));
    if (written.length === 0) return;
    const cells = new Map<TrackerColumn, ListCell>();
    for (const [column, position] of header.positions) {
      const cell = within.find((candidate) => candidate.column === position);
      if (cell === undefined) continue;
      const content = readCell(cell, sheet.name, workbook);
      cells.set(column, {
        content,
        style: styleOf(cell),
        type: cell.type,
        hasResult: cell.formula === undefined || cell.raw !== undefined,
      });
    }
    this.rows.push({ number: row.number, cells, hasContent: written.some((cell) => cell.formula === undefined) });
  }
}
