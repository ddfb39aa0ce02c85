import { derive, type Derivation, type DerivedMembership } from '../derive.ts';
import type { ConflictKind } from '../contract.ts';
import { raiseConflict, withdrawCollisionsThatEnded, withdrawConflict } from './conflict-rows.ts';
import type { Connection } from './connection.ts';
import { type DerivationContext, readDerivationContext, readDerivationInput } from './derivation-input.ts';

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
  const context: RefreshContext = { ...readDerivationContext(connection), atUtc };
  const groups = groupsToRefresh(context, mediaIds);
  return [...groups].map(([canonical, group]) => refreshGroup(context, canonical, group));
}

/** Those that are in other categories than before. */
export function changedMedia(refreshed: readonly RefreshedMedia[]): readonly number[] {
  return refreshed.filter(isMoved).map(({ mediaId }) => mediaId);
}

export function isMoved({ before, after }: RefreshedMedia): boolean {
  return before.toSorted().join() !== after.toSorted().join();
}

interface RefreshContext extends DerivationContext {
  readonly atUtc: string;
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
  const derivation = derive(readDerivationInput(context, group), connection.categories());
  for (const { member, memberships } of stored) {
    writeMemberships(connection, member, memberships, member === canonical ? derivation.memberships : []);
  }
  writeConflicts(context, canonical, group, derivation);
  return { mediaId: canonical, before: [...before], after: derivation.memberships.map(({ categoryId }) => categoryId) };
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
