import type { CategoryMembership, DigestQuery, LookupAnswer } from '../contract.ts';
import { algorithmCode, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';
import { groupOfMedia } from './media.ts';

/** Answers digests one by one; what all of them need is read once. */
export function createLookup(connection: Connection): (query: DigestQuery) => LookupAnswer {
  const contents = connection.db
    .prepare(
      `SELECT DISTINCT coalesce(m.canonical_id, m.media_id) FROM digest d JOIN media m USING (media_id)
       WHERE d.algorithm = ? AND d.value = ? AND d.in_force = 1 ORDER BY 1`,
    )
    .pluck();
  const membership = connection.db.prepare(
    `SELECT p.import_id, i.imported_at_utc FROM membership p JOIN import i USING (import_id)
     WHERE p.category_id = ? AND p.media_id = ?`,
  );
  const asserted = connection.db
    .prepare(
      `SELECT 1 FROM assertion a JOIN import i USING (import_id)
       WHERE i.state = 'in-force' AND a.media_id IN (${groupOfMedia}) LIMIT 1`,
    )
    .pluck();
  const categories = [...connection.categories()];
  const inConflict = mediaInOpenConflict(connection);

  const membershipsOf = (mediaIds: readonly number[]): readonly CategoryMembership[] =>
    categories.flatMap(([number, { name, kind }]) => {
      const rows = mediaIds
        .map((id) => membership.get(number, id) as { import_id: number; imported_at_utc: string } | undefined)
        .filter((row) => row !== undefined);
      const first = rows.toSorted((a, b) => a.import_id - b.import_id)[0];
      if (first === undefined) return [];
      return [{ categoryId: name, kind, importId: first.import_id, sinceUtc: first.imported_at_utc }];
    });

  return ({ algorithm, value }) => {
    const mediaIds = contents.all(algorithmCode(algorithm), digestToBlob(value)) as number[];
    if (mediaIds.length === 0) return nothingKnown;
    const memberships = membershipsOf(mediaIds);
    return {
      known: memberships.length > 0 || mediaIds.some((id) => asserted.get({ 1: id }) !== undefined),
      categories: memberships,
      inConflict: mediaIds.some((id) => inConflict.has(id)),
      ambiguous: mediaIds.length > 1,
      mediaIds,
    };
  };
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
