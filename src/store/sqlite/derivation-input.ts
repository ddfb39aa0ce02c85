import type { ConflictKind, Settlement } from '../contract.ts';
import type { AssertionInForce, DerivationInput, Refiling, SettledConflict } from '../derive.ts';
import { outcomeOfCode } from './codes.ts';
import type { Connection } from './connection.ts';
import { mediaOfNothing } from './media.ts';
import { refilingsOf } from './refiling-rows.ts';

/** What holds for every media that is derived in one go, read once. */
export interface DerivationContext {
  readonly connection: Connection;
  readonly groupOf: (mediaId: number) => readonly number[];
  readonly ofNothing: ReadonlySet<number>;
  /** Media of conflicts that are open or settled: for all others nothing about conflicts has to be asked. */
  readonly inConflict: ReadonlySet<number>;
  /** False where no split rule was ever applied. */
  readonly hasRefilings: boolean;
}

export function readDerivationContext(connection: Connection): DerivationContext {
  return {
    connection,
    groupOf: groupFinder(connection),
    ofNothing: mediaOfNothing(connection),
    inConflict: mediaInAnyConflict(connection),
    hasRefilings: connection.get('SELECT 1 FROM refiling LIMIT 1') !== undefined,
  };
}

/** What is in force of these media, which are one content. */
export function readDerivationInput(context: DerivationContext, group: readonly number[]): DerivationInput {
  const { connection, ofNothing, inConflict, hasRefilings } = context;
  const disputed = group.filter((id) => inConflict.has(id));
  const assertions = group.flatMap((id) => assertionsInForce(connection, id));
  return {
    assertions: assertions.toSorted((a, b) => a.importId - b.importId || a.ordinal - b.ordinal),
    refilings: hasRefilings ? readRefilings(connection, group) : [],
    settled: disputed.flatMap((id) => settledConflicts(connection, id)),
    ofNothing: group.some((id) => ofNothing.has(id)),
    suppressed: isSuppressed(connection, group, disputed),
  };
}

/** Of media that are one content, in force, by import. */
export function readRefilings(connection: Connection, group: readonly number[]): readonly Refiling[] {
  return group
    .flatMap((id) => refilingsOf(connection, id))
    .filter(({ state }) => state === 'in-force')
    .toSorted((a, b) => a.importId - b.importId);
}

type OrderedAssertion = AssertionInForce & { readonly ordinal: number };

function assertionsInForce(connection: Connection, mediaId: number): readonly OrderedAssertion[] {
  type Row = { import_id: number; ordinal: number; category_id: number | null; outcome: number | null };
  const rows = connection.all<Row>(
    `SELECT a.import_id, a.ordinal, a.category_id, a.outcome FROM assertion a JOIN import i USING (import_id)
     WHERE a.media_id = ? AND i.state = 'in-force'`,
    mediaId,
  );
  return rows.map((row) => ({
    importId: row.import_id,
    ordinal: row.ordinal,
    categoryId: row.category_id,
    outcome: outcomeOfCode(row.outcome),
  }));
}

function settledConflicts(connection: Connection, mediaId: number): readonly SettledConflict[] {
  type Row = {
    conflict_id: number;
    kind: ConflictKind;
    import_id: number;
    decision: string;
    settled_up_to_import: number;
  };
  const rows = connection.all<Row>(
    `SELECT conflict_id, kind, import_id, decision, settled_up_to_import FROM conflict
     WHERE media_id = ? AND state = 'settled' AND kind <> 'digest-collision'`,
    mediaId,
  );
  return rows.map((row) => ({
    conflictId: row.conflict_id,
    kind: row.kind,
    importId: row.import_id,
    upToImport: row.settled_up_to_import,
    categoryId: settledCategory(connection, JSON.parse(row.decision) as Settlement),
  }));
}

function settledCategory(connection: Connection, decision: Settlement): number | null {
  return decision.kind === 'category' ? connection.categoryNumber(decision.categoryId) : null;
}

/** True where a settled collision decided that another media is the right one. */
function isSuppressed(connection: Connection, group: readonly number[], disputed: readonly number[]): boolean {
  return disputed.some((id) => {
    const decisions = connection.all<{ decision: string }>(
      `SELECT decision FROM conflict WHERE kind = 'digest-collision' AND state = 'settled' AND (media_id = ?1 OR other_media_id = ?1)`,
      id,
    );
    return decisions.some(({ decision }) => {
      const settlement = JSON.parse(decision) as Settlement;
      return settlement.kind === 'keep-media' && !group.includes(settlement.mediaId);
    });
  });
}

/** The ids of all media that are one content with a media, itself included. */
export function groupFinder(connection: Connection): (mediaId: number) => readonly number[] {
  type Row = { id: number; canonical: number };
  const rows = connection.all<Row>(
    'SELECT media_id AS id, canonical_id AS canonical FROM media WHERE canonical_id IS NOT NULL',
  );
  const canonicalOf = new Map(rows.map(({ id, canonical }) => [id, canonical]));
  const membersOf = Map.groupBy(rows, ({ canonical }) => canonical);
  return (mediaId) => {
    const canonical = canonicalOf.get(mediaId) ?? mediaId;
    return [canonical, ...(membersOf.get(canonical) ?? []).map(({ id }) => id)];
  };
}

function mediaInAnyConflict(connection: Connection): ReadonlySet<number> {
  const rows = connection.all<{ media_id: number; other_media_id: number | null }>(
    `SELECT media_id, other_media_id FROM conflict WHERE state IN ('open', 'settled')`,
  );
  return new Set(rows.flatMap((row) => [row.media_id, row.other_media_id ?? row.media_id]));
}
