import { endianness } from 'node:os';
import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';

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

const noLine = 0x7fff_ffff;
const two32 = 2 ** 32;

/** A line whose number is that far from the number of its entry is no longer a number of 32 bits. */
export function fitsLine(line: number, ordinal: number): boolean {
  return Number.isInteger(line) && Math.abs(line - ordinal) < noLine;
}

/** Columns of whole numbers, byte by byte of all entries, so that the bytes that are alike stand together; compressed. */
export function encodeDetails({ ordinals, lines, sizes, kinds, texts, textEnds }: Details): Buffer {
  const count = ordinals.length;
  const columns = Array.from({ length: 5 }, () => new Uint32Array(count));
  const [ordinal, line, sizeLow, sizeHigh, length] = columns as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (let index = 0; index < count; index += 1) {
    const number = ordinals[index] ?? 0;
    const where = lines[index] ?? 0;
    const size = (sizes[index] ?? -1) + 1;
    ordinal[index] = number;
    line[index] = where === 0 ? noLine : where - number;
    sizeLow[index] = size % two32;
    sizeHigh[index] = Math.floor(size / two32);
    length[index] = (textEnds[index] ?? 0) - (index === 0 ? 0 : (textEnds[index - 1] ?? 0));
  }
  const planes = Buffer.allocUnsafe(count * columnBytes);
  columns.forEach((column, nth) => spread(column, planes, nth * 4 * count));
  planes.set(kinds, count * 20);
  return zstdCompressSync(Buffer.concat([planes, texts]), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

const columnBytes = 21;

/** Throws RangeError where it is not what `encodeDetails` makes of that many entries. */
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

function spread(column: Uint32Array, to: Buffer, start: number): void {
  const count = column.length;
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
