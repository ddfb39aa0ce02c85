import { algorithms, type Algorithm } from '../../../core/digest.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { categoriesOf, countContents, standingNow, usesInForce } from './standing.ts';

/** What segments add to the counts of the database: contents, their digests in force, and their categories by number. */
export function countSegmentStats(connection: Connection): {
  readonly media: number;
  readonly digests: Readonly<Record<Algorithm, number>>;
  readonly categories: ReadonlyMap<number, number>;
} {
  const standing = standingNow(connection);
  const digests = Object.fromEntries(algorithms.map((algorithm) => [algorithm, 0])) as Record<Algorithm, number>;
  const categories = new Map<number, number>();
  let media = 0;
  countContents(listSegments(connection), (segments, count) => {
    media += count;
    if (usesInForce(segments, standing).length === 0) return;
    for (const algorithm of segments[0]?.algorithms ?? []) digests[algorithm] += count;
    for (const { categoryId } of categoriesOf(segments, standing)) {
      categories.set(categoryId, (categories.get(categoryId) ?? 0) + count);
    }
  });
  return { media, digests, categories };
}
