import {
  derive,
  type AssertionInForce,
  type Derivation,
  type DerivedCategory,
  type SettledConflict,
} from '../derive.ts';
import type { ConflictKind, Settlement } from '../contract.ts';
import { type AssertedContent, assertedContents } from './asserted-contents.ts';
import { outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { mediaOfNothing } from './media.ts';
import { categoriesWhen } from './outcome-categories.ts';
import { refilingsOf } from './refiling-rows.ts';

export interface DerivedMedia {
  /** Canonical. */
  readonly mediaId: number;
  readonly derivation: Derivation;
}

/** Every media that an import in force speaks of, derived from nothing but assertions and settlements. */
export function deriveAll(connection: Connection): Generator<DerivedMedia> {
  return deriveAsOf(connection, undefined);
}

/** The same as the database stood at a moment; undefined: now. */
export function* deriveAsOf(connection: Connection, atUtc: string | undefined): Generator<DerivedMedia> {
  const imports = importsInForce(connection, atUtc);
  const context = {
    connection,
    settled: settledAsOf(connection, atUtc),
    suppressed: suppressedAsOf(connection, atUtc),
    ofNothing: mediaOfNothing(connection),
    imports,
    categories: atUtc === undefined ? connection.categories() : categoriesWhen(connection, imports),
    hasRefilings: connection.get('SELECT 1 FROM refiling LIMIT 1') !== undefined,
  };
  for (const { group, rows } of assertedContents(connection, imports)) yield deriveRows(context, group, rows);
}

/** SQL: the conflict was settled, and what caused it in force, at moment ?1; null: now. */
const settledCondition = `((?1 IS NULL AND c.state = 'settled')
  OR (c.settled_at_utc <= ?1 AND (c.withdrawn_at_utc IS NULL OR c.withdrawn_at_utc > ?1)))`;

interface Context {
  readonly connection: Connection;
  /** By media; canonical at the time of asking. */
  readonly settled: ReadonlyMap<number, readonly SettledConflict[]>;
  readonly suppressed: ReadonlySet<number>;
  readonly ofNothing: ReadonlySet<number>;
  /** Those in force. */
  readonly imports: ReadonlySet<number>;
  readonly categories: ReadonlyMap<number, DerivedCategory>;
  readonly hasRefilings: boolean;
}

function deriveRows(context: Context, group: AssertedContent['group'], rows: AssertedContent['rows']): DerivedMedia {
  const { settled, suppressed, ofNothing, categories } = context;
  const [mediaId] = group;
  const stated: readonly AssertionInForce[] = rows.map((row) => ({
    importId: row.import_id,
    categoryId: row.category_id,
    outcome: outcomeOfCode(row.outcome),
  }));
  const derivation = derive(
    {
      assertions: stated,
      refilings: rows.some((row) => row.outcome !== null) ? refilingsOfGroup(context, group) : [],
      settled: settled.get(mediaId) ?? [],
      ofNothing: rows.some((row) => ofNothing.has(row.media_id)),
      suppressed: suppressed.has(mediaId),
    },
    categories,
  );
  return { mediaId, derivation };
}

function refilingsOfGroup({ connection, imports, hasRefilings }: Context, group: readonly number[]) {
  if (!hasRefilings) return [];
  return group
    .flatMap((id) => refilingsOf(connection, id))
    .filter(({ importId }) => imports.has(importId))
    .toSorted((a, b) => a.importId - b.importId);
}

/** At a moment; undefined: now. */
export function importsInForce(connection: Connection, atUtc: string | undefined): ReadonlySet<number> {
  const rows =
    atUtc === undefined
      ? connection.all<{ id: number }>(`SELECT import_id AS id FROM import WHERE state = 'in-force'`)
      : connection.all<{ id: number }>(
          `SELECT import_id AS id FROM import i WHERE ${stoodAt('i')} AND NOT EXISTS
             (SELECT 1 FROM import n WHERE n.supersedes_import_id = i.import_id AND ${stoodAt('n')})`,
          atUtc,
        );
  return new Set(rows.map((row) => row.id));
}

/**
 * SQL: the import was made and not ended at moment ?1. One that was superseded and came back is known as superseded for the
 * time between by the import that took its place.
 */
function stoodAt(row: string): string {
  return `${row}.imported_at_utc <= ?1 AND (${row}.ended_at_utc IS NULL OR ${row}.ended_at_utc > ?1)`;
}

export function settledAsOf(
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
