import { readFileSync } from 'node:fs';
import type { Digest } from '../../core/digest.ts';
import { readBlake3Package } from '../algorithms/blake3-package.ts';
import { createHasherSet } from '../lookup.ts';

/** What computes the digests on this machine. Null: cannot be read. */
export interface HashingImplementations {
  /** MD5, SHA-1 and SHA-256, through node:crypto. */
  readonly openssl: string;
  readonly blake3: { readonly name: string; readonly version: string | null };
  /** MD5 of several files side by side. */
  readonly laneModule: { readonly name: string; readonly sha256: Digest<'sha256'> | null };
}

const laneModuleName = 'md5-lanes.wasm';

export function readImplementations(): HashingImplementations {
  return {
    openssl: process.versions.openssl,
    blake3: readBlake3Package(),
    laneModule: { name: laneModuleName, sha256: laneModuleDigest() },
  };
}

function laneModuleDigest(): Digest<'sha256'> | null {
  const hashers = createHasherSet(['sha256']);
  try {
    hashers.update(readFileSync(new URL(`../lanes/${laneModuleName}`, import.meta.url)));
  } catch {
    return null;
  }
  return hashers.digests().sha256 ?? null;
}
