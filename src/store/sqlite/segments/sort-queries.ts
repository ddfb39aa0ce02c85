import { type Algorithm, algorithms, digestSizeBytes } from '../../../core/digest.ts';
import type { DigestQuery } from '../../contract.ts';
import { orderOfWords } from '../word-order.ts';
import type { SortedDigests } from './find-content.ts';

/** Queries of one algorithm, sorted; `queries` are the positions of its digests in the list that was given. */
export interface SortedQueries extends SortedDigests {
  readonly queries: Uint32Array;
}

/** By algorithm. */
export function sortQueries(all: readonly DigestQuery[]): readonly SortedQueries[] {
  return algorithms.flatMap((algorithm) => {
    const queries = positionsOf(all, algorithm);
    if (queries.length === 0) return [];
    const length = digestSizeBytes[algorithm] / 4;
    const words = new Uint32Array(queries.length * length);
    const firstWords = new Uint32Array(queries.length);
    queries.forEach((position, index) => {
      const value = all[position]?.value ?? '';
      for (let word = 0; word < length; word += 1) words[index * length + word] = wordOfDigits(value, word * 8);
      firstWords[index] = words[index * length] ?? 0;
    });
    return [{ algorithm, queries, words, order: orderOfWords(firstWords) }];
  });
}

function positionsOf(all: readonly DigestQuery[], algorithm: Algorithm): Uint32Array {
  const positions = new Uint32Array(all.length);
  let count = 0;
  for (let index = 0; index < all.length; index += 1) {
    if (all[index]?.algorithm !== algorithm) continue;
    positions[count] = index;
    count += 1;
  }
  return positions.subarray(0, count);
}

/** Eight hexadecimal digits. The engine's own ways of decoding take several times as long, for each of so many texts. */
function wordOfDigits(digits: string, at: number): number {
  let word = 0;
  for (let index = at; index < at + 8; index += 1) word = (word << 4) | (valueOfDigit[digits.charCodeAt(index)] ?? 0);
  return word >>> 0;
}

const valueOfDigit = new Uint8Array(128);
for (const digits of ['0123456789abcdef', '0123456789ABCDEF']) {
  for (const [value, digit] of [...digits].entries()) valueOfDigit[digit.charCodeAt(0)] = value;
}
