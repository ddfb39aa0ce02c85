import { createHash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const sha1: HashAlgorithm = {
  id: 'sha1',
  definedBy: 'FIPS 180-4, SHA-1',
  create: () => {
    const hash = createHash('sha1');
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => hash.digest('hex') as Digest<'sha1'>,
    };
  },
};
