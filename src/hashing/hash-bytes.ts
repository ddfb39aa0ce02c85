import type { Algorithm, Digests } from '../core/digest.ts';
import { createHasherSet } from './lookup.ts';

/** The digests of content that is in memory already. */
export function hashBytes(bytes: Uint8Array, algorithms: readonly Algorithm[]): Digests {
  const hashers = createHasherSet(algorithms);
  hashers.update(bytes);
  return hashers.digests();
}
