import type { Place } from '../../core/place.ts';
import type { Cell, Row } from '../contract.ts';
import { type Fault, type FlowItem, type FlowLine, withFault } from './flow-lines.ts';
import { blankCell, coveredCell, textCell } from '../text/written-text.ts';

/** How far a cell reaches, as the document states it. */
export interface CellSpan {
  readonly columns?: number;
  readonly rows?: number;
  /** True where a merged cell above covers it, as documents of word processors say in the cell itself. */
  readonly isCovered?: boolean;
}

/** As browsers do (HTML, "Algorithms for forming a table"). */
const mostColumns = 1000;
const mostRows = 65_534;

interface OpenCell {
  readonly items: readonly FlowItem[];
  readonly isCovered: boolean;
}

/** A table while it is read: its rows, and which columns of the rows to come are covered by cells above. */
export class FlowTable {
  readonly number: number;
  rowNumber = 0;
  row: FlowTableRow | undefined;
  /** For each column, how many more rows the cell above covers. */
  readonly #coveredRows: number[] = [];

  constructor(number: number) {
    this.number = number;
  }

  startRow(place: Place, hidden: boolean): void {
    this.rowNumber += 1;
    this.row = new FlowTableRow(place, hidden, this.#coveredRows);
  }

  /** No cell reaches beyond its group of rows. */
  endGroup(): void {
    this.#coveredRows.length = 0;
  }
}

/** A row while it is read. */
export class FlowTableRow {
  readonly place: Place;
  hidden: boolean;
  fault: Fault | undefined;
  /** By column: a cell with what it holds, a gap, or a column that another cell covers. */
  readonly #columns: (OpenCell | 'covered' | 'gap')[] = [];
  readonly #coveredRows: number[];
  #isCoveredFromAbove = false;

  constructor(place: Place, hidden: boolean, coveredRows: number[]) {
    this.place = place;
    this.hidden = hidden;
    this.#coveredRows = coveredRows;
  }

  get width(): number {
    return this.#columns.length;
  }

  skipColumns(count: number): void {
    for (let index = 0; index < Math.min(count, mostColumns); index += 1) this.#columns.push('gap');
  }

  /** `items`: what the cell holds; it may be filled later. */
  addCell(span: CellSpan, items: readonly FlowItem[]): void {
    this.#coverFromAbove();
    const isCovered = span.isCovered === true;
    if (isCovered) this.#isCoveredFromAbove = true;
    const first = this.#columns.length;
    this.#columns.push({ items, isCovered });
    const columns = Math.min(Math.max(span.columns ?? 1, 1), mostColumns);
    while (this.#columns.length < first + columns) this.#columns.push('covered');
    const below = Math.min(Math.max(span.rows ?? 1, 1), mostRows) - 1;
    if (below === 0) return;
    for (let column = first; column < first + columns; column += 1) this.#coveredRows[column] = below;
  }

  #coverFromAbove(): void {
    while ((this.#coveredRows[this.#columns.length] ?? 0) > 0) this.#cover(this.#columns.length);
  }

  #cover(column: number): void {
    while (this.#columns.length < column) this.#columns.push('gap');
    this.#coveredRows[column] = (this.#coveredRows[column] ?? 0) - 1;
    this.#columns.push('covered');
    this.#isCoveredFromAbove = true;
  }

  /** The row, and behind it the rows of tables inside its cells. A row of one cell alone gives its lines, one by one. */
  finish(): readonly FlowItem[] {
    for (let column = this.#columns.length; column < this.#coveredRows.length; column += 1) {
      if ((this.#coveredRows[column] ?? 0) > 0) this.#cover(column);
    }
    const [only, other] = this.#columns.filter((column) => typeof column !== 'string');
    if (only !== undefined && other === undefined && !this.#isCoveredFromAbove) return this.#finishSingle(only.items);
    const nested = this.#columns.flatMap((column) =>
      typeof column === 'string' ? [] : column.items.filter((item) => item.kind === 'row'),
    );
    const faults = this.#columns.flatMap((column) => (typeof column === 'string' ? [] : faultsOf(column.items)));
    return [this.#rowItem(this.#columns.map(cellOf), this.fault ?? faults[0]), ...nested];
  }

  #finishSingle(items: readonly FlowItem[]): readonly FlowItem[] {
    const kept = withoutOuterBlanks(items);
    const lines = kept.filter((item) => item.kind === 'line');
    if (lines.length > 1) {
      return kept.map((item) => {
        if (item.kind === 'row') return item;
        const fault = item.fault ?? this.fault;
        return { ...item, hidden: item.hidden || this.hidden, ...(fault === undefined ? {} : { fault }) };
      });
    }
    const nested = kept.filter((item) => item.kind === 'row');
    const cells = this.#columns.map(cellOf);
    const own = this.#rowItem(cells, this.fault ?? faultsOf(items)[0]);
    return kept[0]?.kind === 'row' && lines.length > 0 ? [...nested, own] : [own, ...nested];
  }

  #rowItem(cells: readonly Cell[], fault: Fault | undefined): FlowItem {
    const isHidden = this.#columns.some(
      (column) => typeof column !== 'string' && column.items.some((item) => item.kind === 'line' && item.hidden),
    );
    const row: Row = { place: this.place, cells, hidden: this.hidden || isHidden };
    return { kind: 'row', row: withFault(row, fault) };
  }
}

function cellOf(column: OpenCell | 'covered' | 'gap'): Cell {
  if (column === 'gap') return blankCell;
  if (column === 'covered') return coveredCell;
  const lines = withoutOuterBlanks(column.items.filter((item): item is FlowLine => item.kind === 'line'));
  const cell = textCell(lines.map((item) => (item.kind === 'line' ? item.text : '')).join('\n'));
  return column.isCovered ? { ...cell, merged: true } : cell;
}

function faultsOf(items: readonly FlowItem[]): readonly Fault[] {
  return items.flatMap((item) => (item.kind === 'line' && item.fault !== undefined ? [item.fault] : []));
}

function withoutOuterBlanks(items: readonly FlowItem[]): readonly FlowItem[] {
  const isFilled = (item: FlowItem): boolean =>
    item.kind === 'row' || item.text.trim() !== '' || item.fault !== undefined;
  const first = items.findIndex(isFilled);
  return first < 0 ? [] : items.slice(first, items.findLastIndex(isFilled) + 1);
}
