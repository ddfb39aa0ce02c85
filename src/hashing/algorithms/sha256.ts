import { createHash, hash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const sha256: HashAlgorithm = {
  id: 'sha256',
  definedBy: 'FIPS 180-4, SHA-256',
  create: () => {
    const running = createHash('sha256');
    return {
      update: (bytes) => void running.update(bytes),
      digest: () => running.digest('hex') as Digest<'sha256'>,
    };
  },
  digestOf: (bytes) => hash('sha256', bytes, 'hex') as Digest<'sha256'>,
};
