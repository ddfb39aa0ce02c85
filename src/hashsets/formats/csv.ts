import { attributeNames } from '../../core/media-attributes.ts';
import { CriskitError } from '../../core/errors.ts';
import type { HashSetBatch, HashSetFormat, ReadOptions } from '../contract.ts';
import { csvColumns, type CsvHeader, formatHeader, parseHeader } from '../csv-columns.ts';
import { formatRow, judgeRow } from '../csv-records.ts';
import { type CsvRow, CsvRows } from '../csv-rows.ts';
import { algorithmOf64 } from '../digest-text.ts';
import { headLines } from '../head-lines.ts';
import { BatchInProgress, isComment, issueAt, type LineVerdict } from '../line-verdicts.ts';
import { writeByLine } from '../line-writing.ts';
import { readLines } from '../text-lines.ts';

/**
 * Comma-separated values with a heading, RFC 4180: criskit's own full form, and the tables of other programs, whose
 * columns are found by their headings in any order.
 */
export const csv = {
  id: 'csv',
  title: 'CSV with a heading line',
  extension: '.csv',
  algorithms: ['md5', 'sha1', 'sha256', 'blake3'],
  carries: ['sizeBytes', 'kind', ...attributeNames],

  recognise(head) {
    const header = findHeader(headLines(head));
    if (header === undefined) return undefined;
    const own =
      header.columns.length === csvColumns.length && header.columns.every((column) => typeof column === 'string');
    return own
      ? { confidence: 1, reason: "criskit's own heading" }
      : { confidence: 0.5, reason: 'a heading that names a column of digests' };
  },

  async *read(bytes, options) {
    const reader = new CsvReader(options);
    for await (const block of readLines(bytes, options, { keepEnds: true })) {
      for (const [index, text] of block.lines.entries()) reader.push(text, block.firstLine + index);
      yield reader.takeBatch();
    }
    yield reader.finish();
  },

  write(records, options) {
    // Path text is text: it stands in a CSV file as it is.
    const { pathText: _, ...asText } = options;
    return writeByLine(records, asText, (record) => formatRow(record, options), [formatHeader()]);
  },
} as const satisfies HashSetFormat;

/** `sep=;`: what Excel takes for the delimiter. */
const separatorLine = /^"?sep=(.)"?[\r\n]*$/i;

/** Undefined also for a single bare column, which is a plain list. */
function findHeader(lines: readonly string[]): CsvHeader | undefined {
  const content = lines.filter((line) => line.trim() !== '' && !isComment(line.trimStart()));
  const separator = separatorLine.exec(content[0] ?? '')?.[1];
  const line = content[separator === undefined ? 0 : 1] ?? '';
  const header = parseHeader(line, separator);
  return header !== undefined && header.columns.length === 1 && !line.includes('"') ? undefined : header;
}

/** Reads one file, line by line. */
class CsvReader {
  readonly #options: ReadOptions;
  #batch = new BatchInProgress();
  #separator: string | undefined;
  #header: CsvHeader | undefined;
  #rows: CsvRows | undefined;

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  push(text: string, line: number): void {
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
    this.#header = parseHeader(text, this.#separator);
    if (this.#header === undefined) throw noHeader(this.#options.name, line);
    this.#rows = new CsvRows(this.#header.delimiter);
    return 'heading';
  }

  #judge(row: CsvRow): LineVerdict {
    if (row.kind === 'fault' || this.#header === undefined) return issueAt(row.line, quoteFault);
    return judgeRow(row.cells, row.line, this.#header, algorithmOf64(this.#options.algorithm));
  }
}

const quoteFault = {
  code: 'csv-quote',
  message: 'The quotation marks of this line make no sense: one is not closed, or stands within a field.',
};

function noHeader(name: string, line: number): CriskitError {
  return new CriskitError('FORMAT_UNKNOWN', `${name} has no heading that names a column of digests, each once.`, {
    place: { line },
    hint: 'The first line must name the columns, such as md5,sha1,path.',
  });
}
