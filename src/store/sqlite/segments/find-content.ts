import { digestSizeBytes, type Algorithm } from '../../../core/digest.ts';
import { blockEntries, indexEntryBytes } from './block-format.ts';
import type { Segment } from './segment.ts';

/** Digests of one algorithm, end to end, and the order of their values. */
export interface SortedDigests {
  readonly algorithm: Algorithm;
  readonly values: Buffer;
  /** Positions in `values`, of the smallest digest first: by the first four bytes at least. */
  readonly order: Uint32Array;
}

/** Where the contents that have the digest start in the segment, unpacked ones left out. Mostly none or one. */
export function findContents(segment: Segment, algorithm: Algorithm, value: Buffer): readonly number[] {
  const found: number[] = [];
  findSorted(segment, { algorithm, values: value, order: new Uint32Array(1) }, (_, start) => {
    if (!found.includes(start)) found.push(start);
  });
  return found;
}

/** The same for many digests at once: blocks are read in their order, each once. `visit` is given the position of the digest. */
export function findSorted(
  segment: Segment,
  { algorithm, values, order }: SortedDigests,
  visit: (position: number, start: number) => void,
): void {
  if (!segment.algorithms.includes(algorithm)) return;
  const isFirst = algorithm === segment.first;
  const size = digestSizeBytes[algorithm];
  const itemBytes = isFirst ? size : indexEntryBytes;
  const search = new BlockSearch(segment.directory(algorithm), itemBytes, (block) =>
    isFirst ? segment.digests(algorithm, block) : segment.index(algorithm, block),
  );
  for (const position of order) {
    const from = position * size;
    const [high, low] = [wordAt(values, from), wordAt(values, from + 4)];
    for (let isThere = search.seek(high, low); isThere; isThere = search.next(high, low)) {
      const start = isFirst
        ? search.block * blockEntries + search.at / itemBytes
        : search.items.readUInt32LE(search.at + 8);
      const isSame = isFirst
        ? values.compare(search.items, search.at, search.at + size, from, from + size) === 0
        : segment.hasDigest(algorithm, start, values.subarray(from, from + size));
      if (!isSame) continue;
      if (!segment.isUnpacked(start)) visit(position, start);
      // Further entries of the same content follow.
      if (isFirst) break;
    }
  }
}

/** Items in blocks, sorted by their first eight bytes, for searches whose keys mostly come in order. */
class BlockSearch {
  block = 0;
  /** Of the current block. */
  items: Buffer = Buffer.alloc(0);
  /** Offset of the current item in it. */
  at = 0;
  readonly #directory: Buffer;
  readonly #blocks: number;
  readonly #itemBytes: number;
  readonly #load: (block: number) => Buffer;
  #loaded = -1;
  #lastHigh = 0;
  #lastLow = 0;

  constructor(directory: Buffer, itemBytes: number, load: (block: number) => Buffer) {
    this.#directory = directory;
    this.#blocks = directory.length / 8;
    this.#itemBytes = itemBytes;
    this.#load = load;
  }

  /** Goes to the first item that begins so; false where there is none. */
  seek(high: number, low: number): boolean {
    if (isBefore(high, low, this.#lastHigh, this.#lastLow)) {
      this.block = 0;
      this.at = 0;
    }
    [this.#lastHigh, this.#lastLow] = [high, low];
    const block = this.#blockOf(high, low);
    if (block !== this.block) {
      this.block = block;
      this.at = 0;
    }
    for (; this.block < this.#blocks; this.block += 1, this.at = 0) {
      this.#ensureLoaded();
      this.at = this.#lowerBound(high, low);
      if (this.at < this.items.length) return this.#isHere(high, low);
    }
    this.block = Math.max(0, this.#blocks - 1);
    this.#ensureLoaded();
    this.at = this.items.length;
    return false;
  }

  /** Goes to the next item, if it begins so too. */
  next(high: number, low: number): boolean {
    this.at += this.#itemBytes;
    if (this.at >= this.items.length) {
      if (this.block + 1 >= this.#blocks) return false;
      this.block += 1;
      this.at = 0;
      this.#ensureLoaded();
    }
    return this.#isHere(high, low);
  }

  #isHere(high: number, low: number): boolean {
    return wordAt(this.items, this.at) === high && wordAt(this.items, this.at + 4) === low;
  }

  /** The last block whose first key is smaller, from the current one on: equal keys may begin at the end of it. */
  #blockOf(high: number, low: number): number {
    const isSmaller = (block: number) =>
      isBefore(wordAt(this.#directory, block * 8), wordAt(this.#directory, block * 8 + 4), high, low);
    let from = this.block;
    // Near by first, in steps that double; then by halves.
    let step = 1;
    while (from + step < this.#blocks && isSmaller(from + step)) {
      from += step;
      step *= 2;
    }
    let to = Math.min(from + step, this.#blocks);
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (isSmaller(middle)) from = middle;
      else to = middle;
    }
    return from;
  }

  /** Offset of the first item from the current one on that is not smaller. */
  #lowerBound(high: number, low: number): number {
    const size = this.#itemBytes;
    let from = this.at / size;
    let to = this.items.length / size;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const at = middle * size;
      const word = wordAt(this.items, at);
      if (word < high || (word === high && wordAt(this.items, at + 4) < low)) from = middle + 1;
      else to = middle;
    }
    return from * size;
  }

  #ensureLoaded(): void {
    if (this.#loaded === this.block) return;
    this.items = this.#load(this.block);
    this.#loaded = this.block;
  }
}

function isBefore(highA: number, lowA: number, highB: number, lowB: number): boolean {
  return highA < highB || (highA === highB && lowA < lowB);
}

/** Four bytes, the most significant one first. */
export function wordAt(bytes: Buffer, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}
