import { createHash } from 'node:crypto';
import { digestSizeBytes, type Algorithm, type Digests } from '../../../core/digest.ts';
import { CriskitError } from '../../../core/errors.ts';
import { algorithmsOfMask, unpackDigests } from '../../../core/packed-records.ts';
import { algorithmCode } from '../codes.ts';
import type { Connection } from '../connection.ts';
import {
  blockEntries,
  decodeDetails,
  detailPart,
  type Details,
  digestPart,
  directoryNumber,
  indexEntryBytes,
  indexPart,
  toWords,
} from './block-format.ts';
import { Bits } from './bits.ts';

/** An import that says what a segment holds. */
export interface SegmentUse {
  readonly importId: number;
  /** The version of the set before, where the import is a delta that left it as it was. */
  readonly fromImportId: number | null;
  readonly categoryId: number;
}

export interface SegmentRow {
  readonly segmentId: number;
  readonly mask: number;
  readonly entries: number;
  readonly contents: number;
  readonly firstMediaId: number;
  /** By import. */
  readonly uses: readonly SegmentUse[];
}

/** No part of its own in the database: the cache knows the words of the first algorithm's digests by it. */
const wordsPart = 30;

/** Whether the segment is in the database, or about to be. */
export type Schema = 'main' | 'temp';

/** A sorted list of contents, each with the same algorithms; read block by block, each checked against its SHA-256. */
export class Segment {
  readonly segmentId: number;
  readonly mask: number;
  readonly algorithms: readonly Algorithm[];
  /** The algorithm that entries are sorted by. */
  readonly first: Algorithm;
  readonly entries: number;
  /** Entries of one content stand together: these are the distinct ones. */
  readonly contents: number;
  /** Entry number `position` is media `firstMediaId + position`, where its content starts there. */
  readonly firstMediaId: number;
  readonly uses: readonly SegmentUse[];
  readonly #connection: Connection;
  readonly #schema: Schema;
  #unpacked: Bits | null | undefined;
  /** By part. */
  readonly #latest: ({ readonly number: number; readonly value: unknown } | undefined)[] = [];

  constructor(connection: Connection, schema: Schema, row: SegmentRow) {
    const algorithms = algorithmsOfMask(row.mask);
    this.#connection = connection;
    this.#schema = schema;
    this.segmentId = row.segmentId;
    this.mask = row.mask;
    this.algorithms = algorithms;
    this.first = algorithms[0] ?? 'md5';
    this.entries = row.entries;
    this.contents = row.contents;
    this.firstMediaId = row.firstMediaId;
    this.uses = row.uses;
  }

  get blocks(): number {
    return Math.ceil(this.entries / blockEntries);
  }

  entriesIn(block: number): number {
    return Math.min(blockEntries, this.entries - block * blockEntries);
  }

  /** Raw digests of the entries of a block, end to end. */
  digests(algorithm: Algorithm, block: number): Buffer {
    const part = digestPart(algorithmCode(algorithm));
    const bytes = this.entriesIn(block) * digestSizeBytes[algorithm];
    return this.#cached(part, block, bytes, () => this.#exactly(part, block, bytes));
  }

  /** The same, for those who go through all of them once. */
  digestsOnce(algorithm: Algorithm, block: number): Buffer {
    return this.#exactly(
      digestPart(algorithmCode(algorithm)),
      block,
      this.entriesIn(block) * digestSizeBytes[algorithm],
    );
  }

  details(block: number): Details {
    const count = this.entriesIn(block);
    return this.#cached(detailPart, block, count * 64, () => this.#decoded(block, count));
  }

  detailsOnce(block: number): Details {
    return this.#decoded(block, this.entriesIn(block));
  }

  /** The digests of a block as words, end to end: of the algorithm that entries are sorted by. */
  words(block: number): Uint32Array {
    const bytes = this.entriesIn(block) * digestSizeBytes[this.first];
    return this.#cached(wordsPart, block, bytes, () => this.wordsOnce(block));
  }

  wordsOnce(block: number): Uint32Array {
    return toWords(this.digestsOnce(this.first, block));
  }

  /** Entries of the index of another algorithm as words: two of the digest, one of the position. */
  index(algorithm: Algorithm, block: number): Uint32Array {
    const part = indexPart(algorithmCode(algorithm));
    return this.#cached(part, block, blockEntries * indexEntryBytes, () => this.indexOnce(algorithm, block));
  }

  indexOnce(algorithm: Algorithm, block: number): Uint32Array {
    return toWords(this.#read(indexPart(algorithmCode(algorithm)), block));
  }

  /** The first two words of the first key of each block, in the order of that algorithm. */
  directory(algorithm: Algorithm): Uint32Array {
    const code = algorithmCode(algorithm);
    const part = algorithm === this.first ? digestPart(code) : indexPart(code);
    return this.#cached(part, directoryNumber, this.blocks * 8, () => toWords(this.#read(part, directoryNumber)));
  }

  digestAt(algorithm: Algorithm, position: number): Buffer {
    const size = digestSizeBytes[algorithm];
    const at = (position % blockEntries) * size;
    return this.digests(algorithm, Math.floor(position / blockEntries)).subarray(at, at + size);
  }

  digestsAt(position: number): Digests {
    return unpackDigests(this.mask, Buffer.concat(this.algorithms.map((one) => this.digestAt(one, position))), 0);
  }

  /** Where the content that starts there ends. */
  endOf(start: number): number {
    const key = this.digestAt(this.first, start);
    let end = start + 1;
    while (end < this.entries && this.digestAt(this.first, end).equals(key)) end += 1;
    return end;
  }

  /** Whether one of the entries of the content that starts there has the digest. */
  hasDigest(algorithm: Algorithm, start: number, value: Buffer): boolean {
    if (this.digestAt(algorithm, start).equals(value)) return true;
    const end = algorithm === this.first ? start : this.endOf(start);
    for (let position = start + 1; position < end; position += 1) {
      if (this.digestAt(algorithm, position).equals(value)) return true;
    }
    return false;
  }

  /** True where the content that starts there has become rows. */
  isUnpacked(start: number): boolean {
    if (this.#unpacked === undefined) this.#unpacked = this.#readUnpacked();
    return this.#unpacked?.has(start) === true;
  }

  /** From here on it is read as it is now. */
  fixUnpacked(): void {
    this.isUnpacked(0);
  }

  /** Keeps what was read of it in step with what is written to `segment_unpacked`. */
  noteUnpacked(start: number): void {
    this.#unpacked ??= this.#readUnpacked() ?? new Bits(this.entries);
    this.#unpacked.add(start);
  }

  /** How many contents, and entries of them, have become rows. */
  get unpackedContents(): number {
    return this.#countUnpacked().contents;
  }

  get unpackedEntries(): number {
    return this.#countUnpacked().entries;
  }

  #countUnpacked(): { readonly contents: number; readonly entries: number } {
    const sql =
      'SELECT count(*) AS contents, coalesce(sum(entries), 0) AS entries FROM segment_unpacked WHERE segment_id = ?';
    return this.#connection.get(sql, this.segmentId) ?? { contents: 0, entries: 0 };
  }

  /** Null where there is none. */
  #readUnpacked(): Bits | null {
    if (this.#schema === 'temp') return null;
    const starts = this.#connection
      .prepare('SELECT position FROM segment_unpacked WHERE segment_id = ?')
      .pluck()
      .all(this.segmentId) as number[];
    if (starts.length === 0) return null;
    const bits = new Bits(this.entries);
    for (const start of starts) bits.add(start);
    return bits;
  }

  #cached<T>(part: number, number: number, bytes: number, read: () => T): T {
    // Mostly the block that was asked for last is asked for again.
    const latest = this.#latest[part];
    if (latest?.number === number) return latest.value as T;
    const value = this.#connection.blocks.get(`${this.#schema} ${this.segmentId} ${part} ${number}`, bytes, read);
    this.#latest[part] = { number, value };
    return value;
  }

  #decoded(block: number, count: number): Details {
    const body = this.#read(detailPart, block);
    try {
      return decodeDetails(body, count);
    } catch (error) {
      throw this.#damaged(error);
    }
  }

  #exactly(part: number, number: number, bytes: number): Buffer {
    const body = this.#read(part, number);
    if (body.length !== bytes) throw this.#damaged(undefined);
    return body;
  }

  #read(part: number, number: number): Buffer {
    const row = this.#connection.get<{ sha256: Buffer; body: Buffer }>(
      `SELECT sha256, body FROM ${this.#schema}.segment_block WHERE segment_id = ? AND part = ? AND number = ?`,
      this.segmentId,
      part,
      number,
    );
    if (row === undefined || !createHash('sha256').update(row.body).digest().equals(row.sha256)) {
      throw this.#damaged(undefined);
    }
    return row.body;
  }

  #damaged(cause: unknown): CriskitError {
    const { path } = this.#connection;
    return new CriskitError('DATABASE_DAMAGED', `A block of segment ${this.segmentId} in ${path} was changed.`, {
      path,
      hint: 'Restore the last backup with `criskit db restore`.',
      cause,
    });
  }
}
