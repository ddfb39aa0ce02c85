import type { Connection } from './connection.ts';

/**
 * Media that turned out to be one content: an import knew both of their digests. Each link belongs to the import that
 * showed it, so that undoing the import parts them again. The lowest id of a group stands for it (`canonical_id`).
 * Returns the media whose group changed.
 */
export function refreshLinks(connection: Connection): readonly number[] {
  const links = connection.all<{ a: number; b: number }>(
    `SELECT DISTINCT l.media_id AS a, l.other_media_id AS b FROM media_link l LEFT JOIN import i USING (import_id)
     WHERE l.import_id = 0 OR i.state = 'in-force'`,
  );
  const linked = connection.all<{ id: number; canonical: number }>(
    'SELECT media_id AS id, canonical_id AS canonical FROM media WHERE canonical_id IS NOT NULL',
  );
  if (links.length === 0 && linked.length === 0) return [];
  const wanted = canonicalIds(links);
  const now = new Map(linked.map(({ id, canonical }) => [id, canonical]));
  const changed: number[] = [];
  for (const id of new Set([...wanted.keys(), ...now.keys()])) {
    const canonical = wanted.get(id) ?? null;
    if (canonical === (now.get(id) ?? null)) continue;
    connection.run('UPDATE media SET canonical_id = ? WHERE media_id = ?', canonical, id);
    changed.push(id, canonical ?? id, now.get(id) ?? id);
  }
  return changed;
}

/** For each linked media but the lowest of its group, the lowest. */
function canonicalIds(links: readonly { readonly a: number; readonly b: number }[]): ReadonlyMap<number, number> {
  const parent = new Map<number, number>();
  const rootOf = (id: number): number => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    return root;
  };
  for (const { a, b } of links) {
    const [left, right] = [rootOf(a), rootOf(b)];
    parent.set(Math.max(left, right), Math.min(left, right));
  }
  const result = new Map<number, number>();
  for (const id of parent.keys()) if (rootOf(id) !== id) result.set(id, rootOf(id));
  return result;
}
