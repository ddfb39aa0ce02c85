import { createRequire } from 'node:module';
import type * as Native from '@napi-rs/blake-hash';
import type { Digest } from '../../core/digest.ts';
import type { HashAlgorithm } from '../contract.ts';

const require = createRequire(import.meta.url);

/** Loaded when first needed: it costs each thread 10 ms, and most runs hash without it. */
let native: typeof Native | undefined;

export const blake3: HashAlgorithm = {
  id: 'blake3',
  definedBy: 'BLAKE3 specification (O’Connor, Aumasson, Neves, Wilcox-O’Hearn), 256 bits of output',
  create: () => {
    native ??= require('@napi-rs/blake-hash') as typeof Native;
    const hash = new native.Blake3Hasher();
    return {
      update: (bytes) => void hash.update(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      digest: () => hash.digest('hex') as Digest<'blake3'>,
    };
  },
};
