import { algorithms, digestSizeBytes, isDigestOfNothing, type Algorithm, type Digest } from '../../core/digest.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { type PackedRecords, type UnpackedRecord, unpackRecords } from '../../core/packed-records.ts';
import type { HashSetImportOptions, SetRemovals } from '../contract.ts';
import { algorithmCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { DigestSorter } from './digest-sorter.ts';
import type { BuiltSegment } from './segments/segment-builder.ts';
import { SegmentStaging } from './segments/segment-staging.ts';
import { createStagedRecords, stageRecord, stageRemoval } from './staged-records.ts';

type Batch = PackedRecords | SetRemovals;

/**
 * A hash set, taken in before the database is locked: bounded memory, and other processes can write meanwhile. A large one becomes
 * sorted segments. Of a small one records that are nothing but one digest go, sorted in chunks, to a temporary table of raw
 * bytes; all others to one of JSON.
 */
export interface StagedHashSet {
  readonly records: number;
  /** Single digests that repeat one of the same chunk. */
  readonly repeats: number;
  readonly chunks: readonly StagedChunk[];
  /** Whether the file says of any content that it was taken out. */
  readonly takesOut: boolean;
  /** Of a large set: what will be kept as it is. */
  readonly segments: readonly BuiltSegment[];
}

/** Rows `from` to `to` of `temp.staged_digest`: distinct values of one algorithm in order. */
export interface StagedChunk {
  readonly from: number;
  readonly to: number;
}

/** Single digests are numbered by their line, all others from here on: no two records of an import share a number. */
const firstOtherNumber = 2 ** 40;

const chunkRecords = 1 << 16;
const rowsPerStatement = 1 << 16;

/** A set whose records are few but long is large, too. */
const mostWaitingBytes = 64 << 20;

export async function stageHashSet(
  connection: Connection,
  batches: AsyncIterable<Batch>,
  { signal, onSorted }: Pick<HashSetImportOptions, 'signal' | 'onSorted'>,
): Promise<StagedHashSet> {
  createTables(connection);
  const waiting: Batch[] = [];
  let [records, bytes] = [0, 0];
  let large: SegmentStaging | undefined;
  try {
    for await (const batch of batches) {
      throwIfInterrupted(signal);
      if (large !== undefined) {
        large.take(batch);
        continue;
      }
      waiting.push(batch);
      records += 'removals' in batch ? 0 : batch.count;
      bytes += 'removals' in batch ? 0 : batch.digests.length + batch.texts.length;
      if (records < connection.segmentFrom && bytes < mostWaitingBytes) continue;
      large = new SegmentStaging(connection);
      for (const earlier of waiting.splice(0)) large.take(earlier);
    }
    if (large === undefined) return stageSmall(connection, waiting);
    const { built, ...staged } = await large.finish(signal, onSorted);
    return { ...staged, segments: built, chunks: [], repeats: 0 };
  } finally {
    large?.close();
  }
}

function stageSmall(connection: Connection, batches: readonly Batch[]): StagedHashSet {
  const sorters = new Map<Algorithm, DigestSorter>();
  const chunks: StagedChunk[] = [];
  let [records, repeats, number] = [0, 0, firstOtherNumber];
  let takesOut = false;
  const drain = (algorithm: Algorithm, sorter: DigestSorter) => {
    const result = stageChunk(connection, algorithm, sorter);
    repeats += result.repeats;
    if (result.chunk !== undefined) chunks.push(result.chunk);
  };
  for (const batch of batches) {
    if ('removals' in batch) {
      takesOut = true;
      for (const removal of batch.removals) {
        number += 1;
        stageRemoval(connection, number, removal);
      }
      continue;
    }
    for (const record of unpackRecords(batch)) {
      records += 1;
      // Single digests are written first, all of them: those behind a removal must keep their place in the order.
      const only = takesOut ? undefined : onlyDigest(record);
      if (only === undefined) {
        number += 1;
        stageRecord(connection, number, record);
        continue;
      }
      const sorter = sorterFor(sorters, only.algorithm);
      sorter.add(only.value, only.line);
      if (sorter.isFull) drain(only.algorithm, sorter);
    }
  }
  for (const [algorithm, sorter] of sorters) drain(algorithm, sorter);
  return { records, repeats, chunks, takesOut, segments: [] };
}

export function dropStaging(connection: Connection): void {
  // The next import's blocks have the same numbers.
  connection.blocks.clear();
  connection.db.exec(`DROP TABLE IF EXISTS temp.staged_digest; DROP TABLE IF EXISTS temp.staged_record;
    DROP TABLE IF EXISTS temp.segment_block; DROP TABLE IF EXISTS temp.staged_unpacked;`);
}

function createTables(connection: Connection): void {
  dropStaging(connection);
  createStagedRecords(connection);
  connection.db.exec(`
    CREATE TEMP TABLE staged_digest (n INTEGER PRIMARY KEY, algorithm INTEGER, value BLOB, line INTEGER);
    CREATE TEMP TABLE segment_block (segment_id INTEGER, part INTEGER, number INTEGER, sha256 BLOB, body BLOB,
      PRIMARY KEY (segment_id, part, number));
    CREATE TEMP TABLE staged_unpacked (segment_id INTEGER, position INTEGER, entries INTEGER,
      PRIMARY KEY (segment_id, position)) WITHOUT ROWID;`);
}

/** The digest, where the record is one digest with a line number and nothing else. */
function onlyDigest(
  record: UnpackedRecord,
): { readonly algorithm: Algorithm; readonly value: Digest; readonly line: number } | undefined {
  const { digests, kind, sizeBytes, attributes, place } = record;
  if (kind !== 'unknown' || sizeBytes !== undefined || attributes !== undefined) return undefined;
  if (place.line === undefined || Object.keys(place).length > 1 || isDigestOfNothing(digests)) return undefined;
  const [algorithm, ...others] = algorithms.filter((one) => digests[one] !== undefined);
  const value = algorithm === undefined ? undefined : digests[algorithm];
  if (algorithm === undefined || value === undefined || others.length > 0) return undefined;
  return { algorithm, value, line: place.line };
}

function sorterFor(sorters: Map<Algorithm, DigestSorter>, algorithm: Algorithm): DigestSorter {
  let sorter = sorters.get(algorithm);
  if (sorter === undefined) {
    sorter = new DigestSorter(digestSizeBytes[algorithm], chunkRecords);
    sorters.set(algorithm, sorter);
  }
  return sorter;
}

/** SQLite cuts the raw values up itself: one statement takes in many rows. */
function stageChunk(connection: Connection, algorithm: Algorithm, sorter: DigestSorter) {
  const { sizeBytes, count, repeats, values, lines } = sorter.drain();
  if (count === 0) return { repeats, chunk: undefined };
  let to = 0;
  connection.db.transaction(() => {
    for (let start = 0; start < count; start += rowsPerStatement) {
      const end = Math.min(start + rowsPerStatement, count);
      to = connection.insert(
        `INSERT INTO temp.staged_digest (algorithm, value, line)
         SELECT ?1, substr(?2, key * ?3 + 1, ?3), value FROM json_each(?4)`,
        algorithmCode(algorithm),
        values.subarray(start * sizeBytes, end * sizeBytes),
        sizeBytes,
        JSON.stringify(Array.from(lines.subarray(start, end))),
      );
    }
  })();
  return { repeats, chunk: { from: to - count + 1, to } };
}
