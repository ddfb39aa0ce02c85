import { algorithms, type Algorithm, type Digest, type Digests } from '../../core/digest.ts';
import type { MediaKind } from '../../core/media.ts';
import { outcomes, type Outcome } from '../../core/outcome.ts';

/** The small numbers that stand in the database for words; `db/README.md` lists them. Never renumbered. */

const kinds: readonly MediaKind[] = ['image', 'video', 'other', 'unknown'];

export function algorithmCode(algorithm: Algorithm): number {
  return algorithms.indexOf(algorithm) + 1;
}

export function algorithmOfCode(code: number): Algorithm {
  return wordOf(algorithms, code, 'algorithm');
}

export function kindCode(kind: MediaKind): number {
  return kinds.indexOf(kind) + 1;
}

export function kindOfCode(code: number): MediaKind {
  return wordOf(kinds, code, 'kind');
}

export function outcomeCode(outcome: Outcome | null): number | null {
  return outcome === null ? null : outcomes.indexOf(outcome) + 1;
}

export function outcomeOfCode(code: number | null): Outcome | null {
  return code === null ? null : wordOf(outcomes, code, 'outcome');
}

/** One bit per algorithm: which digests a document stated. */
export function statedMask(digests: Digests): number {
  return algorithms.reduce((mask, algorithm, bit) => (digests[algorithm] === undefined ? mask : mask | (1 << bit)), 0);
}

export function isStated(mask: number, algorithm: Algorithm): boolean {
  return (mask & (1 << algorithms.indexOf(algorithm))) !== 0;
}

export function digestToBlob(value: Digest): Buffer {
  return Buffer.from(value, 'hex');
}

export function digestFromBlob<A extends Algorithm>(value: Uint8Array): Digest<A> {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') as Digest<A>;
}

function wordOf<T>(words: readonly T[], code: number, what: string): T {
  const word = words[code - 1];
  if (word === undefined) throw new RangeError(`The database holds ${what} ${code}, which has no meaning.`);
  return word;
}
