import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import type { Digests } from '../core/digest.ts';
import { systemErrorCode, systemErrorText } from '../core/errors.ts';
import type { FileStamp, UnhashedFile } from './contract.ts';

/** What became of one file, without its place in the caller's list. */
export type FileHash = HashedBytes | Unhashed;

interface HashedBytes {
  readonly kind: 'hashed';
  readonly sizeBytes: number;
  readonly digests: Digests;
  readonly stamp: FileStamp;
}

type Unhashed = Omit<UnhashedFile, 'index'>;

/** What file-type needs to recognise nearly everything. */
export const headSizeBytes = 4100;

// Read-only. A link is not followed and a FIFO that took the file's place does not block. Absent flags (Windows) are 0.
const plainFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const flagsWithoutAccessTime = plainFlags | (constants.O_NOATIME ?? 0);

/**
 * A regular file that is read once, from beginning to end. It must hold exactly the bytes that its size states, and have
 * the same size and times after reading as before: else it has no digest. A change within the same tick of the file
 * system's clock (1 to 10 ms, 2 s on FAT) that leaves the size as it was cannot be noticed.
 */
export class OpenFile {
  readonly kind = 'open';
  readonly #file: number;
  readonly #before: Stats;
  readonly #head: Uint8Array;
  readonly #onBytes: (bytes: number) => void;
  #sizeBytes = 0;

  constructor(file: number, before: Stats, head: Uint8Array, onBytes: (bytes: number) => void) {
    this.#file = file;
    this.#before = before;
    this.#head = head;
    this.#onBytes = onBytes;
  }

  /** Bytes read up to now; after the end, the size of the file. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Fills `piece` with the next bytes and returns how many they are: fewer than it holds only where the file has ended. */
  read(piece: Uint8Array): number {
    let filled = 0;
    // To the end, not to the stated size: a file may hold more than it states. But a file that grows for ever ends here.
    while (filled < piece.length && this.#sizeBytes <= this.#before.size) {
      const count = readSync(this.#file, piece, filled, piece.length - filled, null);
      if (count === 0) break;
      if (this.#sizeBytes < this.#head.length) this.#keepHead(piece.subarray(filled, filled + count));
      const wasFilled = filled + count === piece.length;
      filled += count;
      this.#sizeBytes += count;
      this.#onBytes(count);
      // Fewer bytes than asked for, and as many as stated: the end. Asking once more would take as long as a small file.
      if (!wasFilled && this.#sizeBytes === this.#before.size) break;
    }
    return filled;
  }

  /** After the last read: undefined where the digests of the bytes that were read are those of the file. */
  findChange(): Unhashed | undefined {
    const message = describeChange(this.#before, fstatSync(this.#file), this.#sizeBytes);
    return message === undefined ? undefined : { kind: 'unhashed', code: 'changed-while-read', message };
  }

  hashed(digests: Digests): FileHash {
    const { mtimeMs, ctimeMs, ino } = this.#before;
    return { kind: 'hashed', sizeBytes: this.#sizeBytes, digests, stamp: { mtimeMs, ctimeMs, inode: ino } };
  }

  close(): void {
    closeSync(this.#file);
  }

  #keepHead(bytes: Uint8Array): void {
    this.#head.set(bytes.subarray(0, this.#head.length - this.#sizeBytes), this.#sizeBytes);
  }
}

/** To be closed by the caller. `head` takes the first bytes of the file, as many as it holds. */
export function openFile(path: Uint8Array, head: Uint8Array, onBytes: (bytes: number) => void): OpenFile | Unhashed {
  try {
    const file = openReadOnly(path as Buffer);
    try {
      const before = fstatSync(file);
      if (before.isFile()) return new OpenFile(file, before, head, onBytes);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    closeSync(file);
    return notAFile('it is not a regular file');
  } catch (error) {
    return failureOf(error);
  }
}

/** Only what the system says of this file is its own failure; anything else stops the run. */
export function failureOf(error: unknown): Unhashed {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  const code = systemErrorCode(error);
  if (code === 'ELOOP' || code === 'EMLINK') return notAFile('it is a link');
  if (code === 'EISDIR') return notAFile('it is a folder');
  if (code === 'ENXIO') return notAFile('it is not a regular file');
  return { kind: 'unhashed', code: 'unreadable', message: `The file cannot be read: ${systemErrorText(error)}.` };
}

/** The time of the last access is left alone where the system lets us: for files that belong to the process's user. */
function openReadOnly(name: Buffer): number {
  try {
    return openSync(name, flagsWithoutAccessTime);
  } catch (error) {
    if (flagsWithoutAccessTime === plainFlags || systemErrorCode(error) !== 'EPERM') throw error;
    return openSync(name, plainFlags);
  }
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

function notAFile(reason: string): Unhashed {
  return { kind: 'unhashed', code: 'not-a-file', message: `Nothing to hash: ${reason}.` };
}
