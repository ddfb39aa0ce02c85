import { CriskitError } from '../core/errors.ts';
import type { HashSetBatch, HashSetRecord, ReadOptions } from './contract.ts';
import { type CsvHeader, parseHeader } from './csv-header.ts';
import { judgeRow } from './csv-records.ts';
import { type CsvRow, CsvRows, quoteFault } from './csv-rows.ts';
import { type AlgorithmOf64, algorithmOf64, cutFault } from './digest-text.ts';
import { BatchInProgress, isComment, issueAt, type LineVerdict } from './line-verdicts.ts';
import { readLines } from './text-lines.ts';

/** How the tables of one program differ from others. */
export interface CsvDialect {
  /** The heading, or a fault, given the first line that is neither blank nor a remark. */
  readonly parseHeader?: (line: string) => CsvHeader;
  /** Rows may have fewer cells than the heading, and more; those beyond it are kept by their number. */
  readonly ragged?: true;
  /** What becomes of a record that is read. */
  readonly finish?: (record: HashSetRecord) => HashSetRecord;
}

/** Every line of a table with a heading. Throws `FORMAT_UNKNOWN` where there is none that can be read. */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  dialect: CsvDialect = {},
): AsyncGenerator<HashSetBatch> {
  const reader = new CsvReader(options, dialect);
  for await (const block of readLines(bytes, options, { keepEnds: true })) {
    const last = block.lines.length - 1;
    for (const [index, text] of block.lines.entries()) {
      reader.push(text, block.firstLine + index, block.unended && index === last);
    }
    yield reader.takeBatch();
  }
  yield reader.finish();
}

/** `sep=;`: what Excel takes for the delimiter. */
const separatorLine = /^"?sep=(.)"?[\r\n]*$/i;

/** What the first lines of a table say of it. */
export interface TableHead {
  readonly header: CsvHeader;
  /** True where there are rows below the heading, and each of them is a record: nobody means them for anything else. */
  readonly hasFittingRows: boolean;
}

/** Undefined where there is no heading; also for a single bare column, which is a plain list. */
export function findTable(lines: readonly string[]): TableHead | undefined {
  const content = lines.filter((line) => line.trim() !== '' && !isComment(line.trimStart()));
  const separator = separatorLine.exec(content[0] ?? '')?.[1];
  const [line = '', ...rows] = separator === undefined ? content : content.slice(1);
  const header = parseHeader(line, separator);
  if (header.fault !== undefined) return undefined;
  return header.columns.length === 1 && !line.includes('"')
    ? undefined
    : { header, hasFittingRows: rows.length > 0 && areRecords(rows, header) };
}

function areRecords(lines: readonly string[], header: CsvHeader): boolean {
  const rows = new CsvRows(header.delimiter);
  const fit = lines.every((line, index) =>
    rows.push(line, index).every((row) => {
      if (row.kind === 'fault') return false;
      const verdict = judgeRow(row.cells, row.line, header, 'sha256');
      return typeof verdict === 'object' && 'digests' in verdict;
    }),
  );
  return fit && !rows.isOpen;
}

class CsvReader {
  readonly #options: ReadOptions;
  readonly #dialect: CsvDialect;
  readonly #of64: AlgorithmOf64;
  #batch = new BatchInProgress();
  #separator: string | undefined;
  #header: CsvHeader | undefined;
  #rows: CsvRows | undefined;
  #unended = false;
  #lastCellLength = 0;

  constructor(options: ReadOptions, dialect: CsvDialect) {
    this.#options = options;
    this.#dialect = dialect;
    this.#of64 = algorithmOf64(options.algorithm);
  }

  push(text: string, line: number, unended: boolean): void {
    this.#unended = unended;
    if (this.#rows === undefined) this.#batch.add(this.#judgeAboveRows(text, line));
    else for (const row of this.#rows.push(text, line)) this.#batch.add(this.#judge(row));
  }

  takeBatch(): HashSetBatch {
    const batch = this.#batch.finish();
    this.#batch = new BatchInProgress();
    return batch;
  }

  finish(): HashSetBatch {
    for (const row of this.#rows?.finish() ?? []) this.#batch.add(this.#judge(row));
    return this.takeBatch();
  }

  #judgeAboveRows(text: string, line: number): LineVerdict {
    if (text.trim() === '') return 'blank';
    if (isComment(text.trimStart())) return 'heading';
    const separator = separatorLine.exec(text)?.[1];
    if (separator !== undefined && this.#separator === undefined) {
      this.#separator = separator;
      return 'heading';
    }
    const header = this.#dialect.parseHeader?.(text) ?? parseHeader(text, this.#separator, this.#options.columns);
    if (header.fault !== undefined) throw unreadable(this.#options, header.fault, line);
    this.#header = header;
    this.#rows = new CsvRows(header.delimiter);
    return 'heading';
  }

  #judge(row: CsvRow): LineVerdict {
    if (row.kind === 'fault' || this.#header === undefined) return issueAt(row.line, quoteFault);
    const { ragged, finish } = this.#dialect;
    if (this.#unended && this.#isCut(row.cells, this.#header)) return issueAt(row.line, cutFault);
    this.#lastCellLength = row.cells.at(-1)?.length ?? 0;
    const [cells, header] = ragged === true ? fitted(row.cells, this.#header) : [row.cells, this.#header];
    const verdict = judgeRow(cells, row.line, header, this.#of64);
    return finish !== undefined && typeof verdict === 'object' && 'digests' in verdict ? finish(verdict) : verdict;
  }

  /** Of a last line without line end: what the file may have lost cannot be seen by the number of its cells alone. */
  #isCut(cells: readonly string[], header: CsvHeader): boolean {
    if (this.#dialect.ragged === true) return cells.length < header.columns.length;
    return header.columns.at(-1) === 'hash' && (cells.at(-1)?.length ?? 0) < this.#lastCellLength;
  }
}

/** As many cells as columns: empty ones for those that a row lacks, columns without a title for what it has beyond. */
function fitted(cells: readonly string[], header: CsvHeader): readonly [readonly string[], CsvHeader] {
  const lacking = header.columns.length - cells.length;
  if (lacking >= 0) return [lacking === 0 ? cells : [...cells, ...Array<string>(lacking).fill('')], header];
  const beyond = cells.slice(header.columns.length).map((_, index) => ({
    unknown: `(column ${header.columns.length + index + 1})`,
  }));
  return [cells, { ...header, columns: [...header.columns, ...beyond] }];
}

/** Where the columns were named on the command line, that is what has to change. */
function unreadable(options: ReadOptions, fault: NonNullable<CsvHeader['fault']>, line: number): CriskitError {
  const code = (options.columns?.size ?? 0) > 0 ? 'USAGE' : 'FORMAT_UNKNOWN';
  return new CriskitError(code, `${options.name} ${fault.message}`, { place: { line }, hint: fault.hint });
}
