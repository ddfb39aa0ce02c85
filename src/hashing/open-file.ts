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

/** How files are read. */
export interface ReadingSettings {
  /** Told of every read. */
  readonly onBytes: (bytes: number) => void;
  /** Whether to read past the system's cache where a file system can; the pieces must begin on pages then. */
  readonly pastCache?: boolean;
  /** Told where a file could not be read past the cache, and was read through it. */
  readonly onCached?: () => void;
  /** Told before and after what may wait for a disk. */
  readonly onWait?: (isWaiting: boolean) => void;
}

// Read-only. A link is not followed and a FIFO that took the file's place does not block. Absent flags (Windows) are 0.
const plainFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const flagWithoutAccessTime = constants.O_NOATIME ?? 0;
const flagPastCache = constants.O_DIRECT ?? 0;

/** Codes of systems and file systems that do not read past their cache, or not in such pieces. */
const refusesPastCache: ReadonlySet<string | undefined> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * A regular file that is read once, from beginning to end. It must hold exactly the bytes that its size states, and have
 * the same size and times after reading as before: else it has no digest. A change within the same tick of the file
 * system's clock (1 to 10 ms, 2 s on FAT) that leaves the size as it was cannot be noticed.
 */
export class OpenFile {
  readonly kind = 'open';
  readonly #path: Uint8Array;
  readonly #before: Stats;
  readonly #head: Uint8Array;
  readonly #settings: ReadingSettings;
  #file: number;
  #isPastCache: boolean;
  #sizeBytes = 0;

  constructor(opened: Opened, before: Stats, path: Uint8Array, head: Uint8Array, settings: ReadingSettings) {
    this.#file = opened.file;
    this.#isPastCache = opened.isPastCache;
    this.#before = before;
    this.#path = path;
    this.#head = head;
    this.#settings = settings;
  }

  /** What the system says that the file holds. */
  get statedBytes(): number {
    return this.#before.size;
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
      this.#settings.onWait?.(true);
      const count = this.#readSome(piece, filled);
      this.#settings.onWait?.(false);
      if (count === 0) break;
      if (this.#sizeBytes < this.#head.length) this.#keepHead(piece.subarray(filled, filled + count));
      const wasFilled = filled + count === piece.length;
      filled += count;
      this.#sizeBytes += count;
      this.#settings.onBytes(count);
      // Fewer bytes than asked for, and as many as stated: the end. Asking once more would take as long as a small file.
      // Past the cache, nothing can be read from the middle of a page.
      if (!wasFilled && (this.#sizeBytes === this.#before.size || this.#isPastCache)) break;
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

  #readSome(piece: Uint8Array, filled: number): number {
    try {
      return readSync(this.#file, piece, filled, piece.length - filled, null);
    } catch (error) {
      if (!this.#isPastCache || this.#sizeBytes > 0 || !refusesPastCache.has(systemErrorCode(error))) throw error;
      this.#openThroughCache();
      return readSync(this.#file, piece, filled, piece.length - filled, null);
    }
  }

  /** Another file that has taken the place of this one meanwhile has other times or another inode: `findChange` sees it. */
  #openThroughCache(): void {
    const again = openPlain(this.#path as Buffer, 0);
    closeSync(this.#file);
    this.#file = again;
    this.#isPastCache = false;
    this.#settings.onCached?.();
  }

  #keepHead(bytes: Uint8Array): void {
    this.#head.set(bytes.subarray(0, this.#head.length - this.#sizeBytes), this.#sizeBytes);
  }
}

/** To be closed by the caller. `head` takes the first bytes of the file, as many as it holds. */
export function openFile(path: Uint8Array, head: Uint8Array, settings: ReadingSettings): OpenFile | Unhashed {
  try {
    settings.onWait?.(true);
    const opened = openReadOnly(path as Buffer, settings);
    settings.onWait?.(false);
    try {
      const before = fstatSync(opened.file);
      if (before.isFile()) return new OpenFile(opened, before, path, head, settings);
    } catch (error) {
      closeSync(opened.file);
      throw error;
    }
    closeSync(opened.file);
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

interface Opened {
  readonly file: number;
  readonly isPastCache: boolean;
}

function openReadOnly(name: Buffer, { pastCache = false, onCached }: ReadingSettings): Opened {
  if (!pastCache) return { file: openPlain(name, 0), isPastCache: false };
  if (flagPastCache !== 0) {
    try {
      return { file: openPlain(name, flagPastCache), isPastCache: true };
    } catch (error) {
      if (!refusesPastCache.has(systemErrorCode(error))) throw error;
    }
  }
  onCached?.();
  return { file: openPlain(name, 0), isPastCache: false };
}

/** The time of the last access is left alone where the system lets us: for files that belong to the process's user. */
function openPlain(name: Buffer, moreFlags: number): number {
  try {
    return openSync(name, plainFlags | moreFlags | flagWithoutAccessTime);
  } catch (error) {
    if (flagWithoutAccessTime === 0 || systemErrorCode(error) !== 'EPERM') throw error;
    return openSync(name, plainFlags | moreFlags);
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
