import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { outputFailure } from './write-atomic.ts';

// Absent flags (Windows) are 0. A link is not followed, and a FIFO that took the file's place does not block.
const plainFlags = constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file to which is only added, for its owner alone. To be closed or removed. Each method throws `OUTPUT_FAILED`. */
export class AppendFile {
  readonly path: string;
  readonly #file: number;
  #sizeBytes: number;
  #isClosed = false;

  constructor(path: string, file: number, sizeBytes: number) {
    this.path = path;
    this.#file = file;
    this.#sizeBytes = sizeBytes;
  }

  /** Fills the buffer from that place on and gives the number of bytes: 0 at the end. */
  read(buffer: Uint8Array, offset: number): number {
    return attempt(this.path, () => readSync(this.#file, buffer, 0, buffer.length, offset));
  }

  /** The whole of it, or nothing, where the disk is full in the middle of it. */
  append(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    } catch (error) {
      this.truncate(this.#sizeBytes);
      throw outputFailure(this.path, error);
    }
    this.#sizeBytes += bytes.length;
  }

  /** Cuts off what is behind. */
  truncate(sizeBytes: number): void {
    attempt(this.path, () => ftruncateSync(this.#file, sizeBytes));
    this.#sizeBytes = sizeBytes;
  }

  /** Does nothing the second time. */
  close(): void {
    if (!this.#isClosed) closeSync(this.#file);
    this.#isClosed = true;
  }

  /** Closes it as well: Windows removes no file that is open. */
  remove(): void {
    this.close();
    attempt(this.path, () => rmSync(this.path, { force: true }));
  }
}

/** A new, empty file: nothing may be there, not even a link that leads nowhere. Throws `OUTPUT_FAILED`. */
export function createAppendFile(path: string): AppendFile {
  const file = attempt(path, () => openSync(path, plainFlags | constants.O_CREAT | constants.O_EXCL, 0o600));
  return new AppendFile(path, file, 0);
}

/**
 * The file that is there; undefined where nothing is. Throws `OUTPUT_EXISTS` where it is no plain file, or one that somebody put
 * there who has no say in this folder (as anybody can in `/tmp`); `OUTPUT_FAILED`.
 */
export function openAppendFile(path: string): AppendFile | undefined {
  const found = attempt(path, () => lstatSync(path, { bigint: true, throwIfNoEntry: false }));
  if (found === undefined) return undefined;
  refuseForeign(path, found);
  const file = attempt(path, () => openSync(path, plainFlags));
  try {
    const opened = fstatSync(file, { bigint: true });
    refuseForeign(path, opened);
    return new AppendFile(path, file, Number(opened.size));
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** What the owner of the folder puts there is accepted: he could replace everything else there too. */
function refuseForeign(path: string, stats: BigIntStats): void {
  const hint = 'Look at what it is and move it away.';
  if (!stats.isFile()) {
    throw new CriskitError('OUTPUT_EXISTS', `${printable(path)} is there already and is not a file.`, { path, hint });
  }
  const own = process.geteuid?.();
  if (own === undefined || stats.uid === BigInt(own)) return;
  const folder = attempt(path, () => statSync(dirname(path), { bigint: true }));
  if (stats.uid === folder.uid) return;
  throw new CriskitError('OUTPUT_EXISTS', `${printable(path)} is there already and belongs to somebody else.`, {
    path,
    hint,
  });
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (systemErrorCode(error) === undefined || error instanceof CriskitError) throw error;
    throw outputFailure(path, error);
  }
}
