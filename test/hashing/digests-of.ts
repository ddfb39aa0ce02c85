import { hash } from 'node:crypto';
import type { Algorithm, Digests } from '../../src/core/digest.ts';
import { blake3 } from '../../src/hashing/registry.ts';

/** The digests of content that is in memory, as OpenSSL gives them in one go. It has no BLAKE3: b3sum judges that elsewhere. */
export function digestsOf(bytes: Uint8Array, algorithms: readonly Algorithm[]): Digests {
  return Object.fromEntries(
    algorithms.map((id) => [id, id === 'blake3' ? blake3.digestOf(bytes) : hash(id, bytes, 'hex')]),
  );
}
