import { createHash } from 'node:crypto';
import type { Digest } from '../core/digest.ts';
import { passing } from '../files/pieces.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import type { Fingerprint } from '../hashsets/fingerprint.ts';
import { fingerprintOfFile } from '../hashsets/read-back.ts';

/** What a written file turned out to hold. */
export interface WrittenContent {
  readonly fingerprint: Fingerprint;
  readonly sha256: Digest<'sha256'>;
}

/** Reads a written hash set from its bytes. Throws `OUTPUT_DIFFERS` where anything in it is an issue. */
export async function readWritten(
  format: HashSetFormat,
  bytes: AsyncIterable<Uint8Array>,
  options: WriteOptions,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<WrittenContent> {
  const hash = createHash('sha256');
  const companion = async () => format.companion?.write?.(options);
  const source = { bytes: passing(bytes, (chunk) => hash.update(chunk)) };
  const fingerprint = await fingerprintOfFile(format, source, options, { name, signal, companion });
  return { fingerprint, sha256: hash.digest('hex') as Digest<'sha256'> };
}
