import type { CategoryMembership, DigestQuery, LookupAnswer } from '../contract.ts';
import { algorithmCode, digestToBlob } from './codes.ts';
import type { Connection } from './connection.ts';
import { groupOfMedia } from './media.ts';

/** Answers digests one by one; what all of them need is read once. */
export function createLookup(connection: Connection): (query: DigestQuery) => LookupAnswer {
  const contentsOf = contentFinder(connection);
  const membership = connection
    .prepare('SELECT import_id FROM membership WHERE category_id = ? AND media_id = ?')
    .pluck();
  const importedAt = connection.prepare('SELECT imported_at_utc FROM import WHERE import_id = ?').pluck();
  const asserted = connection
    .prepare(
      `SELECT 1 FROM assertion a JOIN import i USING (import_id)
       WHERE i.state = 'in-force' AND a.media_id IN (${groupOfMedia}) LIMIT 1`,
    )
    .pluck();
  const categories = [...connection.categories()];
  const inConflict = mediaInOpenConflict(connection);
  const moments = new Map<number, string>();

  const momentOf = (importId: number): string => {
    const known = moments.get(importId) ?? String(importedAt.get(importId));
    moments.set(importId, known);
    return known;
  };
  const membershipsOf = (mediaIds: readonly number[]): readonly CategoryMembership[] =>
    categories.flatMap(([number, { name, kind }]) => {
      const imports = mediaIds
        .map((id) => membership.get(number, id) as number | undefined)
        .filter((id) => id !== undefined);
      if (imports.length === 0) return [];
      const importId = Math.min(...imports);
      return [{ categoryId: name, kind, importId, sinceUtc: momentOf(importId) }];
    });

  return (query) => {
    const mediaIds = contentsOf(query);
    if (mediaIds.length === 0) return nothingKnown;
    const memberships = membershipsOf(mediaIds);
    return {
      known: memberships.length > 0 || mediaIds.some((id) => asserted.get({ 1: id }) !== undefined),
      categories: memberships,
      inConflict: inConflict.size > 0 && mediaIds.some((id) => inConflict.has(id)),
      ambiguous: mediaIds.length > 1,
      mediaIds,
    };
  };
}

/** Canonical ids of the contents that have a digest in force, lowest first. */
function contentFinder(connection: Connection): (query: DigestQuery) => readonly number[] {
  const found = connection
    .prepare('SELECT media_id FROM digest WHERE algorithm = ? AND value = ? AND in_force = 1 ORDER BY media_id')
    .pluck();
  const canonical = new Map(
    (
      connection.prepare('SELECT media_id, canonical_id FROM media WHERE canonical_id IS NOT NULL').raw().all() as [
        number,
        number,
      ][]
    ).values(),
  );
  return ({ algorithm, value }) => {
    const ids = found.all(algorithmCode(algorithm), digestToBlob(value)) as number[];
    if (ids.length === 0 || canonical.size === 0) return ids;
    return [...new Set(ids.map((id) => canonical.get(id) ?? id))].toSorted((a, b) => a - b);
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
