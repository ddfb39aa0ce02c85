import { crc32 } from 'node:zlib';
import { big, little, noise } from './noise.ts';

/** Pictures of noise, each written by hand after the specification of its format, so that no library's version shows. */

/** PNG (W3C, third edition): 8-bit RGB, the pixels in one stored deflate block. At most 145 pixels square. */
export function png(seed: string, side: number): Buffer {
  const pixels = noise(seed, side * side * 3);
  const lines = Array.from({ length: side }, (_, line) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(line * side * 3, (line + 1) * side * 3)]),
  );
  const header = Buffer.concat([big(side, 4), big(side, 4), Buffer.of(8, 2, 0, 0, 0)]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', storedZlib(Buffer.concat(lines))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([big(data.length, 4), named, big(crc32(named), 4)]);
}

/** RFC 1950 around one block of RFC 1951 that is stored as it is. */
function storedZlib(data: Buffer): Buffer {
  const length = Buffer.concat([little(data.length, 2), little(data.length ^ 0xffff, 2)]);
  return Buffer.concat([Buffer.of(0x78, 0x01, 0x01), length, data, big(adler32(data), 4)]);
}

function adler32(data: Buffer): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** BMP: 24 bits per pixel, bottom-up. The side is a multiple of four, so that lines need no filling. */
export function bmp(seed: string, side: number): Buffer {
  const pixels = noise(seed, side * side * 3);
  const header = bitmapHeader(side, side, pixels.length);
  const start = 14 + header.length;
  const file = [Buffer.from('BM'), little(start + pixels.length, 4), little(0, 4), little(start, 4)];
  return Buffer.concat([...file, header, pixels]);
}

/** BITMAPINFOHEADER, as BMP and AVI have it. */
export function bitmapHeader(width: number, height: number, sizeBytes: number): Buffer {
  const shape = [little(40, 4), little(width, 4), little(height, 4), little(1, 2), little(24, 2)];
  return Buffer.concat([...shape, little(0, 4), little(sizeBytes, 4), Buffer.alloc(16)]);
}

/** GIF89a: 256 greys. The table of codes is emptied before it outgrows nine bits, so nothing is compressed. */
export function gif(seed: string, side: number): Buffer {
  const greys = Buffer.from(Array.from({ length: 768 }, (_, index) => Math.floor(index / 3)));
  const clear = 256;
  const end = 257;
  const codes = [...noise(seed, side * side)].flatMap((grey, index) => (index % 250 === 0 ? [clear, grey] : [grey]));
  const data = packLowFirst([...codes, end], 9);
  const blocks: Buffer[] = [];
  for (let at = 0; at < data.length; at += 255) {
    const block = data.subarray(at, at + 255);
    blocks.push(Buffer.of(block.length), block);
  }
  const screen = Buffer.concat([Buffer.from('GIF89a'), little(side, 2), little(side, 2), Buffer.of(0xf7, 0, 0)]);
  const image = Buffer.concat([Buffer.of(0x2c, 0, 0, 0, 0), little(side, 2), little(side, 2), Buffer.of(0, 8)]);
  return Buffer.concat([screen, greys, image, ...blocks, Buffer.of(0, 0x3b)]);
}

function packLowFirst(codes: readonly number[], width: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((codes.length * width) / 8));
  codes.forEach((code, index) => {
    for (let bit = 0; bit < width; bit += 1) {
      const at = index * width + bit;
      if ((code >> bit) & 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
    }
  });
  return bytes;
}
