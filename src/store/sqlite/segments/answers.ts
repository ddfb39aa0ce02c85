import type { CategoryMembership, DigestQuery, LookupAnswer } from '../../contract.ts';
import { digestToBlob } from '../codes.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { findContents } from './find-content.ts';
import type { Segment } from './segment.ts';
import { categoriesOf, type Standing, standingNow, usesInForce } from './standing.ts';

/** Answers about contents of segments; undefined where no segment in force has the digest: then rows may know it. */
export class SegmentAnswers {
  readonly #connection: Connection;
  readonly #segments: readonly Segment[];
  readonly #standing: Standing;
  /** By the segments that a content stands in: all of them share the list of categories. */
  readonly #categories = new Map<string, readonly CategoryMembership[] | undefined>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#segments = listSegments(connection);
    this.#standing = standingNow(connection);
  }

  answer({ algorithm, value }: DigestQuery): LookupAnswer | undefined {
    if (this.#segments.length === 0) return undefined;
    const blob = digestToBlob(value);
    const holders: Segment[] = [];
    let mediaId = 0;
    for (const segment of this.#segments) {
      const [start] = findContents(segment, algorithm, blob);
      if (start === undefined) continue;
      if (holders.length === 0) mediaId = segment.firstMediaId + start;
      holders.push(segment);
    }
    if (holders.length === 0) return undefined;
    const categories = this.#categoriesOf(holders);
    if (categories === undefined) return undefined;
    return { known: true, categories, inConflict: false, ambiguous: false, mediaIds: [mediaId] };
  }

  /** Undefined where nothing in force is said of them. */
  #categoriesOf(holders: readonly Segment[]): readonly CategoryMembership[] | undefined {
    const key = holders.map(({ segmentId }) => segmentId).join();
    if (this.#categories.has(key)) return this.#categories.get(key);
    const memberships =
      usesInForce(holders, this.#standing).length === 0
        ? undefined
        : categoriesOf(holders, this.#standing).map(
            ({ categoryId, importId }): CategoryMembership => ({
              categoryId: this.#connection.categoryName(categoryId),
              kind: this.#standing.categories.get(categoryId)?.kind ?? 'alert',
              importId,
              sinceUtc: this.#importedAt(importId),
            }),
          );
    this.#categories.set(key, memberships);
    return memberships;
  }

  #importedAt(importId: number): string {
    const sql = 'SELECT imported_at_utc AS at FROM import WHERE import_id = ?';
    return this.#connection.get<{ at: string }>(sql, importId)?.at ?? '';
  }
}
