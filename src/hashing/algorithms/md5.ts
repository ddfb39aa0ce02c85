import { createHash, hash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const md5: HashAlgorithm = {
  id: 'md5',
  definedBy: 'RFC 1321',
  create: () => {
    const running = createHash('md5');
    return {
      update: (bytes) => void running.update(bytes),
      digest: () => running.digest('hex') as Digest<'md5'>,
    };
  },
  digestOf: (bytes) => hash('md5', bytes, 'hex') as Digest<'md5'>,
};
