import { createHash } from 'node:crypto';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

export const md5: HashAlgorithm = {
  id: 'md5',
  definedBy: 'RFC 1321',
  create: () => {
    const hash = createHash('md5');
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => hash.digest('hex') as Digest<'md5'>,
    };
  },
};
