import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Digest } from '../core/digest.ts';
import { streamInput } from '../files/read-file.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import { readBack } from '../hashsets/read-back.ts';
import type { RecordSource } from '../hashsets/record-count.ts';
import { type HashSetWriting, type WrittenSummary, verifyHashSet, writeHashSet } from '../hashsets/write-hash-set.ts';
import { writeCompanion } from './write-companion.ts';
import { writeHashDatabase } from './write-hash-database.ts';

export interface HashFileTarget {
  /** Absolute. */
  readonly path: string;
  readonly replace: boolean;
  readonly signal: AbortSignal;
  /** Called when the file is written and read back, before it gets its name; what it throws leaves no file. */
  readonly beforeName?: (sha256: Digest<'sha256'>, summary: WrittenSummary) => Promise<void>;
}

export interface HashFileResult extends WrittenSummary {
  readonly sha256: Digest<'sha256'>;
}

/**
 * Writes a hash set, reads it back and compares, writes the file that belongs to it, where there is one, and only then
 * gives it its name. Throws OUTPUT_…, FORMAT_CANNOT.
 */
export async function writeHashFile(
  format: HashSetFormat,
  records: RecordSource,
  options: WriteOptions,
  target: HashFileTarget,
): Promise<HashFileResult> {
  if (format.writeDatabase !== undefined) return writeHashDatabase(format, records(), options, target);
  const writing = writeHashSet(format, records(), options);
  const { sha256 } = await writeAtomic(target.path, writing.bytes, {
    ifExists: target.replace ? 'replace' : 'refuse',
    signal: target.signal,
    verify: (temporaryPath) => verifyWritten(temporaryPath, format, { records, writing }, options, target),
  });
  return { ...writing.summary(), sha256 };
}

async function verifyWritten(
  temporaryPath: string,
  format: HashSetFormat,
  { records, writing }: { readonly records: RecordSource; readonly writing: HashSetWriting },
  options: WriteOptions,
  target: HashFileTarget,
): Promise<void> {
  const summary = writing.summary();
  const hash = createHash('sha256');
  const bytes = passing(readWritten(temporaryPath, target.signal), (chunk) => hash.update(chunk));
  if (format.verifyWritten === undefined) {
    const companion = async () => format.companion?.write?.(options);
    const reading = { name: target.path, signal: target.signal, companion };
    await readBack(format, { bytes }, summary.fingerprint, options, reading);
  } else await verifyHashSet(format, bytes, records(), options);
  await writeCompanion(format, options, target);
  await target.beforeName?.(hash.digest('hex') as Digest<'sha256'>, summary);
}

/** A set of no records may be a file of no bytes. */
async function* readWritten(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).size > 0) yield* streamInput(path, { signal });
}

/** The same pieces, each shown to `see` on its way. */
export async function* passing(
  source: AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    see(chunk);
    yield chunk;
  }
}
