import { algorithms, type Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { CategoryRecords, MediaRecord, RecordsOptions } from '../contract.ts';
import { attributesFromJson, mergeAttributes } from './attributes-json.ts';
import { algorithmCode, kindOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { deriveAsOf } from './derive-all.ts';
import { mediaInOpenConflict } from './lookup.ts';
import { toDigests } from './media.ts';
import { groupIds } from './refresh.ts';

const batchSize = 4096;

/**
 * The media of a category in total order: by the value of one algorithm, then of the others. The list of what belongs
 * to it is fixed at the call; a media that an open conflict holds is left out and counted.
 */
export function readCategory(connection: Connection, categoryId: string, options: RecordsOptions): CategoryRecords {
  const category = connection.categoryNumber(categoryId);
  connection.db.exec(
    'DROP TABLE IF EXISTS temp.exported; CREATE TEMP TABLE exported (media_id INTEGER PRIMARY KEY) STRICT',
  );
  if (options.asOfUtc === undefined) {
    connection.run('INSERT INTO temp.exported SELECT media_id FROM membership WHERE category_id = ?', category);
  } else {
    for (const { mediaId, derivation } of deriveAsOf(connection, options.asOfUtc)) {
      if (derivation.memberships.some((membership) => membership.categoryId === category)) {
        connection.run('INSERT INTO temp.exported VALUES (?)', mediaId);
      }
    }
  }
  let leftOut = 0;
  for (const id of options.asOfUtc === undefined
    ? mediaInOpenConflict(connection)
    : conflictedAsOf(connection, options.asOfUtc)) {
    leftOut += connection.run('DELETE FROM temp.exported WHERE media_id = ?', id);
  }
  const ordered = orderedIds(connection, options.orderBy);
  return { records: recordsOf(connection, ordered), total: ordered.length, leftOut };
}

/** Media that a conflict kept out of exports at that moment. */
function conflictedAsOf(connection: Connection, atUtc: string): ReadonlySet<number> {
  const rows = connection.all<{ id: number }>(
    `SELECT coalesce(m.canonical_id, m.media_id) AS id FROM conflict c JOIN media m ON m.media_id IN (c.media_id, c.other_media_id)
     WHERE c.raised_at_utc <= ?1 AND (c.settled_at_utc IS NULL OR c.settled_at_utc > ?1)
       AND (c.withdrawn_at_utc IS NULL OR c.withdrawn_at_utc > ?1)`,
    atUtc,
  );
  return new Set(rows.map((row) => row.id));
}

/** By the digest of that algorithm, then of the others in their order; a missing digest comes after every other. */
function orderedIds(connection: Connection, first: Algorithm): readonly number[] {
  const order = [first, ...algorithms.filter((algorithm) => algorithm !== first)];
  const isLinked = connection.get('SELECT 1 FROM media WHERE canonical_id IS NOT NULL LIMIT 1') !== undefined;
  const group = isLinked
    ? 'SELECT media_id FROM media WHERE media_id = e.media_id OR canonical_id = e.media_id'
    : 'SELECT e.media_id';
  const value = (algorithm: Algorithm) =>
    `(SELECT min(value) FROM digest d WHERE d.media_id IN (${group}) AND d.algorithm = ${algorithmCode(algorithm)} AND d.in_force = 1)`;
  const keys = order.map((algorithm) => `${value(algorithm)} NULLS LAST`).join(', ');
  const rows = connection.db
    .prepare(`SELECT e.media_id FROM temp.exported e ORDER BY ${keys}, e.media_id`)
    .pluck()
    .all();
  return rows as number[];
}

async function* recordsOf(connection: Connection, ids: readonly number[]): AsyncGenerator<readonly MediaRecord[]> {
  for (let start = 0; start < ids.length; start += batchSize) {
    yield ids.slice(start, start + batchSize).map((id) => recordOf(connection, id));
  }
}

function recordOf(connection: Connection, mediaId: number): MediaRecord {
  const group = groupIds(connection, mediaId);
  type Row = { kind: number; size_bytes: number | null };
  const media = connection.get<Row>('SELECT kind, size_bytes FROM media WHERE media_id = ?', mediaId);
  if (media === undefined) throw new CriskitError('INTERNAL', `Media ${mediaId} is in a category and does not exist.`);
  const digests = toDigests(
    group.flatMap((id) =>
      connection.all<{ algorithm: number; value: Uint8Array }>(
        'SELECT algorithm, value FROM digest WHERE media_id = ? AND in_force = 1',
        id,
      ),
    ),
  );
  const kind = kindOfCode(media.kind);
  return { mediaId, digests, kind, sizeBytes: media.size_bytes, attributes: attributesOf(connection, group) };
}

/** From the assertions in force, oldest first; file names are those of the documents and of the submissions. */
function attributesOf(connection: Connection, group: readonly number[]) {
  type Row = { attributes: string | null; file_name: string | null };
  const stated = group.flatMap((id) =>
    connection.all<Row>(
      `SELECT a.attributes, a.file_name FROM assertion a JOIN import i USING (import_id)
       WHERE a.media_id = ? AND i.state = 'in-force' AND (a.attributes IS NOT NULL OR a.file_name IS NOT NULL)
       ORDER BY a.import_id, a.ordinal`,
      id,
    ),
  );
  return mergeAttributes(
    stated.flatMap(({ attributes, file_name: name }) => [
      attributesFromJson(attributes) ?? {},
      ...(name === null ? [] : [{ names: [name] }]),
    ]),
  );
}
