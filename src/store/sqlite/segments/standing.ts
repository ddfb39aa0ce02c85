import { derive, type DerivedCategory, type DerivedMembership } from '../../derive.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { ContentWalk, segmentsByMask } from './content-walk.ts';
import type { Segment, SegmentUse } from './segment.ts';

/** What counts at a moment: the imports in force, and the categories with their precedence. */
export interface Standing {
  readonly imports: ReadonlySet<number>;
  readonly categories: ReadonlyMap<number, DerivedCategory>;
}

export function standingNow(connection: Connection): Standing {
  const rows = connection.all<{ id: number }>(`SELECT import_id AS id FROM import WHERE state = 'in-force'`);
  return { imports: new Set(rows.map(({ id }) => id)), categories: connection.categories() };
}

/** What is said of a content that stands in these segments, in force. */
export function usesInForce(segments: readonly Segment[], { imports }: Standing): readonly SegmentUse[] {
  return segments
    .flatMap(({ uses }) => uses)
    .filter(({ importId }) => imports.has(importId))
    .toSorted((a, b) => a.importId - b.importId);
}

/**
 * The categories of contents, by the segments that they stand in. No content of a segment is in a conflict, is content of
 * nothing, or has an outcome: such contents are rows.
 */
export class SegmentCategories {
  readonly #standing: Standing;
  /** By the numbers of the segments; of a single one as a number, which most contents stand in. */
  readonly #known = new Map<string | number | undefined, readonly DerivedMembership[]>();

  constructor(standing: Standing) {
    this.#standing = standing;
  }

  /** `present`: positions in `segments`. */
  of(segments: readonly Segment[], present: readonly number[]): readonly DerivedMembership[] {
    const key =
      present.length === 1
        ? segments[present[0] ?? 0]?.segmentId
        : present.map((index) => segments[index]?.segmentId).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const memberships = categoriesOf(
      present.flatMap((index) => segments[index] ?? []),
      this.#standing,
    );
    this.#known.set(key, memberships);
    return memberships;
  }
}

export function categoriesOf(segments: readonly Segment[], standing: Standing): readonly DerivedMembership[] {
  const assertions = usesInForce(segments, standing).map(({ importId, categoryId }) => ({
    importId,
    categoryId,
    outcome: null,
  }));
  return derive({ assertions, refilings: [], settled: [], ofNothing: false, suppressed: false }, standing.categories)
    .memberships;
}

/** How many contents of segments there are, by the segments that they stand in: `visit` is called once for each such set. */
export function countContents(
  all: readonly Segment[],
  visit: (segments: readonly Segment[], contents: number) => void,
): void {
  for (const segments of segmentsByMask(all)) {
    const [only, ...others] = segments;
    if (only === undefined) continue;
    if (others.length === 0) {
      visit(segments, only.contents - only.unpackedContents);
      continue;
    }
    const counts = new Map<string, { readonly present: readonly number[]; count: number }>();
    const walk = new ContentWalk(segments);
    while (walk.next()) {
      const key = walk.present.join();
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { present: [...walk.present], count: 1 });
      else known.count += 1;
    }
    for (const { present, count } of counts.values()) {
      visit(
        present.flatMap((index) => segments[index] ?? []),
        count,
      );
    }
  }
}

/** How many contents of segments changed their categories, and how many came into and left one of them. */
export interface SegmentChanges {
  readonly changed: number;
  readonly gained: number;
  readonly lost: number;
}

/** Between two standings, with the segments there are now. `category`: the one that `gained` and `lost` are about. */
export function countSegmentChanges(
  connection: Connection,
  before: Standing,
  category: number | null = null,
): SegmentChanges {
  const segments = listSegments(connection);
  const after = standingNow(connection);
  const moving = new Set(segments.filter((segment) => differs(segment, before, after)).map(({ mask }) => mask));
  let [changed, gained, lost] = [0, 0, 0];
  countContents(
    segments.filter(({ mask }) => moving.has(mask)),
    (present, count) => {
      const was = categoriesOf(present, before).map(({ categoryId }) => categoryId);
      const is = categoriesOf(present, after).map(({ categoryId }) => categoryId);
      if (was.toSorted().join() !== is.toSorted().join()) changed += count;
      if (category === null || was.includes(category) === is.includes(category)) return;
      if (is.includes(category)) gained += count;
      else lost += count;
    },
  );
  return { changed, gained, lost };
}

/** Whether contents of the segment could be in other categories. */
function differs(segment: Segment, before: Standing, after: Standing): boolean {
  if (before.categories !== after.categories) return true;
  return segment.uses.some(({ importId }) => before.imports.has(importId) !== after.imports.has(importId));
}
