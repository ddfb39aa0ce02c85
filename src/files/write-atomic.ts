import { createHash } from 'node:crypto';
import { type FileHandle, link, lstat, open, realpath, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Digest } from '../core/digest.ts';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { printable } from '../core/printable.ts';
import { inBlocks } from './pieces.ts';
import { randomName } from './random-name.ts';
import { withoutLinks } from './without-links.ts';

export interface WriteAtomicOptions {
  /** Default: a file that exists already is replaced. With `refuse` it stays, and `OUTPUT_EXISTS` is thrown. */
  readonly ifExists?: 'replace' | 'refuse';
  /** Exact permissions of the file; default: owner reads and writes, group reads, less what the umask takes away. */
  readonly mode?: number;
  /** Reads back what was written, under its temporary name; what it throws is thrown, and nothing gets the name. */
  readonly verify?: (temporaryPath: string, written: WrittenFile) => Promise<void>;
  readonly signal?: AbortSignal;
  /** Told, as often as much was added, how many bytes the temporary file has. What it throws ends the writing. */
  readonly onGrowth?: (temporaryPath: string, sizeBytes: number) => void;
}

export interface WrittenFile {
  readonly sizeBytes: number;
  readonly sha256: Digest<'sha256'>;
}

/**
 * Writes a file so that under its name there is, at any moment, the old content whole or the new content whole: to a
 * temporary name in the same folder, flushed, verified, renamed. On failure and interruption the temporary file goes.
 * A link is written through. Chunks stay as they are once they are handed over. Throws `OUTPUT_FAILED`, `OUTPUT_EXISTS`,
 * `INTERRUPTED`, and what `chunks` and `verify` throw.
 */
export async function writeAtomic(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  options: WriteAtomicOptions = {},
): Promise<WrittenFile> {
  return throughTemporary(path, options, (file, temporary) =>
    fill(path, file, chunks, options, (sizeBytes) => options.onGrowth?.(temporary, sizeBytes)),
  );
}

/**
 * The same for what can only be written by its path, such as a database: `write` is given that of the temporary file,
 * which is there and empty, and leaves no other file beside it. Size and SHA-256 are read from the file.
 */
export async function writeAtomicByPath(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
  options: WriteAtomicOptions = {},
): Promise<WrittenFile> {
  return throughTemporary(path, options, async (file, temporary) => {
    await fill(path, file, [], options);
    await write(temporary);
    return outside(path, () => flushAndDigest(temporary, options.signal));
  });
}

/** `produce` fills the temporary file, flushes it and closes it. */
async function throughTemporary(
  path: string,
  options: WriteAtomicOptions,
  produce: (file: FileHandle, temporary: string) => Promise<WrittenFile>,
): Promise<WrittenFile> {
  const target = await findTarget(path, options.ifExists ?? 'replace');
  const temporary = join(dirname(target), `.criskit-${randomName()}.tmp`);
  const file = await outside(path, () => open(temporary, 'wx', options.mode ?? 0o640));
  try {
    const written = await produce(file, temporary);
    await options.verify?.(temporary, written);
    throwIfInterrupted(options.signal);
    await outside(path, () => giveName(temporary, target, options.ifExists ?? 'replace'));
    await outside(path, () => flushFolder(dirname(target)));
    return written;
  } catch (error) {
    await removeIfThere(temporary);
    throw error;
  }
}

/**
 * The path at which `writeAtomic` puts the file: where a link leads. Throws `OUTPUT_FAILED` where something is there that is no
 * file, `OUTPUT_EXISTS`; for asking before the work whose result is to be written.
 */
export async function findTarget(path: string, ifExists: 'replace' | 'refuse'): Promise<string> {
  let target: string;
  try {
    target = await realpath(path);
    if (!(await lstat(target)).isFile()) {
      throw new CriskitError('OUTPUT_FAILED', `${printable(path)} is there already and is not a file.`, { path });
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return path;
    throw error instanceof CriskitError ? error : outputFailure(path, error);
  }
  if (ifExists === 'refuse') throw alreadyThere(path);
  return target;
}

const blockSizeBytes = 256 * 1024;

/** Each block is written while the next one is made. */
async function fill(
  path: string,
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  { mode, signal }: WriteAtomicOptions,
  onGrowth?: (sizeBytes: number) => void,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  let writing = Promise.resolve();
  try {
    // The umask applies to a mode that is meant for new files, not to one that was asked for.
    if (mode !== undefined) await outside(path, () => file.chmod(mode));
    for await (const block of inBlocks(chunks, blockSizeBytes, signal)) {
      await writing;
      if (sizeBytes > 0) onGrowth?.(sizeBytes);
      writing = outside(path, () => writeWhole(file, block));
      // Thrown where it is waited for.
      writing.catch(() => undefined);
      hash.update(block);
      sizeBytes += block.length;
    }
    throwIfInterrupted(signal);
    await writing;
    await outside(path, () => file.sync());
  } finally {
    await writing.catch(() => undefined);
    // Some network shares report a full disk only here.
    await outside(path, () => file.close());
  }
  return { sizeBytes, sha256: hash.digest('hex') as Digest<'sha256'> };
}

async function flushAndDigest(path: string, signal: AbortSignal | undefined): Promise<WrittenFile> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    let sizeBytes = 0;
    for (;;) {
      throwIfInterrupted(signal);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, sizeBytes);
      if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') as Digest<'sha256'> };
      hash.update(buffer.subarray(0, bytesRead));
      sizeBytes += bytesRead;
    }
  } finally {
    await file.close();
  }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
}

async function giveName(temporary: string, target: string, ifExists: 'replace' | 'refuse'): Promise<void> {
  if (ifExists === 'replace') {
    await renameWithPatience(temporary, target);
    return;
  }
  try {
    // Unlike a rename, a link never replaces what another process has put there meanwhile.
    await link(temporary, target);
    await unlink(temporary);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw alreadyThere(target);
    if (!withoutLinks.has(systemErrorCode(error) ?? '')) throw error;
    await claimAndRename(temporary, target);
  }
}

async function claimAndRename(temporary: string, target: string): Promise<void> {
  try {
    await (await open(target, 'wx', 0o640)).close();
  } catch (error) {
    throw systemErrorCode(error) === 'EEXIST' ? alreadyThere(target) : error;
  }
  try {
    await renameWithPatience(temporary, target);
  } catch (error) {
    await removeIfThere(target);
    throw error;
  }
}

/** On Windows a virus scanner or an indexer may hold a new file for a moment. */
async function renameWithPatience(from: string, to: string): Promise<void> {
  for (let attemptsLeft = process.platform === 'win32' ? 20 : 0; ; attemptsLeft -= 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (attemptsLeft === 0 || !['EPERM', 'EBUSY', 'EACCES'].includes(systemErrorCode(error) ?? '')) throw error;
      await setTimeout(50);
    }
  }
}

/** So that the new name outlasts a power cut. Where folders cannot be flushed (Windows, some shares) nothing is lost. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'EBADF', 'ENOTSUP'].includes(systemErrorCode(error) ?? ''))
      throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  // The failure that led here is the one to report.
  await unlink(path).catch(() => undefined);
}

/** Runs what writes, and turns what the system answers into `OUTPUT_FAILED`. */
async function outside<Result>(path: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof CriskitError ? error : outputFailure(path, error);
  }
}

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, or write to another one.',
  EDQUOT: 'Your share of the disk is used up: make room, or write to another one.',
  EFBIG: 'The file would be larger than the system or the file system allows.',
  EACCES: 'You have no permission to write in this folder.',
  EPERM: 'You have no permission to write in this folder.',
  EROFS: 'The medium is read-only: write to another one.',
  ENOENT: 'The folder does not exist.',
  ENOTDIR: 'A part of the path is a file, not a folder.',
  ENAMETOOLONG: 'The name is too long for this file system.',
};

/** What the system answered to writing, as `OUTPUT_FAILED`, with what to do. */
export function outputFailure(path: string, cause: unknown): CriskitError {
  const hint = hints[systemErrorCode(cause) ?? ''];
  const message = `${printable(path)} cannot be written: ${systemErrorText(cause)}.`;
  return new CriskitError('OUTPUT_FAILED', message, { path, cause, ...(hint === undefined ? {} : { hint }) });
}

function alreadyThere(path: string): CriskitError {
  const hint = 'Choose another name, or remove the file first.';
  return new CriskitError('OUTPUT_EXISTS', `${printable(path)} exists already.`, { path, hint });
}
