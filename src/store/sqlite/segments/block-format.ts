import { endianness } from 'node:os';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/**
 * A segment in the database: its entries in the order of their first digest, in blocks. Each block has one part for the digests
 * of each algorithm, end to end, and one part of details. For each other algorithm there is an index: its digests in
 * order, by their first eight bytes, with the position of the content.
 */
export const blockEntries = 4096;

/** Number of the part with the digests of an algorithm (by its code). */
export function digestPart(algorithmCode: number): number {
  return algorithmCode;
}

/** The index of an algorithm that is not the first. */
export function indexPart(algorithmCode: number): number {
  return 10 + algorithmCode;
}

export const detailPart = 20;

/** Not a block: the first eight bytes of the first key of each block of a part. */
export const directoryNumber = -1;

/** What an entry says besides its digests. */
export interface Details {
  /** Its number in the file. */
  readonly ordinals: Uint32Array;
  /** 0: the place stands in the text. */
  readonly lines: Float64Array;
  /** -1: unknown. */
  readonly sizes: Float64Array;
  readonly kinds: Uint8Array;
  /** UTF-8, as `core/packed-records.ts` writes it. */
  readonly texts: Buffer;
  readonly textEnds: Uint32Array;
}

/** Of one entry. */
const columnBytes = 21;
const textsStart = blockEntries * columnBytes;
const leastBufferBytes = textsStart + (1 << 16);

const compress = promisify(zstdCompress);
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const noLine = 0x7fff_ffff;
const two32 = 2 ** 32;

/** A line whose number is that far from the number of its entry is no longer a number of 32 bits. */
export function fitsLine(line: number, ordinal: number): boolean {
  return Number.isInteger(line) && Math.abs(line - ordinal) < noLine;
}

/**
 * Takes in what the entries of a block say, one after the other, and encodes it: columns of whole numbers, byte by byte of all
 * entries, so that the bytes that are alike stand together; then the texts; compressed by another thread meanwhile. The same
 * buffers serve block after block.
 */
export class DetailsEncoder {
  readonly #columns = {
    ordinal: new Uint32Array(blockEntries),
    line: new Uint32Array(blockEntries),
    sizeLow: new Uint32Array(blockEntries),
    sizeHigh: new Uint32Array(blockEntries),
    length: new Uint32Array(blockEntries),
  };
  readonly #kinds = new Uint8Array(blockEntries);
  /** Texts stand behind the room that the columns of a whole block take. */
  #buffer: Buffer = Buffer.allocUnsafeSlow(leastBufferBytes);
  /** Whose contents are compressed. */
  readonly #spare: Buffer[] = [];
  #end = textsStart;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `line` 0: the place stands in the text, which is in `source` from `from` to `to`. `size` -1: unknown. */
  add(
    entry: { readonly ordinal: number; readonly line: number; readonly size: number; readonly kind: number },
    source: Buffer,
    from: number,
    to: number,
  ): void {
    const at = this.#count;
    const { ordinal, line, kind } = entry;
    const size = entry.size + 1;
    this.#columns.ordinal[at] = ordinal;
    this.#columns.line[at] = line === 0 ? noLine : line - ordinal;
    this.#columns.sizeLow[at] = size % two32;
    this.#columns.sizeHigh[at] = Math.floor(size / two32);
    this.#columns.length[at] = to - from;
    this.#kinds[at] = kind;
    if (this.#end + to - from > this.#buffer.length) this.#grow(this.#end + to - from);
    this.#end += source.copy(this.#buffer, this.#end, from, to);
    this.#count += 1;
  }

  /** Leaves it empty; compressed by another thread. */
  async finish(): Promise<Buffer> {
    const buffer = this.#buffer;
    const body = this.#encode();
    this.#buffer = this.#spare.pop() ?? Buffer.allocUnsafeSlow(leastBufferBytes);
    const compressed = await compress(body, compression);
    this.#spare.push(buffer);
    return compressed;
  }

  /** Leaves it empty; compressed before this returns. */
  finishNow(): Buffer {
    return zstdCompressSync(this.#encode(), compression);
  }

  #encode(): Buffer {
    const count = this.#count;
    const start = textsStart - count * columnBytes;
    const body = this.#buffer.subarray(start, this.#end);
    Object.values(this.#columns).forEach((column, nth) => spread(column, count, body, nth * 4 * count));
    body.set(this.#kinds.subarray(0, count), count * 20);
    this.#count = 0;
    this.#end = textsStart;
    return body;
  }

  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes, this.#buffer.length * 2));
    this.#buffer.copy(larger, textsStart, textsStart, this.#end);
    this.#buffer = larger;
  }
}

/** Throws RangeError where it is not what `DetailsEncoder` makes of that many entries. */
export function decodeDetails(body: Uint8Array, count: number): Details {
  const bytes = zstdDecompressSync(body);
  if (bytes.length < count * columnBytes) throw new RangeError('A block of details is too short.');
  const column = (nth: number) => gather(bytes, nth * 4 * count, count);
  const [ordinals, line, sizeLow, sizeHigh, length] = [column(0), column(1), column(2), column(3), column(4)];
  const lines = new Float64Array(count);
  const sizes = new Float64Array(count);
  const textEnds = new Uint32Array(count);
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const away = (line[index] ?? 0) | 0;
    lines[index] = away === noLine ? 0 : (ordinals[index] ?? 0) + away;
    sizes[index] = (sizeHigh[index] ?? 0) * two32 + (sizeLow[index] ?? 0) - 1;
    end += length[index] ?? 0;
    textEnds[index] = end;
  }
  const texts = bytes.subarray(count * columnBytes);
  if (texts.length !== end) throw new RangeError('The texts of a block of details are not as long as it says.');
  return { ordinals, lines, sizes, kinds: bytes.subarray(count * 20, count * columnBytes), texts, textEnds };
}

function spread(column: Uint32Array, count: number, to: Buffer, start: number): void {
  for (let index = 0; index < count; index += 1) {
    const value = column[index] ?? 0;
    to[start + index] = value;
    to[start + count + index] = value >>> 8;
    to[start + 2 * count + index] = value >>> 16;
    to[start + 3 * count + index] = value >>> 24;
  }
}

function gather(from: Buffer, start: number, count: number): Uint32Array {
  const column = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    column[index] =
      ((from[start + index] ?? 0) |
        ((from[start + count + index] ?? 0) << 8) |
        ((from[start + 2 * count + index] ?? 0) << 16) |
        ((from[start + 3 * count + index] ?? 0) << 24)) >>>
      0;
  }
  return column;
}

/** Bytes of one entry of an index: eight of the digest, four of the position, as an unsigned number, its first byte first. */
export const indexEntryBytes = 12;

/** Bytes as numbers of 32 bits whose first byte is the most significant one: they compare as the bytes do, and much faster. */
export function toWords(bytes: Uint8Array): Uint32Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  if (endianness() === 'LE') copy.swap32();
  return new Uint32Array(copy.buffer, copy.byteOffset, copy.length / 4);
}

/** The bytes of such words. */
export function fromWords(words: Uint32Array): Buffer {
  const bytes = Buffer.allocUnsafe(words.length * 4);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes;
}
