import type { Algorithm, Digest } from '../../core/digest.ts';
import type { CategoryMembership, DigestQuery, LookupAnswer } from '../contract.ts';
import { algorithmCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { groupOfMedia } from './media.ts';

/**
 * One answer per query, in order. The whole batch goes through each table in the order of its key, so that every page is
 * read once: three times as fast as one query after the other on a database larger than its cache.
 */
export function answerQueries(connection: Connection, queries: readonly DigestQuery[]): readonly LookupAnswer[] {
  const contents = findContents(connection, queries);
  const found = [...new Set([...contents.values()].flatMap((byValue) => [...byValue.values()].flat()))];
  const membershipsOf = findMemberships(
    connection,
    found.toSorted((a, b) => a - b),
  );
  const inConflict = mediaInOpenConflict(connection);
  const asserted = connection
    .prepare(
      `SELECT 1 FROM assertion a JOIN import i USING (import_id)
       WHERE i.state = 'in-force' AND a.media_id IN (${groupOfMedia}) LIMIT 1`,
    )
    .pluck();
  return queries.map(({ algorithm, value }) => {
    const mediaIds = contents.get(algorithm)?.get(value);
    if (mediaIds === undefined) return nothingKnown;
    const categories = membershipsOf(mediaIds);
    return {
      known: categories.length > 0 || mediaIds.some((id) => asserted.get({ 1: id }) !== undefined),
      categories,
      inConflict: inConflict.size > 0 && mediaIds.some((id) => inConflict.has(id)),
      ambiguous: mediaIds.length > 1,
      mediaIds,
    };
  });
}

export function answerQuery(connection: Connection, query: DigestQuery): LookupAnswer {
  return answerQueries(connection, [query])[0] ?? nothingKnown;
}

/** Canonical ids of the contents that have a digest in force, lowest first; digests that have none are absent. */
function findContents(
  connection: Connection,
  queries: readonly DigestQuery[],
): ReadonlyMap<Algorithm, ReadonlyMap<Digest, readonly number[]>> {
  const canonical = new Map(
    readPairs(connection, 'SELECT media_id, canonical_id FROM media WHERE canonical_id IS NOT NULL'),
  );
  const contents = new Map<Algorithm, Map<Digest, readonly number[]>>();
  for (const algorithm of new Set(queries.map((query) => query.algorithm))) {
    const asked = queries.filter((query) => query.algorithm === algorithm).map(({ value }) => value);
    const values = [...new Set(asked)].toSorted();
    const byValue = new Map<Digest, readonly number[]>();
    for (const [key, mediaId] of readPairs(
      connection,
      `SELECT j.key, d.media_id FROM json_each(?) j
       CROSS JOIN digest d ON d.algorithm = ? AND d.value = unhex(j.value) AND d.in_force = 1`,
      JSON.stringify(values),
      algorithmCode(algorithm),
    )) {
      const value = values[key] as Digest;
      byValue.set(value, withId(byValue.get(value) ?? [], canonical.get(mediaId) ?? mediaId));
    }
    contents.set(algorithm, byValue);
  }
  return contents;
}

function withId(ids: readonly number[], id: number): readonly number[] {
  return ids.includes(id) ? ids : [...ids, id].toSorted((a, b) => a - b);
}

/** The categories that any of some contents is in, each with the first import that put one there. */
function findMemberships(
  connection: Connection,
  mediaIds: readonly number[],
): (ofMedia: readonly number[]) => readonly CategoryMembership[] {
  const list = JSON.stringify(mediaIds);
  const importedAt = connection.prepare('SELECT imported_at_utc FROM import WHERE import_id = ?').pluck();
  const moments = new Map<number, string>();
  const momentOf = (importId: number): string => {
    const known = moments.get(importId) ?? String(importedAt.get(importId));
    moments.set(importId, known);
    return known;
  };
  const members = [...connection.categories()].map(([number, { name, kind }]) => {
    const pairs = readPairs(
      connection,
      `SELECT j.value, p.import_id FROM json_each(?) j
       CROSS JOIN membership p ON p.category_id = ? AND p.media_id = j.value`,
      list,
      number,
    );
    return { name, kind, importOf: new Map(pairs) };
  });
  return (ofMedia) =>
    members.flatMap(({ name, kind, importOf }) => {
      const imports = ofMedia.map((id) => importOf.get(id)).filter((id) => id !== undefined);
      if (imports.length === 0) return [];
      const importId = Math.min(...imports);
      return [{ categoryId: name, kind, importId, sinceUtc: momentOf(importId) }];
    });
}

function readPairs(connection: Connection, sql: string, ...parameters: unknown[]): [number, number][] {
  return connection
    .prepare(sql)
    .raw()
    .all(...parameters) as [number, number][];
}

const nothingKnown: LookupAnswer = { known: false, categories: [], inConflict: false, ambiguous: false, mediaIds: [] };

/** Canonical ids of all media that an open conflict keeps out of exports. */
export function mediaInOpenConflict(connection: Connection): ReadonlySet<number> {
  const rows = connection.all<{ id: number }>(
    `SELECT coalesce(m.canonical_id, m.media_id) AS id FROM conflict c JOIN media m ON m.media_id IN (c.media_id, c.other_media_id)
     WHERE c.state = 'open'`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The numbers of the cases whose submissions or reports (in force) hold any of these media. */
export function casesOfMedia(connection: Connection, mediaIds: readonly number[]): readonly string[] {
  const found = new Set<string>();
  for (const id of mediaIds) {
    const rows = connection.all<{ case_number: string }>(
      `SELECT c.case_number FROM submission_item s JOIN submission USING (submission_id) JOIN lab_case c USING (case_id)
         WHERE s.media_id IN (${groupOfMedia})
       UNION
       SELECT c.case_number FROM assertion a JOIN import i USING (import_id) JOIN lab_case c USING (case_id)
         WHERE i.state = 'in-force' AND a.media_id IN (${groupOfMedia})`,
      id,
    );
    for (const row of rows) found.add(row.case_number);
  }
  return [...found].toSorted();
}
