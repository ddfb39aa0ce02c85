import type { Algorithm } from '../../core/digest.ts';
import type { CategoryMembership, DigestQuery, LookupAnswer } from '../contract.ts';
import { algorithmCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { groupOfMedia } from './media.ts';
import type { RowFilter } from './row-filter.ts';
import { contentOfMedia, listSegments } from './segments/catalogue.ts';
import { answerFromSegments } from './segments/answers.ts';

/**
 * One answer per query, in order. The whole batch goes through each table in one statement and in the order of its key:
 * a call of SQLite costs several times what a row in it does, and so each page is read once.
 */
export function answerQueries(
  connection: Connection,
  queries: readonly DigestQuery[],
  filter?: RowFilter,
): readonly LookupAnswer[] {
  return connection.atOneMoment(() => {
    const answers = answerFromSegments(connection, queries);
    const left = queries.filter((_, index) => answers[index] === undefined);
    const others = filter === undefined ? left : left.filter(filter.mayHave(left));
    const found = answerFromRows(connection, others);
    let next = 0;
    return answers.map((answer, index) => {
      if (answer !== undefined) return answer;
      if (others[next] !== queries[index]) return nothingKnown;
      next += 1;
      return found[next - 1] ?? nothingKnown;
    });
  });
}

function answerFromRows(connection: Connection, queries: readonly DigestQuery[]): readonly LookupAnswer[] {
  if (queries.length === 0 || connection.get('SELECT 1 FROM digest LIMIT 1') === undefined) return [];
  const contents = findContents(connection, queries);
  const categoriesOf = findCategories(connection, contents);
  const inConflict = mediaInOpenConflict(connection);
  const asserted = connection
    .prepare(
      `SELECT 1 FROM assertion a JOIN import i USING (import_id)
       WHERE i.state = 'in-force' AND a.media_id IN (${groupOfMedia}) LIMIT 1`,
    )
    .pluck();
  return contents.map((mediaIds) => {
    if (mediaIds.length === 0) return nothingKnown;
    const categories = categoriesOf(mediaIds);
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

const noContent: readonly number[] = [];

/** For each query the canonical ids of the contents that have the digest in force, lowest first. */
function findContents(connection: Connection, queries: readonly DigestQuery[]): readonly (readonly number[])[] {
  const canonical = toMap(
    readPairs(connection, 'SELECT media_id AS a, canonical_id AS b FROM media WHERE canonical_id IS NOT NULL'),
  );
  const contents: (readonly number[])[] = Array.from(queries, () => noContent);
  for (const algorithm of new Set(queries.map((query) => query.algorithm))) {
    const order = inKeyOrder(queries, algorithm);
    const values = Array.from(order, (index) => queries[index]?.value);
    const { first: places, second: mediaIds } = readPairs(
      connection,
      `SELECT j.key AS a, d.media_id AS b FROM json_each(?) j
       CROSS JOIN digest d ON d.algorithm = ? AND d.value = unhex(j.value) AND d.in_force = 1`,
      JSON.stringify(values),
      algorithmCode(algorithm),
    );
    places.forEach((place, nth) => {
      const [index, mediaId] = [order[place] ?? 0, mediaIds[nth] ?? 0];
      contents[index] = withId(contents[index] ?? noContent, canonical.get(mediaId) ?? mediaId);
    });
  }
  return contents;
}

/** The positions of the queries of one algorithm, in the order of their digests. */
function inKeyOrder(queries: readonly DigestQuery[], algorithm: Algorithm): Uint32Array {
  // The first 48 bits tell nearly all digests apart, and others are close enough.
  const keys = Float64Array.from(queries, ({ value }) => Number.parseInt(value.slice(0, 12), 16));
  const own = queries.flatMap((query, index) => (query.algorithm === algorithm ? index : []));
  return Uint32Array.from(own).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
}

function withId(ids: readonly number[], id: number): readonly number[] {
  if (ids.length === 0) return [id];
  return ids.includes(id) ? ids : [...ids, id].toSorted((a, b) => a - b);
}

/** The categories that any of some contents is in, each with the first import that put one there. */
function findCategories(
  connection: Connection,
  contents: readonly (readonly number[])[],
): (mediaIds: readonly number[]) => readonly CategoryMembership[] {
  const all = JSON.stringify(Array.from(new Set(contents.flat())).toSorted((a, b) => a - b));
  const importedAt = connection.prepare('SELECT imported_at_utc FROM import WHERE import_id = ?').pluck();
  const filled = [...connection.categories()].filter(
    ([number]) => connection.get('SELECT 1 FROM membership WHERE category_id = ? LIMIT 1', number) !== undefined,
  );
  const members = filled.map(([number, { name, kind }]) => {
    const sql = `SELECT j.value AS a, p.import_id AS b FROM json_each(?) j
       CROSS JOIN membership p ON p.category_id = ? AND p.media_id = j.value`;
    return { name, kind, importOf: toMap(readPairs(connection, sql, all, number)) };
  });
  // Most media of a large database are in one category by one of few imports: those share one list.
  const lists = new Map<string, readonly CategoryMembership[]>();
  return (mediaIds) => {
    const imports = members.map(({ importOf }) => firstImport(importOf, mediaIds));
    const key = imports.join();
    const list =
      lists.get(key) ??
      members.flatMap(({ name, kind }, index) => {
        const importId = imports[index] ?? 0;
        return importId === 0 ? [] : [{ categoryId: name, kind, importId, sinceUtc: String(importedAt.get(importId)) }];
      });
    lists.set(key, list);
    return list;
  };
}

/** 0 where there is none. */
function firstImport(importOf: ReadonlyMap<number, number>, mediaIds: readonly number[]): number {
  let first = 0;
  for (const id of mediaIds) {
    const importId = importOf.get(id);
    if (importId !== undefined && (first === 0 || importId < first)) first = importId;
  }
  return first;
}

/**
 * The two whole numbers of each row, as two lists. They leave SQLite as one text of JSON each: making a row costs several
 * times what finding it does.
 */
function readPairs(connection: Connection, sql: string, ...parameters: unknown[]): Pairs {
  type Row = readonly [string, string];
  const statement = connection.prepare(`SELECT json_group_array(a), json_group_array(b) FROM (${sql})`).raw();
  const [first, second] = statement.get(...parameters) as Row;
  return { first: JSON.parse(first) as number[], second: JSON.parse(second) as number[] };
}

interface Pairs {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

function toMap({ first, second }: Pairs): ReadonlyMap<number, number> {
  const map = new Map<number, number>();
  first.forEach((key, index) => map.set(key, second[index] ?? 0));
  return map;
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

/** Media of segments are in no case: whatever a case holds is rows. */
export function casesOfContents(
  connection: Connection,
  contents: readonly (readonly number[])[],
): readonly (readonly string[])[] {
  const segments = listSegments(connection);
  const isInSegment = (mediaId: number) => contentOfMedia(segments, mediaId) !== undefined;
  return contents.map((mediaIds) => (mediaIds.every(isInSegment) ? noCases : casesOfMedia(connection, mediaIds)));
}

const noCases: readonly string[] = [];
