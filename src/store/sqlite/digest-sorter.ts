import type { Digest } from '../../core/digest.ts';
import { orderOfWords } from './word-order.ts';

/**
 * Collects single digests of one algorithm as raw bytes and hands them out sorted, so that they enter the B-trees of
 * the database in order. A chunk is full at `capacity`; memory is fixed.
 */
export class DigestSorter {
  readonly sizeBytes: number;
  readonly capacity: number;
  readonly #values: Buffer;
  readonly #lines: Float64Array;
  #count = 0;

  constructor(sizeBytes: number, capacity: number) {
    this.sizeBytes = sizeBytes;
    this.capacity = capacity;
    this.#values = Buffer.allocUnsafe(sizeBytes * capacity);
    this.#lines = new Float64Array(capacity);
  }

  get isFull(): boolean {
    return this.#count === this.capacity;
  }

  add(value: Digest, line: number): void {
    this.#values.write(value, this.#count * this.sizeBytes, 'hex');
    this.#lines[this.#count] = line;
    this.#count += 1;
  }

  /** The distinct values in order of their bytes, each with the first line that has it; leaves the sorter empty. */
  drain(): SortedDigests {
    const order = this.#sortedOrder();
    const values = Buffer.allocUnsafe(this.#count * this.sizeBytes);
    const lines = new Float64Array(this.#count);
    let kept = 0;
    for (const index of order) {
      const start = index * this.sizeBytes;
      const isRepeat =
        kept > 0 &&
        values.compare(
          this.#values,
          start,
          start + this.sizeBytes,
          (kept - 1) * this.sizeBytes,
          kept * this.sizeBytes,
        ) === 0;
      if (isRepeat) continue;
      this.#values.copy(values, kept * this.sizeBytes, start, start + this.sizeBytes);
      lines[kept] = this.#lines[index] ?? 0;
      kept += 1;
    }
    const repeats = this.#count - kept;
    this.#count = 0;
    return { sizeBytes: this.sizeBytes, count: kept, repeats, values, lines };
  }

  /** Radix sort by the first four bytes, stable, then the rest of the bytes within runs that share them. */
  #sortedOrder(): Uint32Array {
    const keys = new Uint32Array(this.#count);
    for (let index = 0; index < this.#count; index += 1)
      keys[index] = this.#values.readUInt32BE(index * this.sizeBytes);
    const order = orderOfWords(keys);
    this.#sortRuns(order, keys);
    return order;
  }

  #sortRuns(order: Uint32Array, keys: Uint32Array): void {
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && keys[order[end] ?? 0] === keys[order[start] ?? 0]) end += 1;
      if (end - start > 1) order.subarray(start, end).sort((a, b) => this.#compare(a, b) || a - b);
      start = end;
    }
  }

  #compare(a: number, b: number): number {
    const size = this.sizeBytes;
    return this.#values.compare(this.#values, b * size, (b + 1) * size, a * size, (a + 1) * size);
  }
}

export interface SortedDigests {
  readonly sizeBytes: number;
  readonly count: number;
  /** Values that stood there more than once, and were left out. */
  readonly repeats: number;
  readonly values: Buffer;
  readonly lines: Float64Array;
}
