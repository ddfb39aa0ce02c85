import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CriskitError, systemErrorText } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';

export interface ExternalSortOptions {
  /** How much is sorted in memory before it goes to a file; default 64 MiB. */
  readonly runSizeBytes?: number;
  /** How many files are merged at once; default 128. */
  readonly mostRuns?: number;
  readonly signal?: AbortSignal;
}

const lengthBytes = 4;
const readAheadBytes = 256 * 1024;
const piecesPerBatch = 4096;

/** A new folder for sorting; whoever makes it removes it in any case. */
export async function makeSortingFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'criskit-sort-')).catch(refuse);
}

export async function removeSortingFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** The same around a piece of work. Throws what `work` throws, and OUTPUT_FAILED. */
export async function withSortingFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await makeSortingFolder();
  try {
    return await work(folder);
  } finally {
    await removeSortingFolder(folder);
  }
}

/**
 * Sorts pieces of bytes of any number in bounded memory, by their bytes, ascending. What does not fit goes to files of the
 * folder, which have no name there while they are in use, so that nothing is left behind where the process is killed.
 */
export class ExternalSort {
  readonly #folder: string;
  readonly #options: Required<Omit<ExternalSortOptions, 'signal'>>;
  readonly #signal: AbortSignal | undefined;
  readonly #arena: Buffer;
  readonly #starts: Uint32Array;
  #used = 0;
  #count = 0;
  #total = 0;
  #runs: RunFile[] = [];
  #filesMade = 0;

  constructor(folder: string, options: ExternalSortOptions = {}) {
    this.#folder = folder;
    this.#signal = options.signal;
    this.#options = { runSizeBytes: options.runSizeBytes ?? 64 << 20, mostRuns: options.mostRuns ?? 128 };
    this.#arena = Buffer.allocUnsafe(this.#options.runSizeBytes);
    // The number of a piece has 20 bits in the keys that are sorted.
    this.#starts = new Uint32Array(Math.min(1 << 20, Math.ceil(this.#options.runSizeBytes / lengthBytes)) + 1);
  }

  /** How many pieces were added. */
  get total(): number {
    return this.#total;
  }

  add(piece: Uint8Array): void {
    if (piece.length > this.#arena.length) {
      throw new CriskitError('INPUT_TOO_LARGE', `A record of ${piece.length} bytes is larger than what can be sorted.`);
    }
    if (this.#used + piece.length > this.#arena.length || this.#count + 1 >= this.#starts.length) this.#spill();
    this.#arena.set(piece, this.#used);
    this.#starts[this.#count] = this.#used;
    this.#used += piece.length;
    this.#count += 1;
    this.#starts[this.#count] = this.#used;
    this.#total += 1;
  }

  /** All pieces in order, once. A piece is valid until the next batch is asked for. */
  async *sorted(): AsyncGenerator<readonly Uint8Array[]> {
    if (this.#runs.length === 0) {
      yield* this.#batches(this.#piecesInMemory());
      return;
    }
    if (this.#count > 0) this.#spill();
    while (this.#runs.length > this.#options.mostRuns) {
      throwIfInterrupted(this.#signal);
      const merged = this.#runs.splice(0, this.#options.mostRuns);
      this.#runs.push(this.#writeRun(merge(merged)));
      for (const run of merged) run.close();
      await nextTurn();
    }
    yield* this.#batches(merge(this.#runs));
    this.close();
  }

  /** Gives the files back. May be called at any time, and twice. */
  close(): void {
    for (const run of this.#runs) run.close();
    this.#runs = [];
    this.#count = 0;
    this.#used = 0;
  }

  async *#batches(pieces: Iterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
    let batch: Uint8Array[] = [];
    for (const piece of pieces) {
      batch.push(piece);
      if (batch.length < piecesPerBatch) continue;
      throwIfInterrupted(this.#signal);
      yield batch;
      batch = [];
      await nextTurn();
    }
    if (batch.length > 0) yield batch;
  }

  #spill(): void {
    throwIfInterrupted(this.#signal);
    this.#runs.push(this.#writeRun(this.#piecesInMemory()));
    this.#count = 0;
    this.#used = 0;
  }

  #writeRun(pieces: Iterable<Uint8Array>): RunFile {
    this.#filesMade += 1;
    const run = new RunFile(join(this.#folder, `run-${this.#filesMade}-${this.#total}`));
    for (const piece of pieces) run.write(piece);
    run.flush();
    return run;
  }

  *#piecesInMemory(): Generator<Uint8Array> {
    for (const index of this.#order()) yield this.#arena.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  /** By the first four bytes, as numbers that carry the place of the piece; then by the rest of those that share them. */
  #order(): Uint32Array {
    const keys = new Float64Array(this.#count);
    for (let index = 0; index < this.#count; index += 1) keys[index] = this.#firstBytes(index) * 2 ** 20 + index;
    keys.sort();
    const order = Uint32Array.from(keys, (key) => key % 2 ** 20);
    const head = (place: number) => Math.floor((keys[place] ?? 0) / 2 ** 20);
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && head(end) === head(start)) end += 1;
      if (end - start > 1) order.subarray(start, end).sort((a, b) => this.#compare(a, b) || a - b);
      start = end;
    }
    return order;
  }

  #firstBytes(index: number): number {
    const [start, end] = [this.#starts[index] ?? 0, this.#starts[index + 1] ?? 0];
    if (end - start >= 4) return this.#arena.readUInt32BE(start);
    let value = 0;
    for (let at = 0; at < 4; at += 1) value = value * 256 + (start + at < end ? (this.#arena[start + at] ?? 0) : 0);
    return value;
  }

  #compare(a: number, b: number): number {
    const [startA, endA] = [this.#starts[a] ?? 0, this.#starts[a + 1] ?? 0];
    const [startB, endB] = [this.#starts[b] ?? 0, this.#starts[b + 1] ?? 0];
    return this.#arena.compare(this.#arena, startB, endB, startA, endA);
  }
}

/** Sorted pieces in a file without a name, each behind its length. */
class RunFile {
  readonly #path: string;
  readonly #descriptor: number;
  #buffer = Buffer.allocUnsafe(readAheadBytes);
  #used = 0;
  #at = 0;
  #place = 0;
  #isOpen = true;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = attempt(() => openSync(path, 'wx+', 0o600));
    try {
      unlinkSync(path);
    } catch {
      // Where open files cannot lose their name it goes with the folder.
    }
  }

  write(piece: Uint8Array): void {
    const needed = lengthBytes + piece.length;
    if (this.#used + needed > this.#buffer.length) this.flush();
    if (needed > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(needed);
    this.#buffer.writeUInt32BE(piece.length, this.#used);
    this.#buffer.set(piece, this.#used + lengthBytes);
    this.#used += needed;
  }

  flush(): void {
    for (let at = 0; at < this.#used; ) {
      const from = at;
      at += attempt(() => writeSync(this.#descriptor, this.#buffer, from, this.#used - from));
    }
    this.#used = 0;
  }

  /** The next piece, valid until the file is read again; undefined at the end. */
  next(): Uint8Array | undefined {
    const head = this.#take(lengthBytes);
    return head === undefined ? undefined : this.#take(head.readUInt32BE(0));
  }

  close(): void {
    if (this.#isOpen) closeSync(this.#descriptor);
    this.#isOpen = false;
  }

  #take(length: number): Buffer | undefined {
    if (this.#used - this.#at < length) this.#fill(length);
    if (this.#used - this.#at < length) {
      if (this.#used === this.#at) return undefined;
      throw new CriskitError('OUTPUT_FAILED', `A file for sorting was cut off: ${this.#path}.`, { path: this.#path });
    }
    this.#at += length;
    return this.#buffer.subarray(this.#at - length, this.#at);
  }

  /** Into a new buffer: pieces that were handed out stay as they are. */
  #fill(length: number): void {
    const rest = this.#buffer.subarray(this.#at, this.#used);
    const buffer = Buffer.allocUnsafe(Math.max(readAheadBytes, length));
    rest.copy(buffer);
    let used = rest.length;
    while (used < buffer.length) {
      const [from, place] = [used, this.#place];
      const read = attempt(() => readSync(this.#descriptor, buffer, from, buffer.length - from, place));
      if (read === 0) break;
      used += read;
      this.#place += read;
    }
    [this.#buffer, this.#used, this.#at] = [buffer, used, 0];
  }
}

/** The pieces of sorted files in one order: a heap of their first ones. */
function* merge(runs: readonly RunFile[]): Generator<Uint8Array> {
  const heap: { piece: Uint8Array; readonly run: RunFile }[] = [];
  for (const run of runs) {
    const piece = run.next();
    if (piece === undefined) continue;
    heap.push({ piece, run });
    for (let at = heap.length - 1; at > 0 && isBefore(heap, at, (at - 1) >> 1); at = (at - 1) >> 1) {
      swap(heap, at, (at - 1) >> 1);
    }
  }
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.piece;
    const next = first.run.next();
    if (next !== undefined) first.piece = next;
    else {
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) heap[0] = last;
    }
    sink(heap);
  }
}

type Heap = { piece: Uint8Array }[];

function sink(heap: Heap): void {
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && isBefore(heap, child, least)) least = child;
    }
    if (least === at) return;
    swap(heap, at, least);
    at = least;
  }
}

function isBefore(heap: Heap, a: number, b: number): boolean {
  const [left, right] = [heap[a]?.piece, heap[b]?.piece];
  return left !== undefined && right !== undefined && Buffer.compare(left, right) < 0;
}

function swap(heap: Heap, a: number, b: number): void {
  const [left, right] = [heap[a], heap[b]];
  if (left === undefined || right === undefined) return;
  [heap[a], heap[b]] = [right, left];
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): never {
  throw new CriskitError('OUTPUT_FAILED', `Sorting needs room in ${tmpdir()}, and fails: ${systemErrorText(error)}.`, {
    hint: 'Make room there, or name another folder in the environment (TMPDIR; on Windows TEMP).',
    cause: error,
  });
}
