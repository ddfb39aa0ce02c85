import { CriskitError } from '../core/errors.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import { saysNothing } from './carried.ts';
import type { HashSetBatch, HashSetRecord, ReadOptions, WriteOptions } from './contract.ts';
import { type CsvRow, CsvRows, quoteFault } from './csv-rows.ts';
import type { DigestFault } from './digest-text.ts';
import { headLines } from './head-lines.ts';
import { BatchInProgress, issueAt, type LineVerdict } from './line-verdicts.ts';
import { writeByLine } from './line-writing.ts';
import type { TextSource } from './text-bytes.ts';
import { readLines } from './text-lines.ts';

/**
 * What formats have in common whose files begin with one fixed heading (NSRL, HashKeeper, iLook): what their rows hold is
 * known by position.
 */

/** The cells of the first line of a file that holds anything, by its first bytes. */
export function cellsOfFirstLine(head: Uint8Array): readonly string[] {
  const line = headLines(head).find((text) => text.trim() !== '') ?? '';
  const row = new CsvRows(',').push(line, 1)[0];
  return row?.kind === 'row' ? row.cells : [];
}

/** What an attempt to read another file as one of these formats comes to. */
export function missingHeading(options: ReadOptions, line: number, heading: string): CriskitError {
  return new CriskitError('FORMAT_UNKNOWN', `${options.name} does not begin with the heading of this format.`, {
    place: { line },
    hint: `The first line must be ${heading}`,
  });
}

export function columnFault(found: number, expected: number): DigestFault {
  return { code: 'row-columns', message: `The row has ${found} cells and the heading ${expected}.` };
}

const sizeFault: DigestFault = {
  code: 'size',
  message: 'Something else than a number of bytes stands where the size of the file should.',
};

/** Undefined for an empty cell, which says nothing; a fault for one that is no size in bytes. */
export function parseSize(cell: string): number | undefined | DigestFault {
  const digits = cell.trim();
  if (digits === '') return undefined;
  return /^\d{1,15}$/.test(digits) ? Number(digits) : sizeFault;
}

/** Says what a row is, by its cells. */
export type CellJudge = (cells: readonly string[], line: number) => LineVerdict;

/** Verdicts on rows of comma-separated values that come line by line. */
export class CsvVerdicts {
  readonly #rows = new CsvRows(',');
  readonly #judge: CellJudge;

  constructor(judge: CellJudge) {
    this.#judge = judge;
  }

  /** True while a quoted field runs on: the next line belongs to it. */
  get isWithinRow(): boolean {
    return this.#rows.isOpen;
  }

  /** `text`: with its line end. */
  push(text: string, line: number): readonly LineVerdict[] {
    return this.#rows.push(text, line).map((row) => this.#verdict(row));
  }

  finish(): readonly LineVerdict[] {
    return this.#rows.finish().map((row) => this.#verdict(row));
  }

  #verdict(row: CsvRow): LineVerdict {
    if (row.kind === 'fault') return issueAt(row.line, quoteFault);
    return row.cells.length === 1 && row.cells[0]?.trim() === '' ? 'blank' : this.#judge(row.cells, row.line);
  }
}

/** Reads a file that is rows of comma-separated values from its first line to its last. */
export async function* readByRow(
  bytes: AsyncIterable<Uint8Array>,
  options: TextSource,
  judge: CellJudge,
): AsyncGenerator<HashSetBatch> {
  const verdicts = new CsvVerdicts(judge);
  for await (const block of readLines(bytes, options, { keepEnds: true })) {
    const batch = new BatchInProgress();
    for (const [index, text] of block.lines.entries()) {
      for (const verdict of verdicts.push(text, block.firstLine + index)) batch.add(verdict);
    }
    yield batch.finish();
  }
  const batch = new BatchInProgress();
  for (const verdict of verdicts.finish()) batch.add(verdict);
  yield batch.finish();
}

/** Path text is text: it stands in these files as it is. */
export function writeRows(
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  heading: string,
  rowOf: (record: HashSetRecord) => string,
): AsyncGenerator<Uint8Array> {
  const { pathText: _, ...asText } = options;
  return writeByLine(records, asText, rowOf, [heading]);
}

/** Undefined for a text that cannot stand on one line: with a line end, or with a NUL, at which peers end the line. */
export function oneLine(text: unknown): string | undefined {
  return typeof text === 'string' && !/[\0\r\n]/.test(text) ? text : undefined;
}

/**
 * A path as the folder and the name in it, parted at the last backslash. Where that would not come back as it was, all of
 * it is the name.
 */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const cut = path.lastIndexOf('\\');
  const folder = path.slice(0, cut + 1);
  const name = path.slice(cut + 1);
  return joinPath(folder.slice(0, -1), name) === path
    ? { folder: folder.slice(0, -1), name }
    : { folder: '', name: path };
}

/** The folder may stand with or without the backslash at its end. */
export function joinPath(folder: string, name: string): string {
  if (folder === '' || folder.endsWith('\\') || folder.endsWith('/')) return folder + name;
  return `${folder}\\${name}`;
}

/** Those of these names that are texts of one line and say something. */
export function oneLineMembers(members: ReadonlyMap<string, unknown>, names: readonly string[]): Map<string, string> {
  const kept = new Map<string, string>();
  for (const name of names) {
    const text = oneLine(members.get(name));
    if (text !== undefined && text !== '') kept.set(name, text);
  }
  return kept;
}

/** The record with these attributes and no others; those that say nothing are left out. */
export function withAttributes(
  record: HashSetRecord,
  attributes: { readonly [A in keyof MediaAttributes]: MediaAttributes[A] | undefined },
): HashSetRecord {
  const { attributes: _, ...bare } = record;
  const telling = Object.entries(attributes).filter(([, value]) => !saysNothing(value));
  return telling.length === 0 ? bare : { ...bare, attributes: Object.fromEntries(telling) };
}

/**
 * The longest row that a program reads whole, its line end aside: hfind 4.11 reads 511 bytes of a line, md5deep 4.4 reads
 * 2047, and both take what follows for a line of its own.
 */
export const longestRowBytes = { hfind: 509, md5deep: 2045 } as const;

/** The record with a row that peers can read: while it is too long, it loses these attributes one after the other. */
export function fitRow(
  record: HashSetRecord,
  rowOf: (record: HashSetRecord) => string,
  dispensable: readonly (keyof MediaAttributes)[],
  longestBytes: number,
): HashSetRecord {
  let fitting = record;
  for (const name of dispensable) {
    if (Buffer.byteLength(rowOf(fitting)) <= longestBytes) break;
    fitting = withAttributes(fitting, { ...fitting.attributes, [name]: undefined });
  }
  return fitting;
}
