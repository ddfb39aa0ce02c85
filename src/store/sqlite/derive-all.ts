import { derive, type AssertionInForce, type Derivation, type SettledConflict } from '../derive.ts';
import type { ConflictKind, Settlement } from '../contract.ts';
import { outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { mediaOfNothing } from './media.ts';

export interface DerivedMedia {
  /** Canonical. */
  readonly mediaId: number;
  readonly derivation: Derivation;
}

/** Every media that an import in force speaks of, derived from nothing but assertions and settlements. */
export function deriveAll(connection: Connection): Generator<DerivedMedia> {
  return deriveAsOf(connection, undefined);
}

/**
 * The same as the database stood at a moment; undefined: now. One pass over the assertions in the order of media; media that are linked
 * as one content come at the end.
 */
export function* deriveAsOf(connection: Connection, atUtc: string | undefined): Generator<DerivedMedia> {
  const imports = importsInForce(connection, atUtc);
  const context = {
    connection,
    settled: settledAsOf(connection, atUtc),
    suppressed: suppressedAsOf(connection, atUtc),
    ofNothing: mediaOfNothing(connection),
  };
  const linked = new Map(
    connection
      .all<{ id: number; canonical: number }>(
        'SELECT media_id AS id, canonical_id AS canonical FROM media WHERE canonical_id IS NOT NULL',
      )
      .map(({ id, canonical }) => [id, canonical]),
  );
  const isGrouped = new Set([...linked.keys(), ...linked.values()]);
  const grouped = new Map<number, AssertionRow[]>();
  let current: AssertionRow[] = [];
  for (const row of assertions(connection)) {
    if (!imports.has(row.import_id)) continue;
    if (isGrouped.has(row.media_id)) {
      const canonical = linked.get(row.media_id) ?? row.media_id;
      grouped.set(canonical, [...(grouped.get(canonical) ?? []), row]);
      continue;
    }
    const last = current[0];
    if (last !== undefined && last.media_id !== row.media_id) {
      yield deriveRows(context, last.media_id, current);
      current = [];
    }
    current.push(row);
  }
  const last = current[0];
  if (last !== undefined) yield deriveRows(context, last.media_id, current);
  for (const [canonical, rows] of grouped) {
    yield deriveRows(
      context,
      canonical,
      rows.toSorted((a, b) => a.import_id - b.import_id || a.ordinal - b.ordinal),
    );
  }
}

/** SQL: the conflict was settled, and what caused it in force, at moment ?1; null: now. */
const settledCondition = `((?1 IS NULL AND c.state = 'settled')
  OR (c.settled_at_utc <= ?1 AND (c.withdrawn_at_utc IS NULL OR c.withdrawn_at_utc > ?1)))`;

interface AssertionRow {
  readonly media_id: number;
  readonly import_id: number;
  readonly ordinal: number;
  readonly category_id: number | null;
  readonly outcome: number | null;
}

interface Context {
  readonly connection: Connection;
  /** By media; canonical at the time of asking. */
  readonly settled: ReadonlyMap<number, readonly SettledConflict[]>;
  readonly suppressed: ReadonlySet<number>;
  readonly ofNothing: ReadonlySet<number>;
}

/** In pages, so that others can use the connection between two media. */
function* assertions(connection: Connection): Generator<AssertionRow> {
  const pageSize = 16_384;
  const page = connection.db.prepare(
    `SELECT a.media_id, a.import_id, a.ordinal, a.category_id, a.outcome FROM assertion a
     WHERE (a.media_id, a.import_id, a.ordinal) > (?, ?, ?) ORDER BY a.media_id, a.import_id, a.ordinal LIMIT ${pageSize}`,
  );
  for (let after: readonly number[] = [0, 0, 0]; ; ) {
    const rows = page.all(...after) as AssertionRow[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = [last.media_id, last.import_id, last.ordinal];
  }
}

function deriveRows(
  { connection, settled, suppressed, ofNothing }: Context,
  mediaId: number,
  rows: readonly AssertionRow[],
): DerivedMedia {
  const stated: readonly AssertionInForce[] = rows.map((row) => ({
    importId: row.import_id,
    categoryId: row.category_id,
    outcome: outcomeOfCode(row.outcome),
  }));
  const derivation = derive(
    {
      assertions: stated,
      settled: settled.get(mediaId) ?? [],
      ofNothing: rows.some((row) => ofNothing.has(row.media_id)),
      suppressed: suppressed.has(mediaId),
    },
    connection.categories(),
  );
  return { mediaId, derivation };
}

function importsInForce(connection: Connection, atUtc: string | undefined): ReadonlySet<number> {
  const rows =
    atUtc === undefined
      ? connection.all<{ id: number }>(`SELECT import_id AS id FROM import WHERE state = 'in-force'`)
      : connection.all<{ id: number }>(
          'SELECT import_id AS id FROM import WHERE imported_at_utc <= ?1 AND (ended_at_utc IS NULL OR ended_at_utc > ?1)',
          atUtc,
        );
  return new Set(rows.map((row) => row.id));
}

function settledAsOf(
  connection: Connection,
  atUtc: string | undefined,
): ReadonlyMap<number, readonly SettledConflict[]> {
  type Row = {
    id: number;
    conflict_id: number;
    kind: ConflictKind;
    import_id: number;
    decision: string;
    up_to: number;
  };
  const rows = connection.all<Row>(
    `SELECT coalesce(m.canonical_id, m.media_id) AS id, c.conflict_id, c.kind, c.import_id, c.decision, c.settled_up_to_import AS up_to
     FROM conflict c JOIN media m USING (media_id)
     WHERE c.kind <> 'digest-collision' AND ${settledCondition}`,
    atUtc ?? null,
  );
  const byMedia = new Map<number, SettledConflict[]>();
  for (const row of rows) {
    const decision = JSON.parse(row.decision) as Settlement;
    const list = byMedia.get(row.id) ?? [];
    list.push({
      conflictId: row.conflict_id,
      kind: row.kind,
      importId: row.import_id,
      upToImport: row.up_to,
      categoryId: decision.kind === 'category' ? connection.categoryNumber(decision.categoryId) : null,
    });
    byMedia.set(row.id, list);
  }
  return byMedia;
}

/** Media that a settled collision took out of all categories. */
function suppressedAsOf(connection: Connection, atUtc: string | undefined): ReadonlySet<number> {
  type Row = { a: number; b: number; kept: number };
  const rows = connection.all<Row>(
    `SELECT coalesce(x.canonical_id, x.media_id) AS a, coalesce(y.canonical_id, y.media_id) AS b,
            coalesce(k.canonical_id, k.media_id) AS kept
     FROM conflict c JOIN media x ON x.media_id = c.media_id JOIN media y ON y.media_id = c.other_media_id
       JOIN media k ON k.media_id = c.decision ->> '$.mediaId'
     WHERE c.kind = 'digest-collision' AND c.decision ->> '$.kind' = 'keep-media' AND ${settledCondition}`,
    atUtc ?? null,
  );
  return new Set(rows.flatMap(({ a, b, kept }) => [a, b].filter((id) => id !== kept)));
}
