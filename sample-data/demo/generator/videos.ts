import { bitmapHeader } from './images.ts';
import { jpeg } from './jpeg.ts';
import { big, little, noise } from './noise.ts';

/** Clips of noise without sound, ten pictures a second. */
const perSecond = 10;

/** AVI: uncompressed pictures (DIB) with an index. The width is a multiple of four. */
export function avi(seed: string, frames: number, width = 32, height = 24): Buffer {
  const size = width * height * 3;
  const pictures = Array.from({ length: frames }, (_, frame) => chunk('00db', noise(`${seed} frame ${frame}`, size)));
  const header = [1_000_000 / perSecond, size * perSecond, 0, 0x10, frames, 0, 1, size, width, height, 0, 0, 0, 0];
  const stream = [0, 0, 0, 1, perSecond, 0, frames, size, 0xffff_ffff, 0, 0, 0].map((value) => little(value, 4));
  const streamHeader = Buffer.concat([Buffer.from('vidsDIB '), ...stream]);
  const index = pictures.map((picture, frame) => {
    const numbers = [0x10, 4 + frame * picture.length, size].map((value) => little(value, 4));
    return Buffer.concat([Buffer.from('00db'), ...numbers]);
  });
  const streamList = [chunk('strh', streamHeader), chunk('strf', bitmapHeader(width, height, size))];
  const main = chunk('avih', Buffer.concat(header.map((value) => little(value, 4))));
  return list('RIFF', 'AVI ', [
    list('LIST', 'hdrl', [main, list('LIST', 'strl', streamList)]),
    list('LIST', 'movi', pictures),
    chunk('idx1', Buffer.concat(index)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name, 'latin1'), little(data.length, 4), data, Buffer.alloc(data.length % 2)]);
}

function list(name: string, type: string, parts: readonly Buffer[]): Buffer {
  return chunk(name, Buffer.concat([Buffer.from(type, 'latin1'), ...parts]));
}

/** MP4 (ISO/IEC 14496-12 and -14): JPEG pictures, object type 6C. */
export function mp4(seed: string, frames: number, width = 160, height = 120): Buffer {
  const pictures = Array.from({ length: frames }, (_, frame) => jpeg(`${seed} frame ${frame}`, width, height));
  const type = box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1'));
  const movieAt = (dataAt: number) => movie(pictures, { width, height, dataAt });
  const dataAt = type.length + movieAt(0).length + 8;
  return Buffer.concat([type, movieAt(dataAt), box('mdat', ...pictures)]);
}

interface Shape {
  readonly width: number;
  readonly height: number;
  /** Offset of the first picture in the file. */
  readonly dataAt: number;
}

/** Upright and unscaled, as every player expects it. */
const matrix = numbers(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);

function movie(pictures: readonly Buffer[], shape: Shape): Buffer {
  const { width, height } = shape;
  const length = pictures.length;
  const frame = Buffer.concat([numbers(width * 0x1_0000), numbers(height * 0x1_0000)]);
  const movieHeader = [numbers(0, 0, perSecond, length, 0x1_0000), big(0x100, 2), Buffer.alloc(10), matrix];
  const track = [numbers(0, 0, 1, 0, length), Buffer.alloc(16), matrix, frame];
  const handler = Buffer.concat([numbers(0), Buffer.from('vide'), Buffer.alloc(12), Buffer.from('noise\0')]);
  const self = box('dinf', fullBox('dref', 0, numbers(1), fullBox('url ', 1)));
  const media = box(
    'mdia',
    fullBox('mdhd', 0, numbers(0, 0, perSecond, length), big(0x55c4, 2), big(0, 2)),
    fullBox('hdlr', 0, handler),
    box('minf', fullBox('vmhd', 1, Buffer.alloc(8)), self, sampleTable(pictures, shape)),
  );
  return box(
    'moov',
    fullBox('mvhd', 0, ...movieHeader, Buffer.alloc(24), numbers(2)),
    box('trak', fullBox('tkhd', 3, ...track), media),
  );
}

function sampleTable(pictures: readonly Buffer[], { width, height, dataAt }: Shape): Buffer {
  const entry = box(
    'mp4v',
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
    Buffer.alloc(16),
    big(width, 2),
    big(height, 2),
    numbers(0x48_0000, 0x48_0000, 0),
    big(1, 2),
    Buffer.alloc(32),
    big(24, 2),
    big(0xffff, 2),
    fullBox('esds', 0, streamDescriptor()),
  );
  return box(
    'stbl',
    fullBox('stsd', 0, numbers(1), entry),
    fullBox('stts', 0, numbers(1, pictures.length, 1)),
    fullBox('stsc', 0, numbers(1, 1, pictures.length, 1)),
    fullBox('stsz', 0, numbers(0, pictures.length, ...pictures.map(({ length }) => length))),
    fullBox('stco', 0, numbers(1, dataAt)),
  );
}

/** ES, decoder configuration (object type 6C: JPEG; stream type 4: pictures) and SL configuration. */
function streamDescriptor(): Buffer {
  const decoder = Buffer.concat([Buffer.of(0x04, 13, 0x6c, 0x11, 0, 0, 0), numbers(0, 0)]);
  return Buffer.concat([Buffer.of(0x03, 3 + decoder.length + 3, 0, 1, 0), decoder, Buffer.of(0x06, 1, 2)]);
}

function box(type: string, ...parts: readonly Buffer[]): Buffer {
  const data = Buffer.concat(parts);
  return Buffer.concat([big(data.length + 8, 4), Buffer.from(type, 'latin1'), data]);
}

/** With a version, which is 0, and flags. */
function fullBox(type: string, flags: number, ...parts: readonly Buffer[]): Buffer {
  return box(type, numbers(flags), ...parts);
}

function numbers(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => big(value, 4)));
}
