import { algorithms, type Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { CategoryRecords, MediaRecord, RecordsOptions } from '../contract.ts';
import { attributesFromJson, mergeAttributes } from '../../core/attributes-json.ts';
import { algorithmCode, kindOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { deriveAsOf, importsInForce } from './derive-all.ts';
import { mediaInOpenConflict } from './lookup.ts';
import { toDigests } from './media.ts';
import { mergeRecords } from './merge-records.ts';
import { categoriesWhen } from './outcome-categories.ts';
import { segmentMembers } from './segments/category-contents.ts';
import { type Standing, standingNow } from './segments/standing.ts';

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
  noteMembers(connection);
  const source = options.asOfUtc === undefined ? now : sourceAsOf(connection, options.asOfUtc);
  const ordered = orderedIds(connection, source, options.orderBy);
  const rows = recordsOf(connection, source, ordered);
  const packed = segmentMembers(connection, category, standingAt(connection, options.asOfUtc), options.orderBy);
  const streams = ordered.length === 0 ? packed.streams : [rows, ...packed.streams];
  return { records: mergeRecords(streams, options.orderBy), total: ordered.length + packed.total, leftOut };
}

function standingAt(connection: Connection, asOfUtc: string | undefined): Standing {
  if (asOfUtc === undefined) return standingNow(connection);
  const imports = importsInForce(connection, asOfUtc);
  return { imports, categories: categoriesWhen(connection, imports) };
}

/** Where digests, and what is said of media, are read from. */
interface Source {
  /** A table or view with `media_id`, `algorithm` and `value` of the digests in force. */
  readonly digests: string;
  /** SQL: import `i` is in force. */
  readonly inForce: string;
}

const now: Source = {
  digests: '(SELECT media_id, algorithm, value FROM digest WHERE in_force = 1)',
  inForce: `i.state = 'in-force'`,
};

/**
 * A digest was in force where an import in force then, or a submission, stated it; of several values of one algorithm that one
 * counts which an import in force then brought in.
 */
function sourceAsOf(connection: Connection, atUtc: string): Source {
  connection.db.exec(`
    DROP TABLE IF EXISTS temp.standing_import; CREATE TEMP TABLE standing_import (import_id INTEGER PRIMARY KEY) STRICT;
    DROP TABLE IF EXISTS temp.standing_digest;
    CREATE TEMP TABLE standing_digest (media_id INTEGER, algorithm INTEGER, value BLOB, PRIMARY KEY (media_id, algorithm))
      STRICT, WITHOUT ROWID`);
  const imports = JSON.stringify([...importsInForce(connection, atUtc)]);
  connection.run('INSERT INTO temp.standing_import SELECT value FROM json_each(?)', imports);
  connection.run(
    `INSERT INTO temp.standing_digest SELECT media_id, algorithm, value FROM
       (SELECT d.media_id, d.algorithm, d.value, row_number() OVER (PARTITION BY d.media_id, d.algorithm
          ORDER BY (d.import_id IS NULL OR d.import_id IN (SELECT import_id FROM temp.standing_import)) DESC,
            d.in_force DESC, d.import_id, d.value) AS place
        FROM temp.exported_member e JOIN digest d USING (media_id)
        WHERE EXISTS (SELECT 1 FROM assertion a JOIN temp.standing_import USING (import_id)
                      WHERE a.media_id = d.media_id AND (a.stated & (1 << (d.algorithm - 1))) <> 0)
          OR EXISTS (SELECT 1 FROM submission_item t JOIN submission s USING (submission_id)
                     WHERE t.media_id = d.media_id AND s.prepared_at_utc <= ?
                       AND d.value = CASE d.algorithm WHEN 1 THEN t.md5 WHEN 2 THEN t.sha1 WHEN 3 THEN t.sha256 ELSE t.blake3 END))
     WHERE place = 1`,
    atUtc,
  );
  return { digests: 'temp.standing_digest', inForce: 'i.import_id IN (SELECT import_id FROM temp.standing_import)' };
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

/** Each media that is exported, with those that are one content with it. */
function noteMembers(connection: Connection): void {
  connection.db.exec(`
    DROP TABLE IF EXISTS temp.exported_member;
    CREATE TEMP TABLE exported_member (media_id INTEGER PRIMARY KEY, exported_id INTEGER NOT NULL) STRICT;
    INSERT INTO temp.exported_member SELECT media_id, media_id FROM temp.exported;
    INSERT INTO temp.exported_member SELECT m.media_id, m.canonical_id FROM media m
      WHERE m.canonical_id IS NOT NULL AND m.canonical_id IN (SELECT media_id FROM temp.exported);
    CREATE INDEX temp.exported_member_of ON exported_member (exported_id);`);
}

/** By the digest of that algorithm, then of the others in their order; a missing digest comes after every other. */
function orderedIds(connection: Connection, { digests }: Source, first: Algorithm): readonly number[] {
  const order = [first, ...algorithms.filter((algorithm) => algorithm !== first)].map(algorithmCode);
  const keys = order.map((code) => `min(CASE d.algorithm WHEN ${code} THEN d.value END) NULLS LAST`).join(', ');
  return connection
    .prepare(
      `SELECT e.exported_id FROM temp.exported_member e LEFT JOIN ${digests} d ON d.media_id = e.media_id
       GROUP BY e.exported_id ORDER BY ${keys}, e.exported_id`,
    )
    .pluck()
    .all() as number[];
}

async function* recordsOf(
  connection: Connection,
  source: Source,
  ids: readonly number[],
): AsyncGenerator<readonly MediaRecord[]> {
  for (let start = 0; start < ids.length; start += batchSize) {
    yield readBatch(connection, source, ids.slice(start, start + batchSize));
  }
}

/** One statement per kind of fact for the whole batch. */
function readBatch(connection: Connection, source: Source, ids: readonly number[]): readonly MediaRecord[] {
  const members = `temp.exported_member e JOIN json_each(?) j ON e.exported_id = j.value`;
  const list = JSON.stringify(ids);
  type Digest = { id: number; algorithm: number; value: Uint8Array };
  const digests = byId(
    connection.all<Digest>(
      `SELECT e.exported_id AS id, d.algorithm, d.value FROM ${members} JOIN ${source.digests} d ON d.media_id = e.media_id`,
      list,
    ),
  );
  type Media = { id: number; kind: number; size_bytes: number | null };
  const media = new Map(
    connection
      .all<Media>(
        'SELECT m.media_id AS id, m.kind, m.size_bytes FROM json_each(?) j JOIN media m ON m.media_id = j.value',
        list,
      )
      .map((row) => [row.id, row]),
  );
  type Stated = { id: number; attributes: string | null; file_name: string | null };
  const stated = byId(
    connection.all<Stated>(
      `SELECT e.exported_id AS id, a.attributes, a.file_name FROM ${members} JOIN assertion a ON a.media_id = e.media_id
         JOIN import i ON i.import_id = a.import_id
       WHERE ${source.inForce} AND (a.attributes IS NOT NULL OR a.file_name IS NOT NULL)
       ORDER BY a.import_id, a.ordinal`,
      list,
    ),
  );
  return ids.map((mediaId) => {
    const row = media.get(mediaId);
    if (row === undefined) throw new CriskitError('INTERNAL', `Media ${mediaId} is in a category and does not exist.`);
    return {
      mediaId,
      digests: toDigests(digests.get(mediaId) ?? []),
      kind: kindOfCode(row.kind),
      sizeBytes: row.size_bytes,
      attributes: attributesOf(stated.get(mediaId) ?? []),
    };
  });
}

function byId<T extends { readonly id: number }>(rows: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const map = new Map<number, T[]>();
  for (const row of rows) {
    const list = map.get(row.id);
    if (list === undefined) map.set(row.id, [row]);
    else list.push(row);
  }
  return map;
}

/** From the assertions in force, oldest first. */
function attributesOf(
  stated: readonly { readonly attributes: string | null; readonly file_name: string | null }[],
): MediaAttributes {
  if (stated.length === 0) return {};
  return mergeAttributes(
    stated.flatMap(({ attributes, file_name: name }) => [
      attributesFromJson(attributes) ?? {},
      ...(name === null ? [] : [{ names: [name] }]),
    ]),
  );
}
