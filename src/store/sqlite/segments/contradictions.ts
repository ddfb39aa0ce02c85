import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { ContentWalk, segmentsByMask } from './content-walk.ts';
import type { Segment } from './segment.ts';
import type { Standing } from './standing.ts';
import { type SegmentContent, Unpacker } from './unpack.ts';

/**
 * Makes rows of contents that stand in segments of alert and of ignorable categories, which happens only where the lab gave a
 * category another kind: a conflict is about rows. `standing`: what counted until now.
 */
export function unpackContradicted(connection: Connection, standing: Standing): void {
  const kindOf = (segment: Segment) =>
    new Set(segment.uses.map(({ categoryId }) => connection.categories().get(categoryId)?.kind));
  const segments = listSegments(connection);
  const found: SegmentContent[] = [];
  for (const group of segmentsByMask(segments)) {
    const kinds = group.map(kindOf);
    if (new Set(kinds.flatMap((set) => [...set])).size < 2) continue;
    const walk = new ContentWalk(group);
    while (walk.next()) {
      const [first = 0] = walk.present;
      const segment = group[first];
      const here = new Set(walk.present.flatMap((index) => [...(kinds[index] ?? [])]));
      if (here.size > 1 && segment !== undefined) found.push({ segment, start: walk.cursor(first).start });
    }
  }
  const unpacker = new Unpacker(connection, segments, standing);
  for (const content of found) unpacker.unpack(content);
}
