import { setImmediate as nextTurn } from 'node:timers/promises';
import { attributesFromJson } from '../../../core/attributes-json.ts';
import type { StoredSetRecord } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { ContentWalk, segmentsByMask } from './content-walk.ts';
import { describedBy } from './entries.ts';
import { EntryReader } from './entry-reader.ts';
import type { Segment } from './segment.ts';
import { SegmentCategories, standingNow } from './standing.ts';

const batchSize = 4096;

/** What an import says that is kept as segments. */
export async function* recordsOfSegments(
  connection: Connection,
  segments: readonly Segment[],
  importId: number,
): AsyncGenerator<readonly StoredSetRecord[]> {
  const speaks = ({ uses }: Segment) => uses.some((use) => use.importId === importId);
  const categories = new SegmentCategories(standingNow(connection));
  for (const group of segmentsByMask(segments)) {
    const own = group.findIndex(speaks);
    const use = group[own]?.uses.find((one) => one.importId === importId);
    if (use === undefined) continue;
    const readers = group.map((segment) => new EntryReader(segment));
    const walk = new ContentWalk(group);
    let batch: StoredSetRecord[] = [];
    while (walk.next()) {
      const spoken = walk.present.filter((index) => group[index] !== undefined && speaks(group[index]));
      if (spoken.length === 0) continue;
      const isMember = categories.of(group, walk.present).some(({ categoryId }) => categoryId === use.categoryId);
      for (const record of recordsAt(walk, readers, spoken, !isMember)) batch.push(record);
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
      await nextTurn();
    }
    if (batch.length > 0) yield batch;
  }
}

/** `spoken`: the segments of the import that hold the content, by position. */
function recordsAt(
  walk: ContentWalk,
  readers: readonly EntryReader[],
  spoken: readonly number[],
  isHeldBack: boolean,
): readonly StoredSetRecord[] {
  const entriesOf = (index: number) => readers[index]?.entries(walk.cursor(index).start, walk.cursor(index).end) ?? [];
  const { sizeBytes } = describedBy(walk.present.flatMap(entriesOf));
  return spoken.flatMap((index) =>
    entriesOf(index).map(({ kind, attributes: text }): StoredSetRecord => {
      const attributes = attributesFromJson(text);
      return {
        digests: readers[index]?.digestsAt(walk.cursor(index).start) ?? {},
        kind,
        sizeBytes,
        ...(attributes === undefined ? {} : { attributes }),
        isHeldBack,
      };
    }),
  );
}
