import type { Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { LanePieces } from './lane-pieces.ts';
import { laneCount, type Md5Kernel } from './md5-kernel.ts';
import { blockSizeBytes } from './piece-layout.ts';

/** RFC 1321, 3.3: a, b, c, d before the first block. */
const initialState: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

/**
 * Eight running MD5s. Each lane has its own pieces of memory: the caller fills one with the next bytes of its file and
 * says so with `give` or `giveLast`; `compress` works on all lanes that were given something until one of them has nothing
 * left. The kernel computes the others as well, on whatever their first pieces hold: a file that waits in one of them gets
 * its state back.
 */
export class Md5Lanes {
  readonly #kernel: Md5Kernel;
  readonly #pieces: LanePieces;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  /** Of each lane: the address of its next block, and how many blocks stand there. */
  readonly #next: number[];
  readonly #left: number[] = Array<number>(laneCount).fill(0);
  /** Of each lane: whether a file is in it, between `begin` and `digest`. */
  readonly #inUse: boolean[] = Array<boolean>(laneCount).fill(false);

  /** The pieces of `laneCount` lanes, in the kernel's memory. */
  constructor(kernel: Md5Kernel, pieces: LanePieces) {
    this.#kernel = kernel;
    this.#pieces = pieces;
    this.#bytes = new Uint8Array(kernel.memory.buffer);
    this.#next = Array.from({ length: laneCount }, (_, lane) => pieces.addressOf(lane, 0));
  }

  /** True where the lane has no block left to compress. */
  isHungry(lane: number): boolean {
    return this.#left[lane] === 0;
  }

  /** Begins a new file. */
  begin(lane: number): void {
    this.#refuseBusy(lane);
    this.#inUse[lane] = true;
    this.#setState(lane, initialState);
  }

  /** So many bytes of the piece are the next ones of the file, and not its last: whole blocks. */
  give(lane: number, piece: number, bytes: number): void {
    this.#refuseBusy(lane);
    if (bytes === 0 || bytes % blockSizeBytes !== 0)
      throw new CriskitError('INTERNAL', 'A lane was given half a block.');
    this.#offer(lane, piece, bytes);
  }

  /** The piece begins with the last bytes of the file; there are none where it ended with the piece before. */
  giveLast(lane: number, piece: number, lastBytes: number, fileSizeBytes: number): void {
    this.#refuseBusy(lane);
    const hasRoom = lastBytes < this.#pieces.pieceOf(lane, piece).length;
    if (!hasRoom || lastBytes % blockSizeBytes !== fileSizeBytes % blockSizeBytes) {
      throw new CriskitError('INTERNAL', 'The last piece of a file does not fit its size.');
    }
    this.#offer(lane, piece, this.#pad(this.#pieces.addressOf(lane, piece), lastBytes, fileSizeBytes));
  }

  /** Compresses as many blocks as the lane with the fewest has. False where all lanes are hungry. */
  compress(): boolean {
    let blocks = Number.POSITIVE_INFINITY;
    let lastLane = 0;
    for (let lane = 0; lane < laneCount; lane += 1) {
      const left = this.#left[lane] as number;
      if (left === 0) continue;
      if (left < blocks) blocks = left;
      lastLane = lane;
    }
    if (blocks === Number.POSITIVE_INFINITY) return false;
    const waiting = this.#statesOfWaiting();
    this.#kernel.lanes.set(this.#next, 4 * laneCount);
    if (lastLane < 4) this.#kernel.compress4(blocks);
    else this.#kernel.compress8(blocks);
    for (const [lane, state] of waiting) this.#setState(lane, state);
    this.#advance(blocks);
    return true;
  }

  /** Gives the lane free without a digest, whatever it still has to compress. */
  leave(lane: number): void {
    this.#inUse[lane] = false;
    this.#left[lane] = 0;
    // From the middle of a piece, the kernel would read beyond the memory while it works on others.
    this.#next[lane] = this.#pieces.addressOf(lane, 0);
  }

  /** Only after the last blocks of the file were compressed. The lane is free then. */
  digest(lane: number): Digest<'md5'> {
    this.#refuseBusy(lane);
    this.#inUse[lane] = false;
    const digest = Buffer.allocUnsafe(16);
    this.#stateOf(lane).forEach((word, index) => digest.writeUInt32LE(word, index * 4));
    return digest.toString('hex') as Digest<'md5'>;
  }

  /** Of the lanes that have a file and nothing to compress. */
  #statesOfWaiting(): readonly (readonly [lane: number, state: readonly number[]])[] {
    const waiting: (readonly [number, readonly number[]])[] = [];
    for (let lane = 0; lane < laneCount; lane += 1) {
      if (this.#inUse[lane] === true && this.#left[lane] === 0) waiting.push([lane, this.#stateOf(lane)]);
    }
    return waiting;
  }

  #stateOf(lane: number): readonly number[] {
    return [0, 1, 2, 3].map((index) => this.#kernel.lanes[index * laneCount + lane] as number);
  }

  #setState(lane: number, state: readonly number[]): void {
    for (let index = 0; index < 4; index += 1) this.#kernel.lanes[index * laneCount + lane] = state[index] as number;
  }

  #offer(lane: number, piece: number, sizeBytes: number): void {
    this.#next[lane] = this.#pieces.addressOf(lane, piece);
    this.#left[lane] = sizeBytes / blockSizeBytes;
  }

  #advance(blocks: number): void {
    for (let lane = 0; lane < laneCount; lane += 1) {
      const left = (this.#left[lane] as number) - blocks;
      // An idle lane goes back to the beginning of its pieces, so that it never reads beyond them.
      this.#left[lane] = Math.max(left, 0);
      this.#next[lane] =
        left > 0 ? (this.#next[lane] as number) + blocks * blockSizeBytes : this.#pieces.addressOf(lane, 0);
    }
  }

  /** RFC 1321, 3.1 and 3.2: a one bit, zeros, and the length in bits, up to whole blocks. Returns how many bytes there are. */
  #pad(start: number, lastBytes: number, fileSizeBytes: number): number {
    const paddedBytes = Math.ceil((lastBytes + 9) / blockSizeBytes) * blockSizeBytes;
    this.#bytes.fill(0, start + lastBytes, start + paddedBytes);
    this.#bytes[start + lastBytes] = 0x80;
    const length = new DataView(this.#bytes.buffer, start + paddedBytes - 8, 8);
    length.setBigUint64(0, BigInt(fileSizeBytes) * 8n, true);
    return paddedBytes;
  }

  #refuseBusy(lane: number): void {
    if (this.#left[lane] !== 0) throw new CriskitError('INTERNAL', 'A lane was disturbed while it still had blocks.');
  }
}
