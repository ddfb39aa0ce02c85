import { SegmentCursor } from './cursors.ts';
import type { Segment } from './segment.ts';

/**
 * Goes through the contents of several segments of the same algorithms, each content once, in the order of their first one: a
 * content that is in several of them, and unpacked in none, has the same digests in all of them.
 */
export class ContentWalk {
  readonly segments: readonly Segment[];
  readonly #cursors: readonly SegmentCursor[];
  readonly #hasMore: boolean[];
  /** Those that have the current content, by position in `segments`, ascending. */
  readonly present: number[] = [];
  #isStarted = false;

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
    this.#cursors = segments.map((segment) => new SegmentCursor(segment));
    this.#hasMore = segments.map(() => false);
  }

  next(): boolean {
    if (this.#isStarted) for (const index of this.present) this.#step(index);
    else for (let index = 0; index < this.#cursors.length; index += 1) this.#step(index);
    this.#isStarted = true;
    this.present.length = 0;
    for (let index = 0; index < this.#cursors.length; index += 1) {
      if (this.#hasMore[index] !== true) continue;
      const order =
        this.present.length === 0 ? 0 : compareKeys(this.cursor(index).key, this.cursor(this.present[0] ?? 0).key);
      if (order > 0) continue;
      if (order < 0) this.present.length = 0;
      this.present.push(index);
    }
    return this.present.length > 0;
  }

  cursor(index: number): SegmentCursor {
    const cursor = this.#cursors[index];
    if (cursor === undefined) throw new RangeError('There is no such segment in the walk.');
    return cursor;
  }

  /** The number of the media that the current content is. */
  get mediaId(): number {
    const index = this.present[0] ?? 0;
    return (this.segments[index]?.firstMediaId ?? 0) + this.cursor(index).start;
  }

  #step(index: number): void {
    this.#hasMore[index] = this.cursor(index).next();
  }
}

export function compareKeys(a: Uint32Array, b: Uint32Array): number {
  for (let word = 0; word < a.length; word += 1) {
    const difference = (a[word] ?? 0) - (b[word] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Segments that have the same algorithms, in the order of their masks. */
export function segmentsByMask(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const groups = Map.groupBy(segments, ({ mask }) => mask);
  return [...groups.keys()].toSorted((a, b) => a - b).map((mask) => groups.get(mask) ?? []);
}
