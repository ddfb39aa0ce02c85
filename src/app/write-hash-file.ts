import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { passing } from '../files/pieces.ts';
import { streamInput } from '../files/read-file.ts';
import { writeAtomic, type WrittenFile } from '../files/write-atomic.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import { compareFingerprints } from '../hashsets/read-back.ts';
import type { RecordSource } from '../hashsets/record-count.ts';
import { type WrittenSummary, verifyHashSet, writeHashSet } from '../hashsets/write-hash-set.ts';
import { readWritten, type WrittenContent } from './read-written.ts';
import { ReadWrittenThread } from './read-written-in-thread.ts';
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

/** A file that grows beyond this is read back in a thread while it is written; for a smaller one none is worth starting. */
const threadFromBytes = 8 * 1024 * 1024;

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
  const reading = new ReadingBack(format, records, options, target);
  try {
    const { sha256 } = await writeAtomic(target.path, writing.bytes, {
      ifExists: target.replace ? 'replace' : 'refuse',
      signal: target.signal,
      onGrowth: (temporaryPath, sizeBytes) => reading.follow(temporaryPath, sizeBytes),
      verify: async (temporaryPath, written) => {
        const summary = writing.summary();
        await reading.compare(temporaryPath, written, summary);
        await writeCompanion(format, options, target);
        await target.beforeName?.(written.sha256, summary);
      },
    });
    return { ...writing.summary(), sha256 };
  } finally {
    await reading.end();
  }
}

/** Reads one file back and compares: where it is large and tells its records, in a thread while it is written. */
class ReadingBack {
  readonly #format: HashSetFormat;
  readonly #records: RecordSource;
  readonly #options: WriteOptions;
  readonly #target: HashFileTarget;
  #thread: ReadWrittenThread | undefined;

  constructor(format: HashSetFormat, records: RecordSource, options: WriteOptions, target: HashFileTarget) {
    this.#format = format;
    this.#records = records;
    this.#options = options;
    this.#target = target;
  }

  /** Told how large the file is while it grows. */
  follow(temporaryPath: string, sizeBytes: number): void {
    const { verifyWritten, id } = this.#format;
    if (verifyWritten !== undefined || sizeBytes < threadFromBytes) return;
    const { path: name, signal } = this.#target;
    const settings = { path: temporaryPath, name, format: id, options: this.#options };
    this.#thread ??= new ReadWrittenThread(settings, signal);
    this.#thread.grown(sizeBytes);
  }

  /** To be called when the file is whole. Throws `OUTPUT_DIFFERS`, also where not all that was written was read. */
  async compare(path: string, written: WrittenFile, { fingerprint }: WrittenSummary): Promise<void> {
    const { path: name } = this.#target;
    let sha256: Digest<'sha256'>;
    if (this.#format.verifyWritten === undefined) {
      const content = await this.#read(path, written);
      compareFingerprints(content.fingerprint, fingerprint, name);
      sha256 = content.sha256;
    } else sha256 = await this.#verify(path);
    if (sha256 === written.sha256) return;
    throw new CriskitError('OUTPUT_DIFFERS', `${name} does not read back as written: its bytes are others.`);
  }

  async #read(path: string, { sizeBytes }: WrittenFile): Promise<WrittenContent> {
    if (this.#thread !== undefined) return this.#thread.finish(sizeBytes);
    const { path: name, signal } = this.#target;
    return readWritten(this.#format, streamWritten(path, signal), this.#options, { name, signal });
  }

  async end(): Promise<void> {
    await this.#thread?.end();
  }

  async #verify(path: string): Promise<Digest<'sha256'>> {
    const hash = createHash('sha256');
    const bytes = passing(streamWritten(path, this.#target.signal), (chunk) => hash.update(chunk));
    await verifyHashSet(this.#format, bytes, this.#records(), this.#options);
    return hash.digest('hex') as Digest<'sha256'>;
  }
}

/** A set of no records may be a file of no bytes. */
async function* streamWritten(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).size > 0) yield* streamInput(path, { signal });
}
