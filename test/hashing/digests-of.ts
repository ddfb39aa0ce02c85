import type { Algorithm, Digests } from '../../src/core/digest.ts';
import { createHasherSet } from '../../src/hashing/lookup.ts';

/** The digests of content that is in memory already. */
export function digestsOf(bytes: Uint8Array, algorithms: readonly Algorithm[]): Digests {
  const hashers = createHasherSet(algorithms);
  hashers.update(bytes);
  return hashers.digests();
}
