import { createHash, hash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const sha1: HashAlgorithm = {
  id: 'sha1',
  definedBy: 'FIPS 180-4, SHA-1',
  create: () => {
    const running = createHash('sha1');
    return {
      update: (bytes) => void running.update(bytes),
      digest: () => running.digest('hex') as Digest<'sha1'>,
    };
  },
  digestOf: (bytes) => hash('sha1', bytes, 'hex') as Digest<'sha1'>,
};
