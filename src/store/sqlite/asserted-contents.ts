import type { Connection } from './connection.ts';

/** What is said of one content. */
export interface AssertedContent {
  /** The media that are the content, the canonical one first. */
  readonly group: readonly [number, ...number[]];
  /** By import, then by their order in the document. */
  readonly rows: readonly SaidRow[];
}

interface SaidRow {
  readonly media_id: number;
  readonly import_id: number;
  readonly ordinal: number;
  readonly category_id: number | null;
  readonly outcome: number | null;
}

/**
 * Every content that one of these imports speaks of, with what they say. One pass over the assertions in the order of media;
 * media that are linked as one content come at the end.
 */
export function* assertedContents(connection: Connection, imports: ReadonlySet<number>): Generator<AssertedContent> {
  const linked = new Map(
    connection
      .all<{ id: number; canonical: number }>(
        'SELECT media_id AS id, canonical_id AS canonical FROM media WHERE canonical_id IS NOT NULL',
      )
      .map(({ id, canonical }) => [id, canonical]),
  );
  const isGrouped = new Set([...linked.keys(), ...linked.values()]);
  const grouped = new Map<number, SaidRow[]>();
  let current: SaidRow[] = [];
  for (const row of assertions(connection)) {
    if (!imports.has(row.import_id)) continue;
    if (isGrouped.has(row.media_id)) {
      const canonical = linked.get(row.media_id) ?? row.media_id;
      const rows = grouped.get(canonical);
      if (rows === undefined) grouped.set(canonical, [row]);
      else rows.push(row);
      continue;
    }
    const last = current[0];
    if (last !== undefined && last.media_id !== row.media_id) {
      yield { group: [last.media_id], rows: current };
      current = [];
    }
    current.push(row);
  }
  const last = current[0];
  if (last !== undefined) yield { group: [last.media_id], rows: current };
  const membersOf = Map.groupBy(linked.keys(), (id) => linked.get(id) ?? id);
  for (const [canonical, rows] of grouped) {
    yield {
      group: [canonical, ...(membersOf.get(canonical) ?? [])],
      rows: rows.toSorted((a, b) => a.import_id - b.import_id || a.ordinal - b.ordinal),
    };
  }
}

/** In pages, so that others can use the connection between two media. */
function* assertions(connection: Connection): Generator<SaidRow> {
  const pageSize = 16_384;
  const page = connection.db.prepare(
    `SELECT a.media_id, a.import_id, a.ordinal, a.category_id, a.outcome FROM assertion a
     WHERE (a.media_id, a.import_id, a.ordinal) > (?, ?, ?) ORDER BY a.media_id, a.import_id, a.ordinal LIMIT ${pageSize}`,
  );
  for (let after: readonly number[] = [0, 0, 0]; ; ) {
    const rows = page.all(...after) as SaidRow[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = [last.media_id, last.import_id, last.ordinal];
  }
}
