import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Algorithm } from '../core/digest.ts';
import { systemErrorCode, systemErrorText } from '../core/errors.ts';
import type { HashedFile, UnhashedFile } from './contract.ts';
import { createHasherSet } from './lookup.ts';

/** What became of one file, without its place in the caller's list. */
export type FileHash = Omit<HashedFile, 'index'> | Omit<UnhashedFile, 'index'>;

/** What file-type needs to recognise nearly everything. */
export const headSizeBytes = 4100;

/** Memory that is filled: lent by the caller, so that nothing is allocated for each file. */
export interface Workspace {
  /** Read through, and used again from file to file. */
  readonly buffer: Uint8Array;
  /** Takes the first bytes of this file; the `head` of its result is a part of it. At least `headSizeBytes` long. */
  readonly head: Uint8Array;
}

// Read-only. A link is not followed and a FIFO that took the file's place does not block. Absent flags (Windows) are 0.
const plainFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const flagsWithoutAccessTime = plainFlags | (constants.O_NOATIME ?? 0);

/**
 * All digests of a regular file in one read. The file must hold exactly the bytes that its size states, and have the same size and times after reading as before: else it has no
 * digest. A change within the same tick of the file system's clock (1 to 10 ms, 2 s on FAT) that leaves the size as it
 * was cannot be noticed.
 */
export function hashFileSync(
  path: Uint8Array,
  algorithms: readonly Algorithm[],
  workspace: Workspace,
  onBytes: (bytes: number) => void,
): FileHash {
  try {
    const file = openReadOnly(path);
    try {
      return hashOpenFile(file, algorithms, workspace, onBytes);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return failure(error);
  }
}

/** The time of the last access is left alone where the system lets us: for files that belong to the process's user. */
function openReadOnly(path: Uint8Array): number {
  const name = path as Buffer;
  try {
    return openSync(name, flagsWithoutAccessTime);
  } catch (error) {
    if (flagsWithoutAccessTime === plainFlags || systemErrorCode(error) !== 'EPERM') throw error;
    return openSync(name, plainFlags);
  }
}

function hashOpenFile(
  file: number,
  algorithms: readonly Algorithm[],
  workspace: Workspace,
  onBytes: (bytes: number) => void,
): FileHash {
  const before = fstatSync(file);
  if (!before.isFile()) return notAFile('it is not a regular file');
  const hashers = createHasherSet(algorithms);
  const { buffer } = workspace;
  const head = workspace.head.subarray(0, headSizeBytes);
  let sizeBytes = 0;
  // To the end, not to the stated size: a file may hold more than it states. But a file that grows for ever ends here.
  while (sizeBytes <= before.size) {
    const count = readSync(file, buffer, 0, buffer.length, null);
    if (count === 0) break;
    const piece = count === buffer.length ? buffer : buffer.subarray(0, count);
    // A read may give fewer bytes than asked for, so that the head can come in pieces.
    if (sizeBytes < head.length) head.set(piece.subarray(0, head.length - sizeBytes), sizeBytes);
    hashers.update(piece);
    sizeBytes += count;
    onBytes(count);
  }
  const changed = describeChange(before, fstatSync(file), sizeBytes);
  if (changed !== undefined) return { kind: 'unhashed', code: 'changed-while-read', message: changed };
  return { kind: 'hashed', sizeBytes, digests: hashers.digests(), head: head.subarray(0, sizeBytes) };
}

function describeChange(before: Stats, after: Stats, readBytes: number): string | undefined {
  if (readBytes !== before.size) {
    return `The file stated ${before.size} bytes and gave ${readBytes}: it changed while it was read, and has no digest.`;
  }
  const same =
    before.size === after.size &&
    before.mtimeMs === after.mtimeMs &&
    before.ctimeMs === after.ctimeMs &&
    before.ino === after.ino;
  return same ? undefined : 'The file changed while it was read, and has no digest.';
}

/** Only what the system says of this file is its own failure; anything else stops the run. */
function failure(error: unknown): FileHash {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  const code = systemErrorCode(error);
  if (code === 'ELOOP' || code === 'EMLINK') return notAFile('it is a link');
  if (code === 'EISDIR') return notAFile('it is a folder');
  if (code === 'ENXIO') return notAFile('it is not a regular file');
  return { kind: 'unhashed', code: 'unreadable', message: `The file cannot be read: ${systemErrorText(error)}.` };
}

function notAFile(reason: string): FileHash {
  return { kind: 'unhashed', code: 'not-a-file', message: `Nothing to hash: ${reason}.` };
}
