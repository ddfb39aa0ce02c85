import { derive, type AssertionInForce, type Derivation, type SettledConflict } from '../derive.ts';
import type { ConflictKind, Settlement } from '../contract.ts';
import { outcomeOfCode } from './codes.ts';
import { raiseConflict, withdrawCollisionsThatEnded, withdrawConflict } from './conflict-rows.ts';
import type { Connection } from './connection.ts';
import { groupOfMedia, mediaOfNothing } from './media.ts';

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
  const groups = groupsToRefresh(connection, mediaIds, atUtc);
  const ofNothing = mediaOfNothing(connection);
  return [...groups].map(([canonical, group]) => refreshGroup(connection, canonical, group, { atUtc, ofNothing }));
}

/** By canonical id. A collision that ended frees the other media too, so that one is refreshed as well. */
function groupsToRefresh(
  connection: Connection,
  mediaIds: Iterable<number>,
  atUtc: string,
): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, readonly number[]>();
  const waiting = [...mediaIds];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const group = groupIds(connection, id);
    const canonical = Math.min(...group);
    if (groups.has(canonical)) continue;
    groups.set(canonical, group);
    waiting.push(...withdrawCollisionsThatEnded(connection, group, atUtc));
  }
  return groups;
}

function refreshGroup(
  connection: Connection,
  canonical: number,
  group: readonly number[],
  { atUtc, ofNothing }: { readonly atUtc: string; readonly ofNothing: ReadonlySet<number> },
): RefreshedMedia {
  const before = new Set<number>();
  for (const member of group) {
    for (const { categoryId } of storedMemberships(connection, member)) before.add(categoryId);
  }
  const derivation = deriveGroup(connection, group, ofNothing);
  writeMemberships(connection, canonical, group, derivation);
  writeConflicts(connection, canonical, group, derivation, atUtc);
  return { mediaId: canonical, before: [...before], after: derivation.memberships.map(({ categoryId }) => categoryId) };
}

export function groupIds(connection: Connection, mediaId: number): readonly number[] {
  return connection.all<{ id: number }>(groupOfMedia, mediaId).map((row) => row.id);
}

/** What the database as it stands now amounts to for these media, which are one content. */
function deriveGroup(connection: Connection, group: readonly number[], ofNothing: ReadonlySet<number>): Derivation {
  const assertions = group
    .flatMap((id) => assertionsInForce(connection, id))
    .toSorted((a, b) => a.importId - b.importId || a.ordinal - b.ordinal);
  return derive(
    {
      assertions,
      settled: group.flatMap((id) => settledConflicts(connection, id)),
      ofNothing: group.some((id) => ofNothing.has(id)),
      suppressed: isSuppressed(connection, group),
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
function isSuppressed(connection: Connection, group: readonly number[]): boolean {
  return group.some((id) => {
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

function storedMemberships(
  connection: Connection,
  mediaId: number,
): readonly { readonly categoryId: number; readonly importId: number }[] {
  return [...connection.categories().keys()].flatMap((categoryId) => {
    const row = connection.get<{ import_id: number }>(
      'SELECT import_id FROM membership WHERE category_id = ? AND media_id = ?',
      categoryId,
      mediaId,
    );
    return row === undefined ? [] : [{ categoryId, importId: row.import_id }];
  });
}

function writeMemberships(
  connection: Connection,
  canonical: number,
  group: readonly number[],
  derivation: Derivation,
): void {
  for (const member of group) {
    for (const { categoryId, importId } of storedMemberships(connection, member)) {
      const wanted =
        member === canonical &&
        derivation.memberships.some((m) => m.categoryId === categoryId && m.importId === importId);
      if (!wanted) connection.run('DELETE FROM membership WHERE category_id = ? AND media_id = ?', categoryId, member);
    }
  }
  for (const { categoryId, importId } of derivation.memberships) {
    connection.run(
      'INSERT OR IGNORE INTO membership (category_id, media_id, import_id) VALUES (?, ?, ?)',
      categoryId,
      canonical,
      importId,
    );
  }
}

function writeConflicts(
  connection: Connection,
  canonical: number,
  group: readonly number[],
  derivation: Derivation,
  atUtc: string,
): void {
  type Row = { conflict_id: number; kind: ConflictKind; import_id: number; state: string };
  const rows = group.flatMap((id) =>
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

/** Digests that no statement in force makes any more are kept, marked; those that one makes again are in force again. */
export function refreshDigests(connection: Connection, mediaId: number): void {
  const stated = connection.get<{ mask: number }>(
    `SELECT coalesce(sum(DISTINCT mask & 1), 0) + coalesce(sum(DISTINCT mask & 2), 0)
          + coalesce(sum(DISTINCT mask & 4), 0) + coalesce(sum(DISTINCT mask & 8), 0) AS mask
     FROM (SELECT a.stated AS mask FROM assertion a JOIN import i USING (import_id)
             WHERE a.media_id = ?1 AND i.state = 'in-force'
           UNION ALL
           SELECT (md5 IS NOT NULL) + 2 * (sha1 IS NOT NULL) + 4 * (sha256 IS NOT NULL) + 8 * (blake3 IS NOT NULL)
             FROM submission_item WHERE media_id = ?1)`,
    mediaId,
  );
  connection.run(
    'UPDATE digest SET in_force = 0 WHERE media_id = ?1 AND in_force = 1 AND (?2 & (1 << (algorithm - 1))) = 0',
    mediaId,
    stated?.mask ?? 0,
  );
}
