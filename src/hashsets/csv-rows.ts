/** A row of delimited text, or why there is none. */
export type CsvRow =
  | { readonly kind: 'row'; readonly line: number; readonly cells: readonly string[] }
  | { readonly kind: 'fault'; readonly line: number };

/** What is wrong with a row of kind `fault`. */
export const quoteFault = {
  code: 'csv-quote',
  message: 'The quotation marks of this line make no sense: one is not closed, or stands within a field.',
};

/** A quoted field that runs over more lines, or is longer, was not meant to: its closing quotation mark is missing. */
const mostLinesInRow = 1000;
const longestRow = 1024 * 1024;

interface Line {
  readonly text: string;
  readonly number: number;
}

/**
 * Rows of delimited text as RFC 4180 has them, from lines that still have their line ends. A line on which the quotation
 * marks make no sense is a fault of its own, and reading goes on with the next line: a stray mark swallows nothing.
 */
export class CsvRows {
  readonly #delimiter: string;
  /** Lines of a row whose quoted field is still open, and what has been read of it. */
  #open: Line[] = [];
  #openLength = 0;
  #row: RowInProgress | undefined;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  /** True while a quoted field runs on: the next line belongs to it. */
  get isOpen(): boolean {
    return this.#row !== undefined;
  }

  /** The rows that end with this line: none, one, or several where an earlier line turns out to be a fault. */
  push(text: string, number: number): readonly CsvRow[] {
    if (this.#row === undefined && !text.includes('"')) {
      return [{ kind: 'row', line: number, cells: withoutLineEnd(text).split(this.#delimiter) }];
    }
    const rows: CsvRow[] = [];
    this.#feed({ text, number }, rows);
    return rows;
  }

  /** What is left at the end of the text: a field that was never closed is a fault, the lines after it are rows. */
  finish(): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    while (this.#open.length > 0) this.#giveUp(rows);
    return rows;
  }

  #feed(line: Line, rows: CsvRow[]): void {
    const row = this.#row ?? new RowInProgress(this.#delimiter);
    this.#open.push(line);
    this.#openLength += line.text.length;
    const state = row.feed(line.text);
    if (state === 'open' && this.#open.length < mostLinesInRow && this.#openLength < longestRow) {
      this.#row = row;
    } else if (state === 'complete') {
      rows.push({ kind: 'row', line: this.#open[0]?.number ?? line.number, cells: row.cells });
      this.#forget();
    } else {
      this.#giveUp(rows);
    }
  }

  /** The first open line is a fault; the others are read again as lines of their own. */
  #giveUp(rows: CsvRow[]): void {
    const [first, ...others] = this.#open;
    this.#forget();
    if (first !== undefined) rows.push({ kind: 'fault', line: first.number });
    for (const line of others) this.#feed(line, rows);
  }

  #forget(): void {
    this.#open = [];
    this.#openLength = 0;
    this.#row = undefined;
  }
}

/** The cells of a row while its lines come in. */
class RowInProgress {
  readonly cells: string[] = [];
  readonly #delimiter: string;
  /** What has been read of a quoted field; undefined outside. */
  #quoted: string | undefined;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  feed(line: string): 'open' | 'complete' | 'wrong' {
    const end = withoutLineEnd(line).length;
    let at = 0;
    for (;;) {
      const next = this.#quoted === undefined ? this.#plainField(line, at, end) : this.#quotedField(line, at, end);
      if (typeof next === 'string') return next;
      at = next;
    }
  }

  /** Where the next field begins, or how the line ends. */
  #plainField(line: string, at: number, end: number): number | 'complete' | 'wrong' {
    if (line[at] === '"') {
      this.#quoted = '';
      return at + 1;
    }
    const found = line.indexOf(this.#delimiter, at);
    const fieldEnd = found < 0 || found > end ? end : found;
    const field = line.slice(at, fieldEnd);
    if (field.includes('"') && !isFormulaText(field)) return 'wrong';
    this.cells.push(field);
    return fieldEnd === end ? 'complete' : fieldEnd + 1;
  }

  #quotedField(line: string, at: number, end: number): number | 'open' | 'complete' | 'wrong' {
    const quote = line.indexOf('"', at);
    if (quote < 0) {
      this.#quoted += line.slice(at);
      return 'open';
    }
    this.#quoted += line.slice(at, quote);
    if (line[quote + 1] === '"') {
      this.#quoted += '"';
      return quote + 2;
    }
    this.cells.push(this.#quoted ?? '');
    this.#quoted = undefined;
    if (quote + 1 === end) return 'complete';
    return line[quote + 1] === this.#delimiter ? quote + 2 : 'wrong';
  }
}

/** `="text"`: how spreadsheets are told to leave a text alone. */
function isFormulaText(field: string): boolean {
  return /^="[^"]*"$/.test(field);
}

function withoutLineEnd(line: string): string {
  if (line.endsWith('\r\n')) return line.slice(0, -2);
  return line.endsWith('\n') || line.endsWith('\r') ? line.slice(0, -1) : line;
}
