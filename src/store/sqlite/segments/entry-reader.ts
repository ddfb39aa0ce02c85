import { algorithms, digestSizeBytes, type Algorithm, type Digest, type Digests } from '../../../core/digest.ts';
import { blockEntries, type Details } from './block-format.ts';
import { type Entry, entryAt } from './entries.ts';
import type { Segment } from './segment.ts';

/** Reads entries of a segment in order, a block at a time: nothing is kept but the block that was read last. */
export class EntryReader {
  readonly #segment: Segment;
  #block = -1;
  #details: Details | undefined;
  #hexadecimal: readonly { readonly algorithm: Algorithm; readonly text: string; readonly length: number }[] = [];

  constructor(segment: Segment) {
    this.#segment = segment;
  }

  /** In the order of the file. */
  entries(start: number, end: number): readonly Entry[] {
    if (end === start + 1) return [this.entry(start)];
    const entries: Entry[] = [];
    for (let position = start; position < end; position += 1) entries.push(this.entry(position));
    return entries.toSorted((a, b) => a.ordinal - b.ordinal);
  }

  digestsAt(position: number): Digests {
    this.#load(position);
    const index = position % blockEntries;
    const digests: { [A in Algorithm]?: Digest } = {};
    for (const { algorithm, text, length } of this.#hexadecimal) {
      digests[algorithm] = text.slice(index * length, (index + 1) * length) as Digest;
    }
    return digests as Digests;
  }

  entry(position: number): Entry {
    this.#load(position);
    if (this.#details === undefined) this.#details = this.#segment.detailsOnce(this.#block);
    return entryAt(this.#details, position % blockEntries);
  }

  #load(position: number): void {
    const block = Math.floor(position / blockEntries);
    if (block === this.#block) return;
    this.#block = block;
    this.#details = undefined;
    this.#hexadecimal = algorithms.flatMap((algorithm) => {
      if (!this.#segment.algorithms.includes(algorithm)) return [];
      const text = this.#segment.digestsOnce(algorithm, block).toString('hex');
      return [{ algorithm, text, length: digestSizeBytes[algorithm] * 2 }];
    });
  }
}
