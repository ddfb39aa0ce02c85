import { algorithms, digestSizeBytes, isDigestOfNothing, type Algorithm } from '../../core/digest.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import type { NewAssertion, SetRemovals } from '../contract.ts';
import { attributesFromJson, attributesToJson } from '../../core/attributes-json.ts';
import { algorithmCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { DigestSorter } from './digest-sorter.ts';

/**
 * Takes a hash set in before the database is locked: records that are nothing but one digest go, sorted in chunks, to a
 * temporary table of raw bytes; all others to one of JSON. Bounded memory, and other processes can write meanwhile.
 */
export interface StagedHashSet {
  readonly records: number;
  /** Single digests that repeat one of the same chunk. */
  readonly repeats: number;
  readonly chunks: readonly StagedChunk[];
  /** Whether the file says of any content that it was taken out. */
  readonly takesOut: boolean;
}

/** What is no single digest, in the order of the file. */
export type StagedOther =
  | { readonly ordinal: number; readonly assertion: NewAssertion }
  | { readonly removal: SetRemovals['removals'][number] };

/** Rows `from` to `to` of `temp.staged_digest`: distinct values of one algorithm in order. */
export interface StagedChunk {
  readonly from: number;
  readonly to: number;
}

/** Single digests are numbered by their line, all others from here on: no two records of an import share a number. */
const firstOtherOrdinal = 2 ** 40;

const chunkRecords = 1 << 20;
const rowsPerStatement = 1 << 16;

export async function stageHashSet(
  connection: Connection,
  batches: AsyncIterable<readonly NewAssertion[] | SetRemovals>,
  signal: AbortSignal | undefined,
): Promise<StagedHashSet> {
  createTables(connection);
  const sorters = new Map<Algorithm, DigestSorter>();
  const chunks: StagedChunk[] = [];
  let records = 0;
  let repeats = 0;
  let takesOut = false;
  const drain = (algorithm: Algorithm, sorter: DigestSorter) => {
    const result = stageChunk(connection, algorithm, sorter);
    repeats += result.repeats;
    if (result.chunk !== undefined) chunks.push(result.chunk);
  };
  for await (const batch of batches) {
    throwIfInterrupted(signal);
    if ('removals' in batch) {
      takesOut = true;
      for (const removal of batch.removals) stageRemoval(connection, removal);
      continue;
    }
    for (const assertion of batch) {
      records += 1;
      // Single digests are written first, all of them: those behind a removal must keep their place in the order.
      const only = takesOut ? undefined : onlyDigest(assertion);
      if (only === undefined) {
        stageOther(connection, assertion);
        continue;
      }
      const sorter = sorterFor(sorters, only);
      sorter.add(assertion.digests[only] ?? never(), assertion.place.line ?? 0);
      if (sorter.isFull) drain(only, sorter);
    }
  }
  for (const [algorithm, sorter] of sorters) drain(algorithm, sorter);
  return { records, repeats, chunks, takesOut };
}

/** The staged records that are more than one digest, and what takes contents out, in order. */
export function* stagedOthers(connection: Connection): Generator<StagedOther> {
  type Row = { n: number; is_removal: number; body: string; attributes: string | null };
  const batchSize = 4096;
  const page = connection.db.prepare(
    `SELECT n, is_removal, body, attributes FROM temp.staged_record WHERE n > ? ORDER BY n LIMIT ${batchSize}`,
  );
  for (let after = 0; ; ) {
    const found = page.all(after) as Row[];
    if (found.length === 0) return;
    for (const row of found) yield stagedOther(row);
    after = found.at(-1)?.n ?? after;
  }
}

function stagedOther(row: {
  readonly n: number;
  readonly is_removal: number;
  readonly body: string;
  readonly attributes: string | null;
}): StagedOther {
  if (row.is_removal === 1) return { removal: JSON.parse(row.body) as SetRemovals['removals'][number] };
  const attributes = attributesFromJson(row.attributes);
  const assertion = JSON.parse(row.body) as NewAssertion;
  const ordinal = firstOtherOrdinal + row.n;
  return { ordinal, assertion: attributes === undefined ? assertion : { ...assertion, attributes } };
}

export function dropStaging(connection: Connection): void {
  connection.db.exec('DROP TABLE IF EXISTS temp.staged_digest; DROP TABLE IF EXISTS temp.staged_record;');
}

function createTables(connection: Connection): void {
  dropStaging(connection);
  connection.db.exec(`
    CREATE TEMP TABLE staged_digest (n INTEGER PRIMARY KEY, algorithm INTEGER, value BLOB, line INTEGER);
    CREATE TEMP TABLE staged_record (n INTEGER PRIMARY KEY, is_removal INTEGER, body TEXT, attributes TEXT);`);
}

/** The algorithm, where the record is one digest with a line number and nothing else. */
function onlyDigest(assertion: NewAssertion): Algorithm | undefined {
  const { digests, kind, sizeBytes, fileName, attributes, place } = assertion;
  if (kind !== 'unknown' || sizeBytes !== undefined || fileName !== undefined || attributes !== undefined)
    return undefined;
  if (place.line === undefined || place.sheet !== undefined || place.column !== undefined) return undefined;
  let only: Algorithm | undefined;
  for (const algorithm of algorithms) {
    if (digests[algorithm] === undefined) continue;
    if (only !== undefined) return undefined;
    only = algorithm;
  }
  return isDigestOfNothing(digests) ? undefined : only;
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

function stageOther(connection: Connection, assertion: NewAssertion): void {
  const { attributes, ...body } = assertion;
  connection.run(
    'INSERT INTO temp.staged_record (is_removal, body, attributes) VALUES (0, ?, ?)',
    JSON.stringify(body),
    attributesToJson(attributes),
  );
}

function stageRemoval(connection: Connection, { digests, place }: SetRemovals['removals'][number]): void {
  const body = JSON.stringify({ digests, place });
  connection.run('INSERT INTO temp.staged_record (is_removal, body) VALUES (1, ?)', body);
}

function never(): never {
  throw new RangeError('A record without its digest.');
}
