import { createHash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const sha256: HashAlgorithm = {
  id: 'sha256',
  definedBy: 'FIPS 180-4, SHA-256',
  create: () => {
    const hash = createHash('sha256');
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => hash.digest('hex') as Digest<'sha256'>,
    };
  },
};
