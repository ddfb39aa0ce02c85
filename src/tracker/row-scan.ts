import type { XmlEnd, XmlStart } from '../containers/xml/xml-scan.ts';
import { CriskitError } from '../core/errors.ts';
import { type CellRange, lastColumnOfSheet, lastRowOfSheet, parsePosition, parseRange } from './cell-reference.ts';
import { localName } from './xml-names.ts';

/** A row with its cells and where it stands in the text of the sheet. */
export interface SheetRow {
  readonly number: number;
  readonly tag: XmlStart;
  /** Where its end tag begins, and where the whole row ends. */
  readonly contentEnd: number;
  readonly end: number;
  /** In the order of the columns. */
  readonly cells: readonly SheetCell[];
}

export interface SheetCell {
  readonly row: number;
  readonly column: number;
  readonly tag: XmlStart;
  readonly end: number;
  /** As the `t` attribute says; `n` where it says nothing. */
  readonly type: string;
  /** What stands in `v` or `is`, entities resolved; undefined where there is neither. */
  readonly raw: string | undefined;
  /** The whole `v` element. */
  readonly value: Span | undefined;
  readonly formula: CellFormula | undefined;
}

interface CellFormula {
  /** Empty where the formula is shared and written at another cell. */
  readonly text: string;
  /** `normal`, `shared`, `array` or `dataTable`. */
  readonly type: string;
  /** The number of the shared formula that it belongs to. */
  readonly shared: string | undefined;
  /** Where an array formula spreads to, or a shared formula is used. */
  readonly range: CellRange | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Makes rows of what a scan meets inside `sheetData`. */
export class RowReader {
  readonly #prefix: string;
  readonly #onRow: (row: SheetRow) => void;
  #depth = 0;
  #phonetic = 0;
  #row: { number: number; tag: XmlStart; cells: SheetCell[] } | undefined;
  #lastRow = 0;
  #cell: OpenCell | undefined;
  #collect: 'formula' | 'raw' | undefined;

  constructor(prefix: string, onRow: (row: SheetRow) => void) {
    this.#prefix = prefix;
    this.#onRow = onRow;
  }

  start(tag: XmlStart): void {
    this.#depth += 1;
    if (this.#depth === 1) this.#startRow(tag);
    else if (this.#depth === 2) this.#startCell(tag);
    else if (this.#cell !== undefined) this.#startContent(tag, this.#cell);
  }

  text(piece: string): void {
    if (this.#cell === undefined || this.#collect === undefined) return;
    this.#cell[this.#collect] = (this.#cell[this.#collect] ?? '') + piece;
  }

  end(tag: XmlEnd): void {
    const element = localName(tag.name);
    if (this.#depth === 1) this.#endRow(tag);
    if (this.#depth === 2) this.#endCell(tag);
    if (this.#depth === 3 && element === 'v' && this.#cell !== undefined) this.#cell.value.end = tag.end;
    if (element === 'rPh') this.#phonetic -= 1;
    this.#collect = undefined;
    this.#depth -= 1;
  }

  #startRow(tag: XmlStart): void {
    const written = tag.attributes['r'];
    const number = written === undefined ? this.#lastRow + 1 : Number(written);
    const isRow = tag.name === `${this.#prefix}row` && Number.isInteger(number);
    if (!isRow || number <= this.#lastRow || number > lastRowOfSheet) throw outOfOrder(`after row ${this.#lastRow}`);
    this.#row = { number, tag, cells: [] };
    this.#lastRow = number;
  }

  #startCell(tag: XmlStart): void {
    if (this.#row === undefined || localName(tag.name) === 'extLst') return;
    const { number: row, cells } = this.#row;
    const before = cells.at(-1)?.column ?? 0;
    const written = tag.attributes['r'];
    const position = written === undefined ? { row, column: before + 1 } : parsePosition(written);
    const isCell = tag.name === `${this.#prefix}c` && position?.row === row;
    if (!isCell || position.column <= before || position.column > lastColumnOfSheet) throw outOfOrder(`in row ${row}`);
    this.#cell = { tag, column: position.column, value: { start: 0, end: 0 } };
  }

  #startContent(tag: XmlStart, cell: OpenCell): void {
    const element = localName(tag.name);
    if (element === 'rPh') this.#phonetic += 1;
    if (element === 't' && this.#phonetic === 0) this.#collect = 'raw';
    if (this.#depth === 3 && element === 'is') cell.raw ??= '';
    if (this.#depth === 3 && element === 'f') {
      this.#collect = 'formula';
      cell.formula = '';
      cell.formulaTag = tag;
    }
    if (this.#depth === 3 && element === 'v') {
      this.#collect = 'raw';
      cell.raw = '';
      cell.value.start = tag.start;
    }
  }

  #endCell(tag: XmlEnd): void {
    const cell = this.#cell;
    if (cell === undefined || this.#row === undefined) return;
    const { column, value, raw } = cell;
    this.#row.cells.push({
      row: this.#row.number,
      column,
      tag: cell.tag,
      end: tag.end,
      type: cell.tag.attributes['t'] ?? 'n',
      raw,
      value: value.end > 0 ? value : undefined,
      formula: formulaOf(cell),
    });
    this.#cell = undefined;
  }

  #endRow(tag: XmlEnd): void {
    if (this.#row === undefined) return;
    this.#onRow({ ...this.#row, contentEnd: tag.start, end: tag.end });
    this.#row = undefined;
  }
}

interface OpenCell {
  readonly tag: XmlStart;
  readonly column: number;
  readonly value: { start: number; end: number };
  raw?: string;
  formula?: string;
  formulaTag?: XmlStart;
}

function formulaOf(cell: OpenCell): CellFormula | undefined {
  if (cell.formula === undefined || cell.formulaTag === undefined) return undefined;
  const { t: type = 'normal', si: shared, ref } = cell.formulaTag.attributes;
  return { text: cell.formula, type, shared, range: ref === undefined ? undefined : parseRange(ref) };
}

function outOfOrder(where: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `the sheet has cells out of order or of an unknown kind ${where}`);
}
