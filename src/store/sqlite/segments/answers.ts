import type { CategoryMembership, DigestQuery, LookupAnswer } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { findSorted } from './find-content.ts';
import type { Segment } from './segment.ts';
import { sortQueries } from './sort-queries.ts';
import { categoriesOf, type Standing, standingNow, usesInForce } from './standing.ts';

/** More at once are no faster, and the garbage lives longer. */
const mostAtOnce = 1 << 18;

/** Answers about contents of segments; undefined where no segment in force has the digest: then rows may know it. */
export function answerFromSegments(
  connection: Connection,
  queries: readonly DigestQuery[],
): readonly (LookupAnswer | undefined)[] {
  const answers: (LookupAnswer | undefined)[] = Array.from(queries, () => undefined);
  const segments = listSegments(connection);
  if (segments.length === 0) return answers;
  const holders = new Holders(connection, segments);
  for (let from = 0; from < queries.length; from += mostAtOnce) {
    const part = queries.length <= mostAtOnce ? queries : queries.slice(from, from + mostAtOnce);
    answerPart(segments, holders, part, (index, answer) => {
      answers[from + index] = answer;
    });
  }
  return answers;
}

function answerPart(
  segments: readonly Segment[],
  holders: Holders,
  queries: readonly DigestQuery[],
  answer: (index: number, answer: LookupAnswer) => void,
): void {
  // The first segment that has it gives the content its number.
  const mediaIds = new Float64Array(queries.length);
  const held = new Uint32Array(queries.length);
  for (const sorted of sortQueries(queries)) {
    segments.forEach((segment, nth) => {
      findSorted(segment, sorted, (position, start) => {
        const index = sorted.queries[position] ?? 0;
        if (held[index] === 0) mediaIds[index] = segment.firstMediaId + start;
        held[index] = holders.with(held[index] ?? 0, nth);
      });
    });
  }
  for (let index = 0; index < queries.length; index += 1) {
    const categories = held[index] === 0 ? undefined : holders.categoriesOf(held[index] ?? 0);
    if (categories === undefined) continue;
    const ids = [mediaIds[index] ?? 0];
    answer(index, { known: true, categories, inConflict: false, ambiguous: false, mediaIds: ids });
  }
}

/** The sets of segments that contents stand in, numbered from 1; 0 is none. All contents of one share the list of categories. */
class Holders {
  readonly #connection: Connection;
  readonly #segments: readonly Segment[];
  readonly #standing: Standing;
  readonly #sets: (readonly number[])[] = [[]];
  readonly #next = new Map<number, number>();
  readonly #categories = new Map<number, readonly CategoryMembership[] | undefined>();

  constructor(connection: Connection, segments: readonly Segment[]) {
    this.#connection = connection;
    this.#segments = segments;
    this.#standing = standingNow(connection);
  }

  /** The set, and one more. */
  with(set: number, segment: number): number {
    const key = set * this.#segments.length + segment;
    let next = this.#next.get(key);
    if (next === undefined) {
      next = this.#sets.push([...(this.#sets[set] ?? []), segment]) - 1;
      this.#next.set(key, next);
    }
    return next;
  }

  /** Undefined where nothing in force is said of them. */
  categoriesOf(set: number): readonly CategoryMembership[] | undefined {
    if (!this.#categories.has(set)) this.#categories.set(set, this.#derive(set));
    return this.#categories.get(set);
  }

  #derive(set: number): readonly CategoryMembership[] | undefined {
    const segments = (this.#sets[set] ?? []).flatMap((nth) => this.#segments[nth] ?? []);
    if (usesInForce(segments, this.#standing).length === 0) return undefined;
    return categoriesOf(segments, this.#standing).map(({ categoryId, importId }) => ({
      categoryId: this.#connection.categoryName(categoryId),
      kind: this.#standing.categories.get(categoryId)?.kind ?? 'alert',
      importId,
      sinceUtc: this.#importedAt(importId),
    }));
  }

  #importedAt(importId: number): string {
    const sql = 'SELECT imported_at_utc AS at FROM import WHERE import_id = ?';
    return this.#connection.get<{ at: string }>(sql, importId)?.at ?? '';
  }
}
