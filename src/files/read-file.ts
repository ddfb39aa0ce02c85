import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Digest } from '../core/digest.ts';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { printable } from '../core/printable.ts';
import { formatBytes } from '../core/units.ts';

/** A document in memory. */
export interface InputFile {
  readonly bytes: Uint8Array;
  readonly sha256: Digest<'sha256'>;
}

/** Of text: of its UTF-8. */
export function sha256Of(content: Uint8Array | string): Digest<'sha256'> {
  return createHash('sha256').update(content).digest('hex') as Digest<'sha256'>;
}

/** Of all the pieces, one behind the other. */
export async function sha256OfStream(pieces: AsyncIterable<Uint8Array>): Promise<Digest<'sha256'>> {
  const hash = createHash('sha256');
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex') as Digest<'sha256'>;
}

const chunkSizeBytes = 1024 * 1024;

/**
 * Reads a whole document, read-only. Throws `INPUT_UNREADABLE` (also where it changes while it is read),
 * `INPUT_NOT_A_FILE`, `INPUT_EMPTY`, and `INPUT_TOO_LARGE` above `maxBytes`.
 */
export async function readInput(path: string, options: { readonly maxBytes: number }): Promise<InputFile> {
  const input = await openInput(path);
  try {
    if (input.before.size > options.maxBytes) throw tooLarge(path, options.maxBytes);
    // Room for one byte more than is stated, so that a file which holds more is noticed.
    const buffer = Buffer.allocUnsafeSlow(input.before.size + 1);
    const length = await fill(input, buffer);
    await assertUnchanged(input, length);
    const bytes = buffer.subarray(0, length);
    return { bytes, sha256: sha256Of(bytes) };
  } finally {
    await input.file.close();
  }
}

/**
 * Reads a file of any size in pieces of 1 MiB (the last one shorter), read-only; each piece is the caller's to keep.
 * Throws like `readInput`: on the first piece where the file cannot be opened or is empty, behind the last one where it
 * has changed meanwhile.
 */
export async function* streamInput(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = await openInput(path);
  try {
    let read = 0;
    // While a piece is looked at the next one is read.
    let next = readAhead(input);
    for (let length = chunkSizeBytes; length === chunkSizeBytes; read += length) {
      throwIfInterrupted(options.signal);
      const piece = await next;
      length = piece.length;
      if (length === chunkSizeBytes) next = readAhead(input);
      if (length > 0) yield piece;
    }
    await assertUnchanged(input, read);
  } finally {
    await input.file.close();
  }
}

/** Where nobody comes to ask for the piece, that it could not be read is no matter: the file is closed then. */
function readAhead(input: OpenInput): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(chunkSizeBytes);
  const piece = fill(input, buffer).then((length) => buffer.subarray(0, length));
  piece.catch(() => undefined);
  return piece;
}

export interface OpenInput {
  readonly path: string;
  readonly file: FileHandle;
  readonly before: Stats;
}

/** A FIFO or a device that nobody feeds does not hold us up: it is opened without waiting, and refused. */
export async function openInput(path: string): Promise<OpenInput> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw openFailure(path, error);
  }
  try {
    const before = await file.stat();
    if (!before.isFile()) throw notAFile(path, before.isDirectory() ? 'a folder' : 'a device, pipe or socket');
    if (before.size === 0) throw new CriskitError('INPUT_EMPTY', `${printable(path)} is empty.`, { path });
    return { path, file, before };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads until the buffer is full or the file ends, from where it stands or from `offset`; gives the number of bytes. */
export async function fill({ file, path }: OpenInput, buffer: Buffer, offset?: number): Promise<number> {
  let length = 0;
  try {
    while (length < buffer.length) {
      const at = offset === undefined ? null : offset + length;
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, at);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
  } catch (error) {
    throw unreadable(path, `cannot be read to the end: ${systemErrorText(error)}`, error);
  }
  return length;
}

/** Throws `INPUT_UNREADABLE` where the file is not as long as what was read of it, or has changed since it was opened. */
export async function assertUnchanged({ file, path, before }: OpenInput, readBytes: number): Promise<void> {
  const after = await file.stat();
  const same = readBytes === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs;
  if (!same) throw unreadable(path, 'changed while it was read');
}

function openFailure(path: string, error: unknown): CriskitError {
  const code = systemErrorCode(error);
  if (code === 'EISDIR') return notAFile(path, 'a folder');
  if (code === 'ENXIO') return notAFile(path, 'a device, pipe or socket');
  if (code === 'ENOENT') return unreadable(path, 'does not exist', error, 'Check the spelling of the path.');
  return unreadable(path, `cannot be opened: ${systemErrorText(error)}`, error);
}

function unreadable(path: string, what: string, cause?: unknown, hint?: string): CriskitError {
  const details = { path, cause, ...(hint === undefined ? {} : { hint }) };
  return new CriskitError('INPUT_UNREADABLE', `${printable(path)} ${what}.`, details);
}

function notAFile(path: string, what: string): CriskitError {
  return new CriskitError('INPUT_NOT_A_FILE', `${printable(path)} is ${what}, not a file.`, { path });
}

function tooLarge(path: string, maxBytes: number): CriskitError {
  const message = `${printable(path)} is larger than the ${formatBytes(maxBytes)} that are read of such a document.`;
  return new CriskitError('INPUT_TOO_LARGE', message, { path });
}
