import type { Connection } from './connection.ts';
import { raiseCollisions } from './conflict-rows.ts';
import { refreshLinks } from './links.ts';
import { rebuildAll } from './maintenance.ts';
import { mergeRefreshed } from './media-changes.ts';
import { markOutcomeCategories } from './outcome-categories.ts';
import { type RefreshedMedia, refreshMedia } from './refresh.ts';
import { refreshDigests } from './refresh-digests.ts';
import { rehomeAssertions } from './rehome-assertions.ts';

/**
 * Brings everything derived up to date after an import has ended, and perhaps another one come back: links, digests in
 * force, collisions, memberships, conflicts. `mediaIds`: of all that they say something of. `causedBy`: the import that came back.
 */
export function deriveAfterEnd(
  connection: Connection,
  mediaIds: Iterable<number>,
  causedBy: number | null,
  atUtc: string,
): readonly RefreshedMedia[] {
  const marked = markOutcomeCategories(connection) ? rebuildAll(connection, atUtc) : [];
  const relinked = refreshLinks(connection);
  rehomeAssertions(connection, relinked);
  const media = new Set([...mediaIds, ...relinked]);
  raiseCollisions(connection, refreshDigests(connection, media), causedBy, atUtc);
  return mergeRefreshed(marked, refreshMedia(connection, media, atUtc));
}
