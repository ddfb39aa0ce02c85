import { digestSizeBytes, type Algorithm } from '../../../core/digest.ts';
import { blockEntries, fromWords, indexEntryBytes, toWords } from './block-format.ts';
import { BlockSearch } from './block-search.ts';
import type { Segment } from './segment.ts';

/** Digests of one algorithm as words, end to end, and the order of their values. */
export interface SortedDigests {
  readonly algorithm: Algorithm;
  readonly words: Uint32Array;
  /** Positions, of the smallest digest first: by the first four bytes at least. */
  readonly order: Uint32Array;
}

/** Where the contents that have the digest start in the segment, unpacked ones left out. Mostly none or one. */
export function findContents(segment: Segment, algorithm: Algorithm, value: Buffer): readonly number[] {
  const found: number[] = [];
  findSorted(segment, { algorithm, words: toWords(value), order: new Uint32Array(1) }, (_, start) => {
    if (!found.includes(start)) found.push(start);
  });
  return found;
}

/** The same for many digests at once: blocks are read in their order, each once. `visit` is given the position of the digest. */
export function findSorted(
  segment: Segment,
  digests: SortedDigests,
  visit: (position: number, start: number) => void,
): void {
  if (digests.algorithm === segment.first) findInOrder(segment, digests, visit);
  else if (segment.algorithms.includes(digests.algorithm)) findByIndex(segment, digests, visit);
}

function findInOrder(
  segment: Segment,
  { words, order }: SortedDigests,
  visit: (position: number, start: number) => void,
): void {
  const length = digestSizeBytes[segment.first] / 4;
  const search = new BlockSearch(segment.directory(segment.first), length, (block) => segment.words(block));
  for (const position of order) {
    const from = position * length;
    const [high, low] = [words[from] ?? 0, words[from + 1] ?? 0];
    for (let isThere = search.seek(high, low); isThere; isThere = search.next(high, low)) {
      if (!search.isAt(words, from)) continue;
      const start = search.block * blockEntries + search.at / length;
      if (!segment.isUnpacked(start)) visit(position, start);
      // What follows are other entries of the same content.
      break;
    }
  }
}

function findByIndex(
  segment: Segment,
  { algorithm, words, order }: SortedDigests,
  visit: (position: number, start: number) => void,
): void {
  const length = digestSizeBytes[algorithm] / 4;
  const search = new BlockSearch(segment.directory(algorithm), indexEntryBytes / 4, (block) =>
    segment.index(algorithm, block),
  );
  for (const position of order) {
    const from = position * length;
    const [high, low] = [words[from] ?? 0, words[from + 1] ?? 0];
    for (let isThere = search.seek(high, low); isThere; isThere = search.next(high, low)) {
      const start = search.items[search.at + 2] ?? 0;
      const value = fromWords(words.subarray(from, from + length));
      if (segment.hasDigest(algorithm, start, value) && !segment.isUnpacked(start)) visit(position, start);
    }
  }
}
