import { digestSizeBytes, type Algorithm } from '../../../core/digest.ts';
import { blockEntries, indexEntryBytes } from './block-format.ts';
import type { Segment } from './segment.ts';

/** Goes through contents in the order of one algorithm's digest: its first eight bytes as two numbers. */
export interface ContentCursor {
  /** Moves to the next content; false behind the last one. */
  next(): boolean;
  readonly high: number;
  readonly low: number;
  /** Where its entries start in the segment. */
  readonly start: number;
}

/** Contents of a segment, in its order, each once: those that are not unpacked, or all. */
export class SegmentCursor implements ContentCursor {
  readonly segment: Segment;
  high = 0;
  low = 0;
  start = 0;
  /** Behind its last entry. */
  end = 0;
  readonly #size: number;
  readonly #key: Buffer;
  #block: Buffer = Buffer.alloc(0);
  #blockStart = 0;

  readonly #which: 'packed' | 'all';

  constructor(segment: Segment, which: 'packed' | 'all' = 'packed') {
    this.segment = segment;
    this.#which = which;
    this.#size = digestSizeBytes[segment.first];
    this.#key = Buffer.alloc(this.#size);
  }

  /** The digest of the segment's first algorithm; good until the next step. */
  get key(): Buffer {
    return this.#key;
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
    this.start = position;
    this.high = this.#block.readUInt32BE(at);
    this.low = this.#block.readUInt32BE(at + 4);
    this.#block.copy(this.#key, 0, at, at + this.#size);
    let end = position + 1;
    while (end < this.segment.entries && this.#isSame(end)) end += 1;
    this.end = end;
  }

  #isSame(position: number): boolean {
    const at = this.#load(position);
    if (this.#block.readUInt32BE(at) !== this.high || this.#block.readUInt32BE(at + 4) !== this.low) return false;
    return this.#block.compare(this.#key, 0, this.#size, at, at + this.#size) === 0;
  }

  #load(position: number): number {
    const within = position - this.#blockStart;
    if (within >= 0 && within < blockEntries && this.#block.length > 0) return within * this.#size;
    const number = Math.floor(position / blockEntries);
    this.#block = this.segment.digestsOnce(this.segment.first, number);
    this.#blockStart = number * blockEntries;
    return (position - this.#blockStart) * this.#size;
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
  #block: Buffer = Buffer.alloc(0);
  #number = -1;
  #at = 0;

  constructor(segment: Segment, algorithm: Algorithm) {
    this.#segment = segment;
    this.#algorithm = algorithm;
    this.#blocks = segment.directory(algorithm).length / 8;
  }

  next(): boolean {
    do {
      this.#at += indexEntryBytes;
      if (this.#at >= this.#block.length) {
        if (this.#number + 1 >= this.#blocks) return false;
        this.#number += 1;
        this.#block = this.#segment.index(this.#algorithm, this.#number);
        this.#at = 0;
      }
      this.start = this.#block.readUInt32LE(this.#at + 8);
    } while (this.#segment.isUnpacked(this.start));
    this.high = this.#block.readUInt32BE(this.#at);
    this.low = this.#block.readUInt32BE(this.#at + 4);
    return true;
  }
}

export function cursorOf(segment: Segment, algorithm: Algorithm): ContentCursor {
  return algorithm === segment.first ? new SegmentCursor(segment) : new IndexCursor(segment, algorithm);
}

/**
 * Every two contents, one of each side, whose digests begin with the same eight bytes: those that may share the digest. Both
 * sides in order.
 */
export function joinContents(
  a: ContentCursor,
  b: ContentCursor,
  visit: (startA: number, startB: number) => void,
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
      for (const startA of left) for (const startB of right) visit(startA, startB);
    }
  }
}
