import { CriskitError } from '../../core/errors.ts';
import type { Place } from '../../core/place.ts';
import { formatCount } from '../../core/units.ts';
import type { Row } from '../contract.ts';
import { type Fault, flowLimits, type FlowItem, flowLine, rowsOf, tooLarge } from './flow-lines.ts';
import { FlowPlaces, type FlowSource } from './flow-places.ts';
import { type CellSpan, FlowTable } from './flow-table.ts';

export interface FlowOptions extends FlowSource {
  readonly name: string;
  /** Whether blanks at the ends of a line are layout, and blanks that do not break are blanks. */
  readonly trimsLines?: boolean;
}

interface OpenLine {
  readonly place: Place;
  text: string;
  /** Its last character: asking the text itself would put its pieces together each time. */
  last: string;
  hidden: boolean;
  fault: Fault | undefined;
}

/** A place where lines and tables follow one another: the document, a cell, a text box. */
class Block {
  readonly items: FlowItem[] = [];
  /** What stands beside the line that is open, and comes behind it. */
  readonly beside: FlowItem[] = [];
  line: OpenLine | undefined;
  lines = 0;
}

interface OpenCell {
  readonly table: FlowTable;
  readonly block: Block;
}

/**
 * Paragraphs and tables, as they follow one another, made into the rows of one table. Rows of a table inside a cell come
 * behind the row around them. Throws `INPUT_TOO_LARGE` and `INPUT_HOSTILE` beyond `flowLimits`.
 */
export class FlowBuilder {
  readonly #options: FlowOptions;
  readonly #blocks: Block[] = [new Block()];
  #tables: FlowTable[] = [];
  #openCells: OpenCell[] = [];
  /** What was open where each aside began: no row or cell inside of it ends one outside. */
  readonly #asides: { readonly tables: FlowTable[]; readonly openCells: OpenCell[] }[] = [];
  #tableCount = 0;
  readonly #places: FlowPlaces;
  #rows = 0;
  #cells = 0;

  constructor(options: FlowOptions) {
    this.#options = options;
    this.#places = new FlowPlaces(options);
  }

  /** True between the beginning and the end of a table. */
  get isInTable(): boolean {
    return this.#innermostTable !== undefined;
  }

  startParagraph(): void {
    this.endLine();
    this.#places.startParagraph(this.isInTable);
    this.#openLine();
  }

  write(text: string, hidden = false): void {
    if (text === '') return;
    const line = this.#openLine();
    line.text += text;
    line.last = text.at(-1) ?? '';
    if (hidden && text.trim() !== '') line.hidden = true;
  }

  /** Ends the line that is open and counts an empty one where none is. */
  breakLine(): void {
    this.#openLine();
    this.endLine();
  }

  endLine(): void {
    const block = this.#block;
    const { line } = block;
    if (line === undefined) return;
    block.line = undefined;
    // A line inside a cell is no row by itself, unless its cell is alone in its row: then `finish` counts it.
    if (this.#openCells.length > 0) this.#countCells(1);
    else this.#countRow();
    const text = this.#options.trimsLines === true ? line.text.replaceAll('\u00a0', ' ').trimEnd() : line.text;
    this.#add([flowLine(line.place, text, line.hidden, line.fault)]);
    this.#add(block.beside.splice(0));
  }

  /** The last character of the line that is open; empty where it holds none. */
  get lastCharacter(): string {
    return this.#block.line?.last ?? '';
  }

  /** Puts a fault to the line that is open, or to a line of its own. */
  fault(fault: Fault): void {
    this.#openLine().fault ??= fault;
  }

  startTable(): void {
    if (this.#blocks.length > flowLimits.depth) throw tooDeep(this.#options.name);
    this.endLine();
    this.#tableCount += 1;
    this.#tables.push(new FlowTable(this.#tableCount));
  }

  endTable(): void {
    this.endRow();
    this.#tables.pop();
  }

  startRow(hidden: boolean): void {
    this.endRow();
    this.endLine();
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    table.startRow(this.#places.ofNextRow(table), hidden);
  }

  /** Ends a group of rows, such as the head of a table: no cell of it reaches below. */
  endRowGroup(): void {
    this.endRow();
    this.#tables.at(-1)?.endGroup();
  }

  /** Puts a fault to the row that is open. */
  faultRow(fault: Fault): void {
    const row = this.#tables.at(-1)?.row;
    if (row === undefined) this.fault(fault);
    else row.fault ??= fault;
  }

  hideRow(): void {
    const row = this.#tables.at(-1)?.row;
    if (row !== undefined) row.hidden = true;
  }

  /** Columns that the row leaves out before its next cell. */
  skipColumns(count: number): void {
    this.#tables.at(-1)?.row?.skipColumns(count);
  }

  endRow(): void {
    const table = this.#tables.at(-1);
    if (table?.row === undefined) return;
    if (this.#cellOf(table) !== undefined) this.endCell();
    this.endLine();
    this.#countRow();
    const items = table.row.finish();
    table.row = undefined;
    this.#add(items);
  }

  /** Begins a row where none is open; outside of tables a cell is a line of its own. */
  startCell(span: CellSpan, hidden = false): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return this.endLine();
    if (table.row === undefined) this.startRow(hidden);
    if (table.row === undefined) return;
    if (this.#cellOf(table) !== undefined) this.endCell();
    this.endLine();
    const before = table.row.width;
    const block = new Block();
    table.row.addCell(span, block.items);
    this.#countCells(table.row.width - before);
    this.#openCells.push({ table, block });
    this.#blocks.push(block);
  }

  endCell(): void {
    const table = this.#tables.at(-1);
    this.endLine();
    if (table === undefined || this.#cellOf(table) === undefined) return;
    this.#openCells.pop();
    this.#blocks.pop();
  }

  /** What stands beside the text, such as a text box or a note: it comes behind the line or row that it belongs to. */
  startAside(): void {
    if (this.#blocks.length > flowLimits.depth) throw tooDeep(this.#options.name);
    this.#blocks.push(new Block());
    this.#asides.push({ tables: this.#tables, openCells: this.#openCells });
    [this.#tables, this.#openCells] = [[], []];
  }

  endAside(): void {
    while (this.#tables.length > 0) this.endTable();
    this.endLine();
    const aside = this.#blocks.pop();
    const outside = this.#asides.pop();
    if (outside !== undefined) [this.#tables, this.#openCells] = [outside.tables, outside.openCells];
    const rows = rowsOf(aside?.items ?? []).map((row): FlowItem => ({ kind: 'row', row }));
    if (this.#block.line === undefined) this.#add(rows);
    else for (const row of rows) this.#block.beside.push(row);
  }

  /** Every row in order. */
  finish(): readonly Row[] {
    while (this.#tables.length > 0) this.endTable();
    this.endLine();
    const rows = rowsOf(this.#block.items);
    if (rows.length > flowLimits.rows) throw tooLarge(this.#options.name, `${formatCount(flowLimits.rows)} rows`);
    return rows;
  }

  /** Also that around an aside. */
  get #innermostTable(): FlowTable | undefined {
    return this.#tables.at(-1) ?? this.#asides.findLast(({ tables }) => tables.length > 0)?.tables.at(-1);
  }

  #cellOf(table: FlowTable): Block | undefined {
    const cell = this.#openCells.at(-1);
    return cell?.table === table ? cell.block : undefined;
  }

  get #block(): Block {
    const block = this.#blocks.at(-1);
    if (block === undefined) throw new CriskitError('INTERNAL', 'a document without a beginning');
    return block;
  }

  #openLine(): OpenLine {
    const block = this.#block;
    if (block.line !== undefined) return block.line;
    block.lines += 1;
    const line: OpenLine = {
      place: this.#places.ofNextLine(this.#innermostTable, block.lines),
      text: '',
      last: '',
      hidden: false,
      fault: undefined,
    };
    block.line = line;
    return line;
  }

  #add(items: readonly FlowItem[]): void {
    for (const item of items) this.#block.items.push(item);
  }

  #countRow(): void {
    this.#rows += 1;
    if (this.#rows > flowLimits.rows) throw tooLarge(this.#options.name, `${formatCount(flowLimits.rows)} rows`);
  }

  #countCells(count: number): void {
    this.#cells += count;
    if (this.#cells > flowLimits.cells) throw tooLarge(this.#options.name, `${formatCount(flowLimits.cells)} cells`);
  }
}

function tooDeep(name: string): CriskitError {
  return new CriskitError('INPUT_HOSTILE', `${name} holds more than ${flowLimits.depth} tables inside one another`, {
    path: name,
    hint: 'No program writes such a document. Find out where it comes from.',
  });
}
