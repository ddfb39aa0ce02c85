import {
  derive,
  type AssertionInForce,
  type Derivation,
  type DerivedMembership,
  type SettledConflict,
} from '../derive.ts';
import type { ConflictKind, Settlement } from '../contract.ts';
import { outcomeOfCode } from './codes.ts';
import { raiseConflict, withdrawCollisionsThatEnded, withdrawConflict } from './conflict-rows.ts';
import type { Connection } from './connection.ts';
import { mediaOfNothing } from './media.ts';

/** Categories (numbers) of one content before and after its memberships were derived anew. */
export interface RefreshedMedia {
  readonly mediaId: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Derives memberships and conflicts of these media anew from the assertions in force and writes the difference. Call it
 * at the end of every transaction that adds or ends assertions, links or settlements, with every media it touched.
 */
export function refreshMedia(
  connection: Connection,
  mediaIds: Iterable<number>,
  atUtc: string,
): readonly RefreshedMedia[] {
  const context: RefreshContext = {
    connection,
    atUtc,
    groupOf: groupFinder(connection),
    ofNothing: mediaOfNothing(connection),
    inConflict: mediaInAnyConflict(connection),
  };
  const groups = groupsToRefresh(context, mediaIds);
  return [...groups].map(([canonical, group]) => refreshGroup(context, canonical, group));
}

/** How many of them are in other categories than before. */
export function countChanged(refreshed: readonly RefreshedMedia[]): number {
  return refreshed.filter(({ before, after }) => before.toSorted().join() !== after.toSorted().join()).length;
}

/** What holds for every media of one refresh, read once. */
interface RefreshContext {
  readonly connection: Connection;
  readonly atUtc: string;
  readonly groupOf: (mediaId: number) => readonly number[];
  readonly ofNothing: ReadonlySet<number>;
  /** Media of conflicts that are open or settled: for all others nothing about conflicts has to be asked. */
  readonly inConflict: ReadonlySet<number>;
}

/** By canonical id. A collision that ended frees the other media too, so that one is refreshed as well. */
function groupsToRefresh(context: RefreshContext, mediaIds: Iterable<number>): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, readonly number[]>();
  const waiting = [...mediaIds];
  for (let next = 0; next < waiting.length; next += 1) {
    const group = context.groupOf(waiting[next] ?? 0);
    const canonical = Math.min(...group);
    if (groups.has(canonical)) continue;
    groups.set(canonical, group);
    const disputed = group.filter((id) => context.inConflict.has(id));
    waiting.push(...withdrawCollisionsThatEnded(context.connection, disputed, context.atUtc));
  }
  return groups;
}

function refreshGroup(context: RefreshContext, canonical: number, group: readonly number[]): RefreshedMedia {
  const { connection } = context;
  const stored = group.map((member) => ({ member, memberships: storedMemberships(connection, member) }));
  const before = new Set(stored.flatMap(({ memberships }) => memberships.map(({ categoryId }) => categoryId)));
  const derivation = deriveGroup(context, group);
  for (const { member, memberships } of stored) {
    writeMemberships(connection, member, memberships, member === canonical ? derivation.memberships : []);
  }
  writeConflicts(context, canonical, group, derivation);
  return { mediaId: canonical, before: [...before], after: derivation.memberships.map(({ categoryId }) => categoryId) };
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

/** What the database as it stands now amounts to for these media, which are one content. */
function deriveGroup({ connection, ofNothing, inConflict }: RefreshContext, group: readonly number[]): Derivation {
  const disputed = group.filter((id) => inConflict.has(id));
  const assertions = group.flatMap((id) => assertionsInForce(connection, id));
  return derive(
    {
      assertions: assertions.toSorted((a, b) => a.importId - b.importId || a.ordinal - b.ordinal),
      settled: disputed.flatMap((id) => settledConflicts(connection, id)),
      ofNothing: group.some((id) => ofNothing.has(id)),
      suppressed: isSuppressed(connection, group, disputed),
    },
    connection.categories(),
  );
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

function storedMemberships(connection: Connection, mediaId: number): readonly DerivedMembership[] {
  const categories = [...connection.categories().keys()].join(', ');
  const rows = connection.all<{ category_id: number; import_id: number }>(
    `SELECT category_id, import_id FROM membership WHERE category_id IN (${categories}) AND media_id = ?`,
    mediaId,
  );
  return rows.map((row) => ({ categoryId: row.category_id, importId: row.import_id }));
}

/** Writes the difference between what is stored for a media and what is wanted. */
function writeMemberships(
  connection: Connection,
  mediaId: number,
  stored: readonly DerivedMembership[],
  wanted: readonly DerivedMembership[],
): void {
  const isIn = (list: readonly DerivedMembership[], { categoryId, importId }: DerivedMembership) =>
    list.some((other) => other.categoryId === categoryId && other.importId === importId);
  for (const membership of stored) {
    if (isIn(wanted, membership)) continue;
    connection.run('DELETE FROM membership WHERE category_id = ? AND media_id = ?', membership.categoryId, mediaId);
  }
  for (const membership of wanted) {
    if (isIn(stored, membership)) continue;
    connection.run(
      'INSERT INTO membership (category_id, media_id, import_id) VALUES (?, ?, ?)',
      membership.categoryId,
      mediaId,
      membership.importId,
    );
  }
}

function writeConflicts(
  { connection, atUtc, inConflict }: RefreshContext,
  canonical: number,
  group: readonly number[],
  derivation: Derivation,
): void {
  type Row = { conflict_id: number; kind: ConflictKind; import_id: number; state: string };
  const rows = group
    .filter((id) => inConflict.has(id))
    .flatMap((id) =>
      connection.all<Row>(
        `SELECT conflict_id, kind, import_id, state FROM conflict
       WHERE media_id = ? AND state IN ('open', 'settled') AND kind <> 'digest-collision'`,
        id,
      ),
    );
  const isOpen = (row: Row) =>
    derivation.open.some((open) => open.kind === row.kind && open.importId === row.import_id);
  for (const row of rows) {
    const stands = row.state === 'open' ? isOpen(row) : derivation.stillSettled.includes(row.conflict_id);
    if (!stands) withdrawConflict(connection, row.conflict_id, atUtc);
  }
  for (const { kind, importId } of derivation.open) {
    if (rows.some((row) => row.state === 'open' && row.kind === kind && row.import_id === importId)) continue;
    raiseConflict(connection, { kind, mediaId: canonical, importId, atUtc });
  }
}
