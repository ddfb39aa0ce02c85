import { digestSizeBytes, type Algorithm } from '../../../core/digest.ts';
import { blockEntries, indexEntryBytes } from './block-format.ts';
import type { Segment } from './segment.ts';

/** Goes through contents in the order of one algorithm's digest: its first eight bytes as two words. */
export interface ContentCursor {
  /** Moves to the next content; false behind the last one. */
  next(): boolean;
  readonly high: number;
  readonly low: number;
  /** Where its entries start in the segment. */
  readonly start: number;
}

const noWords = new Uint32Array(0);

/** Contents of a segment, in its order, each once: those that are not unpacked, or all. */
export class SegmentCursor implements ContentCursor {
  readonly segment: Segment;
  high = 0;
  low = 0;
  start = 0;
  /** Behind its last entry. */
  end = 0;
  /** The digest of the segment's first algorithm, as words; good until the next step. */
  readonly key: Uint32Array;
  readonly #which: 'packed' | 'all';
  readonly #words: number;
  #block: Uint32Array = noWords;
  #blockStart = 0;

  constructor(segment: Segment, which: 'packed' | 'all' = 'packed') {
    this.segment = segment;
    this.#which = which;
    this.#words = digestSizeBytes[segment.first] / 4;
    this.key = new Uint32Array(this.#words);
  }

  next(): boolean {
    do {
      if (this.end >= this.segment.entries) return false;
      this.#take(this.end);
    } while (this.#which === 'packed' && this.segment.isUnpacked(this.start));
    return true;
  }

  #take(position: number): void {
    const at = this.#load(position);
    for (let word = 0; word < this.#words; word += 1) this.key[word] = this.#block[at + word] ?? 0;
    this.start = position;
    this.high = this.key[0] ?? 0;
    this.low = this.key[1] ?? 0;
    let end = position + 1;
    while (end < this.segment.entries && this.#isSame(end)) end += 1;
    this.end = end;
  }

  #isSame(position: number): boolean {
    const at = this.#load(position);
    for (let word = 0; word < this.#words; word += 1) {
      if (this.#block[at + word] !== this.key[word]) return false;
    }
    return true;
  }

  #load(position: number): number {
    const within = position - this.#blockStart;
    if (within >= 0 && within < blockEntries && this.#block.length > 0) return within * this.#words;
    const number = Math.floor(position / blockEntries);
    this.#block = this.segment.wordsOnce(number);
    this.#blockStart = number * blockEntries;
    return (position - this.#blockStart) * this.#words;
  }
}

/** Contents of a segment that are not unpacked, in the order of another algorithm. */
export class IndexCursor implements ContentCursor {
  high = 0;
  low = 0;
  start = 0;
  readonly #segment: Segment;
  readonly #algorithm: Algorithm;
  readonly #blocks: number;
  #block: Uint32Array = noWords;
  #number = -1;
  #at = 0;

  constructor(segment: Segment, algorithm: Algorithm) {
    this.#segment = segment;
    this.#algorithm = algorithm;
    this.#blocks = segment.directory(algorithm).length / 2;
  }

  next(): boolean {
    do {
      this.#at += indexEntryBytes / 4;
      if (this.#at >= this.#block.length) {
        if (this.#number + 1 >= this.#blocks) return false;
        this.#number += 1;
        this.#block = this.#segment.indexOnce(this.#algorithm, this.#number);
        this.#at = 0;
      }
      this.start = this.#block[this.#at + 2] ?? 0;
    } while (this.#segment.isUnpacked(this.start));
    this.high = this.#block[this.#at] ?? 0;
    this.low = this.#block[this.#at + 1] ?? 0;
    return true;
  }
}

export function cursorOf(segment: Segment, algorithm: Algorithm): ContentCursor {
  return algorithm === segment.first ? new SegmentCursor(segment) : new IndexCursor(segment, algorithm);
}

/**
 * The contents of each side whose digests begin with the same eight bytes, where both sides have some: those that may share the
 * digest. Both sides in order. Mostly one of each.
 */
export function joinContents(
  a: ContentCursor,
  b: ContentCursor,
  visit: (startsA: readonly number[], startsB: readonly number[]) => void,
): void {
  let [hasA, hasB] = [a.next(), b.next()];
  while (hasA && hasB) {
    const order = a.high - b.high || a.low - b.low;
    if (order < 0) hasA = a.next();
    else if (order > 0) hasB = b.next();
    else {
      const { high, low } = a;
      const [left, right]: [number[], number[]] = [[], []];
      for (; hasA && a.high === high && a.low === low; hasA = a.next()) left.push(a.start);
      for (; hasB && b.high === high && b.low === low; hasB = b.next()) right.push(b.start);
      visit(left, right);
    }
  }
}
