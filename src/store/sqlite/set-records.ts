import { attributesFromJson } from '../../core/attributes-json.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { StoredSetRecord } from '../contract.ts';
import type { AssertionRow } from './assertion-rows.ts';
import { algorithmOfCode, isStated, kindOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { mediaInOpenConflict } from './lookup.ts';
import { toDigests } from './media.ts';
import { contentOfMedia, listSegments } from './segments/catalogue.ts';
import { recordsOfSegments } from './segments/set-contents.ts';

const pageSize = 4096;

type Row = AssertionRow & { readonly size_bytes: number | null; readonly canonical: number };
type DigestRow = { readonly media_id: number; readonly algorithm: number; readonly value: Uint8Array };

/** Rows in the order of media, then segments in theirs; a page at a time, so that others can use the connection in between. */
export async function* hashSetRecords(
  connection: Connection,
  importId: number,
): AsyncGenerator<readonly StoredSetRecord[]> {
  const segments = listSegments(connection);
  for (const segment of segments) segment.fixUnpacked();
  const inConflict = mediaInOpenConflict(connection);
  for (let after: readonly number[] = [0, 0]; ; ) {
    const rows = connection.all<Row>(
      `SELECT a.*, m.size_bytes, coalesce(m.canonical_id, m.media_id) AS canonical FROM assertion a JOIN media m USING (media_id)
       WHERE a.import_id = ?1 AND (a.media_id, a.import_id, a.ordinal) > (?2, ?1, ?3)
       ORDER BY a.media_id, a.import_id, a.ordinal LIMIT ${pageSize}`,
      importId,
      ...after,
    );
    const last = rows.at(-1);
    if (last === undefined) break;
    after = [last.media_id, last.ordinal];
    const digests = digestsOfPage(connection, rows);
    const members = membersOfPage(connection, rows);
    // What became rows meanwhile comes with the segments.
    const isNew = (row: Row) => contentOfMedia(segments, row.media_id) !== undefined;
    yield rows
      .filter((row) => !isNew(row))
      .map((row) => ({
        digests: toDigests(
          (digests.get(row.media_id) ?? []).filter(({ algorithm }) => isStated(row.stated, algorithmOfCode(algorithm))),
        ),
        kind: kindOfCode(row.kind),
        sizeBytes: row.size_bytes,
        ...attributesOf(row),
        isHeldBack: inConflict.has(row.canonical) || !members.has(row.canonical),
      }));
  }
  yield* recordsOfSegments(connection, segments, importId);
}

/** Of several values of one algorithm the one that the import brought in; otherwise the one in force. */
function digestsOfPage(connection: Connection, rows: readonly Row[]): ReadonlyMap<number, readonly DigestRow[]> {
  const broughtBy = JSON.stringify(
    Object.fromEntries(rows.map((row) => [row.media_id, row.from_import_id ?? row.import_id])),
  );
  const found = connection.all<DigestRow>(
    `SELECT d.media_id, d.algorithm, d.value FROM json_each(?) j CROSS JOIN digest d ON d.media_id = CAST(j.key AS INTEGER)
     ORDER BY d.media_id, d.algorithm, (d.import_id IS j.value), d.in_force, d.import_id DESC`,
    broughtBy,
  );
  return Map.groupBy(found, (row) => row.media_id);
}

/** Canonical ids of those that are in the category that the import files them in. */
function membersOfPage(connection: Connection, rows: readonly Row[]): ReadonlySet<number> {
  const ids = JSON.stringify(rows.map(({ canonical }) => canonical));
  const found = connection.all<{ id: number }>(
    'SELECT p.media_id AS id FROM json_each(?) j CROSS JOIN membership p ON p.category_id = ? AND p.media_id = j.value',
    ids,
    rows[0]?.category_id ?? 0,
  );
  return new Set(found.map(({ id }) => id));
}

/** The first name stands by itself where the record came with more. */
function attributesOf({ attributes: text, file_name: name }: Row): { readonly attributes?: MediaAttributes } {
  const attributes = attributesFromJson(text);
  if (name === null || attributes?.names?.includes(name) === true)
    return attributes === undefined ? {} : { attributes };
  return { attributes: { ...attributes, names: [name, ...(attributes?.names ?? [])] } };
}
