import { closeSync, mkdtempSync, openSync, readSync, rmdirSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { viewOf } from '../../../core/byte-words.ts';
import { CriskitError, systemErrorText } from '../../../core/errors.ts';

export const bucketCount = 256;
const bufferBytes = 1 << 16;

interface Extent {
  readonly at: number;
  readonly length: number;
}

/**
 * Items of bytes in 256 buckets, in memory and then in a file that has no name and is gone when the process is. Items of a bucket keep
 * their order, and an extent of the file holds whole items.
 */
export class Spool {
  readonly #file: number;
  readonly #buffers: (Buffer | undefined)[] = Array.from({ length: bucketCount });
  readonly #views: (DataView | undefined)[] = Array.from({ length: bucketCount });
  readonly #used = new Uint32Array(bucketCount);
  readonly #extents: Extent[][] = Array.from({ length: bucketCount }, () => []);
  #fileBytes = 0;

  readonly #beside: string;
  /** Where the system does not let go of a file that is open. */
  #leftOver: string | undefined;

  /** `beside`: the file on whose disk there is room. Throws DATABASE_FAILED, as everything that writes to it does. */
  constructor(beside: string) {
    this.#beside = beside;
    this.#file = this.#reported(() => {
      const folder = mkdtempSync(join(dirname(beside), '.criskit-'));
      const path = join(folder, 'spool');
      const file = openSync(path, 'wx+', 0o600);
      try {
        unlinkSync(path);
        rmdirSync(folder);
      } catch {
        this.#leftOver = folder;
      }
      return file;
    });
  }

  /** Makes room for an item of that many bytes and returns where it starts in `bufferOf` and `viewOf`. */
  room(bucket: number, bytes: number): number {
    const used = this.#used[bucket] ?? 0;
    const buffer = this.#buffers[bucket];
    if (buffer !== undefined && used + bytes <= buffer.length) {
      this.#used[bucket] = used + bytes;
      return used;
    }
    if (used > 0) this.#flush(bucket);
    if (buffer === undefined || bytes > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(bufferBytes, bytes));
      this.#buffers[bucket] = larger;
      this.#views[bucket] = viewOf(larger);
    }
    this.#used[bucket] = bytes;
    return 0;
  }

  bufferOf(bucket: number): Buffer {
    const buffer = this.#buffers[bucket];
    if (buffer === undefined) throw new RangeError('No room was made in the bucket.');
    return buffer;
  }

  /** Of the same bytes, for numbers. */
  viewOf(bucket: number): DataView {
    const view = this.#views[bucket];
    if (view === undefined) throw new RangeError('No room was made in the bucket.');
    return view;
  }

  bytesIn(bucket: number): number {
    return (this.#extents[bucket] ?? []).reduce((sum, { length }) => sum + length, this.#used[bucket] ?? 0);
  }

  /** The whole bucket, in the order in which its items came, at the beginning of `into`, which has `bytesIn` or more. */
  read(bucket: number, into: Buffer): void {
    let to = 0;
    for (const { at, length } of this.#extents[bucket] ?? []) {
      this.#readAt(into, to, at, length);
      to += length;
    }
    const used = this.#used[bucket] ?? 0;
    if (used > 0) this.bufferOf(bucket).copy(into, to, 0, used);
  }

  /** The bucket in pieces of whole items. */
  *pieces(bucket: number): Generator<Buffer> {
    for (const { at, length } of this.#extents[bucket] ?? []) {
      const piece = Buffer.allocUnsafe(length);
      this.#readAt(piece, 0, at, length);
      yield piece;
    }
    const used = this.#used[bucket] ?? 0;
    if (used > 0) yield this.bufferOf(bucket).subarray(0, used);
  }

  close(): void {
    closeSync(this.#file);
    if (this.#leftOver !== undefined) rmSync(this.#leftOver, { recursive: true, force: true });
    this.#buffers.fill(undefined);
    this.#views.fill(undefined);
  }

  #readAt(into: Buffer, to: number, at: number, length: number): void {
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, into, to + done, length - done, at + done);
      if (count === 0) throw new RangeError('A temporary file is shorter than what was written to it.');
      done += count;
    }
  }

  #flush(bucket: number): void {
    const length = this.#used[bucket] ?? 0;
    const buffer = this.bufferOf(bucket);
    for (let done = 0; done < length; ) {
      done += this.#reported(() => writeSync(this.#file, buffer, done, length - done, this.#fileBytes + done));
    }
    this.#extents[bucket]?.push({ at: this.#fileBytes, length });
    this.#fileBytes += length;
    this.#used[bucket] = 0;
  }

  #reported<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw new CriskitError(
        'DATABASE_FAILED',
        `A large list is sorted in a temporary file beside ${this.#beside}, and that failed: ${systemErrorText(error)}. Nothing was changed.`,
        { path: this.#beside, hint: 'It takes about as much room as the list itself.', cause: error },
      );
    }
  }
}
