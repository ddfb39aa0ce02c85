import type { Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import { laneCount, type Md5Kernel } from './md5-kernel.ts';

const blockSizeBytes = 64;

/** RFC 1321, 3.3: a, b, c, d before the first block. */
const initialState: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];

/** Room behind each piece for the padding, and so that the lanes' pieces do not fall on the same lines of the cache. */
const paddingRoomBytes = 2 * blockSizeBytes;

/** Memory that the pieces of all lanes take together. */
export function lanesSizeBytes(pieceSizeBytes: number): number {
  return laneCount * (pieceSizeBytes + paddingRoomBytes);
}

/**
 * Eight running MD5s. Each lane has its own piece of memory: the caller fills it with the next bytes of its file and says
 * so with `give` or `giveLast`; `compress` works on all lanes until one of them has nothing left. A lane that has nothing
 * computes on whatever its piece holds, and that is never looked at.
 */
export class Md5Lanes {
  readonly pieceSizeBytes: number;
  readonly #kernel: Md5Kernel;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #pieces: readonly Uint8Array<ArrayBuffer>[];
  /** Of each lane: the address of its next block, and how many blocks stand there. */
  readonly #next: number[];
  readonly #left: number[] = Array<number>(laneCount).fill(0);

  /** The kernel needs `lanesSizeBytes` of memory. */
  constructor(kernel: Md5Kernel, pieceSizeBytes: number) {
    if (pieceSizeBytes <= 0 || pieceSizeBytes % blockSizeBytes !== 0) {
      throw new CriskitError('INTERNAL', 'A piece of a lane must hold whole blocks.');
    }
    this.#kernel = kernel;
    this.pieceSizeBytes = pieceSizeBytes;
    this.#bytes = new Uint8Array(kernel.memory.buffer);
    this.#next = Array.from({ length: laneCount }, (_, lane) => this.#start(lane));
    this.#pieces = this.#next.map((start) => this.#bytes.subarray(start, start + pieceSizeBytes));
  }

  /** Where the next bytes of this lane's file belong. To be filled only while the lane is hungry. */
  pieceOf(lane: number): Uint8Array<ArrayBuffer> {
    return this.#pieces[lane] as Uint8Array<ArrayBuffer>;
  }

  /** True where the lane has no block left to compress. */
  isHungry(lane: number): boolean {
    return this.#left[lane] === 0;
  }

  /** Begins a new file. */
  begin(lane: number): void {
    this.#refuseBusy(lane);
    initialState.forEach((word, index) => (this.#kernel.lanes[index * laneCount + lane] = word));
  }

  /** The piece is full. */
  give(lane: number): void {
    this.#refuseBusy(lane);
    this.#offer(lane, this.pieceSizeBytes);
  }

  /** The piece holds the last bytes of the file: fewer than a whole piece, and none where the file ended with the last one. */
  giveLast(lane: number, lastBytes: number, fileSizeBytes: number): void {
    this.#refuseBusy(lane);
    if (lastBytes >= this.pieceSizeBytes || lastBytes % blockSizeBytes !== fileSizeBytes % blockSizeBytes) {
      throw new CriskitError('INTERNAL', 'The last piece of a file does not fit its size.');
    }
    this.#offer(lane, this.#pad(this.#start(lane), lastBytes, fileSizeBytes));
  }

  /** Compresses as many blocks as the lane with the fewest has. Nothing where all lanes are hungry. */
  compress(): void {
    let blocks = Number.POSITIVE_INFINITY;
    let lastLane = 0;
    for (let lane = 0; lane < laneCount; lane += 1) {
      const left = this.#left[lane] as number;
      if (left === 0) continue;
      if (left < blocks) blocks = left;
      lastLane = lane;
    }
    if (blocks === Number.POSITIVE_INFINITY) return;
    this.#kernel.lanes.set(this.#next, 4 * laneCount);
    if (lastLane < 4) this.#kernel.compress4(blocks);
    else this.#kernel.compress8(blocks);
    this.#advance(blocks);
  }

  /** Only after the last blocks of the file were compressed. */
  digest(lane: number): Digest<'md5'> {
    this.#refuseBusy(lane);
    const digest = Buffer.allocUnsafe(16);
    for (let index = 0; index < 4; index += 1) {
      digest.writeUInt32LE(this.#kernel.lanes[index * laneCount + lane] as number, index * 4);
    }
    return digest.toString('hex') as Digest<'md5'>;
  }

  #start(lane: number): number {
    const first = Math.ceil(this.#kernel.freeMemory / blockSizeBytes) * blockSizeBytes;
    return first + lane * (this.pieceSizeBytes + paddingRoomBytes);
  }

  #offer(lane: number, sizeBytes: number): void {
    this.#next[lane] = this.#start(lane);
    this.#left[lane] = sizeBytes / blockSizeBytes;
  }

  #advance(blocks: number): void {
    for (let lane = 0; lane < laneCount; lane += 1) {
      const left = (this.#left[lane] as number) - blocks;
      // An idle lane goes back to the beginning of its piece, so that it never reads beyond it.
      this.#left[lane] = Math.max(left, 0);
      this.#next[lane] = left > 0 ? (this.#next[lane] as number) + blocks * blockSizeBytes : this.#start(lane);
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
