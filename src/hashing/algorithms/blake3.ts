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
    const running = new (load().Blake3Hasher)();
    return {
      update: (bytes) => void running.update(asBuffer(bytes)),
      digest: () => running.digest('hex') as Digest<'blake3'>,
    };
  },
  digestOf: (bytes) => load().blake3(asBuffer(bytes)).toString('hex') as Digest<'blake3'>,
};

function load(): typeof Native {
  native ??= require('@napi-rs/blake-hash') as typeof Native;
  return native;
}

/** The same bytes, as the native part takes them. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
