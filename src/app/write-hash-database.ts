import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { sha256OfStream, streamInput } from '../files/read-file.ts';
import { writeAtomicByPath } from '../files/write-atomic.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../hashsets/contract.ts';
import { readBack } from '../hashsets/read-back.ts';
import { type WrittenSummary, writeHashSetDatabase } from '../hashsets/write-hash-set.ts';
import type { HashFileResult, HashFileTarget } from './write-hash-file.ts';

/** `writeHashFile` for formats whose files are databases, with the same promises. */
export async function writeHashDatabase(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  target: HashFileTarget,
): Promise<HashFileResult> {
  const { path, signal } = target;
  let summary: WrittenSummary | undefined;
  const writtenSummary = (): WrittenSummary => {
    if (summary === undefined) throw new CriskitError('INTERNAL', 'The database is not written yet.');
    return summary;
  };
  const write = async (temporaryPath: string): Promise<void> => {
    summary = await writeHashSetDatabase(format, untilInterrupted(records, signal), temporaryPath, options);
  };
  const { sha256 } = await writeAtomicByPath(path, write, {
    ifExists: target.replace ? 'replace' : 'refuse',
    signal,
    verify: async (temporaryPath, written) => {
      const { fingerprint } = writtenSummary();
      await readBack(format, { path: temporaryPath }, fingerprint, options, { name: path, signal });
      await target.beforeName?.(written.sha256, writtenSummary());
    },
  });
  return { ...writtenSummary(), sha256 };
}

/** What such a file would be: written where temporary files go, and taken away again. */
export async function digestHashDatabase(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  signal: AbortSignal,
): Promise<HashFileResult> {
  const folder = await mkdtemp(join(tmpdir(), 'criskit-export-'));
  try {
    const path = join(folder, 'hash-set');
    const summary = await writeHashSetDatabase(format, untilInterrupted(records, signal), path, options);
    return { ...summary, sha256: await sha256OfStream(streamInput(path, { signal })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* untilInterrupted<T>(batches: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const batch of batches) {
    throwIfInterrupted(signal);
    yield batch;
  }
}
