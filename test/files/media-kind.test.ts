import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mediaKindOfHead } from '../../src/files/media-kind.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const padded = (...parts: readonly (Buffer | string)[]) =>
  Buffer.concat([
    ...parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
    Buffer.alloc(512),
  ]);
const isoMedia = (brand: string, rest = '') =>
  padded(hex('00000018'), `ftyp${brand}`, hex('00000000'), brand, 'mp42', rest);
const oggPage = (packet: string) =>
  Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from(packet, 'latin1'), Buffer.alloc(64)]);
const streamProperties = '9107dcb7b7a9cf118ee600c00c205365 4e00000000000000';
const asfHeader = (streamType: string, object = streamProperties) =>
  padded(hex('3026b2758e66cf11a6d900aa0062ce6c 0002000000000000 02000000 0102'), hex(object), hex(streamType));
const ebml = (docType: string) =>
  padded(
    hex('1a45dfa3'),
    Buffer.from([0x80 + docType.length + 3]),
    hex('4282'),
    Buffer.from([0x80 + docType.length]),
    docType,
  );
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const transportStream = Buffer.concat(
  Array.from({ length: 5 }, () => Buffer.concat([hex('47400010'), Buffer.alloc(184)])),
);
const png = hex('89504e470d0a1a0a 0000000d49484452 00000001 00000001 08020000 00 907753de 00000000 49444154');

const images: readonly (readonly [string, Uint8Array])[] = [
  ['JPEG', padded(hex('ffd8ffe000104a464946'))],
  ['PNG', padded(png)],
  ['GIF', padded('GIF89a')],
  ['BMP', padded('BM')],
  ['TIFF, little end first', padded(hex('49492a0008000000'))],
  ['TIFF, big end first', padded(hex('4d4d002a00000008'))],
  ['TIFF whose directory lies behind the head', padded(hex('49492a00ffff0f00'))],
  ['TIFF, big end first, whose directory lies behind the head', padded(hex('4d4d002a000fffff'))],
  ['PNG with a damaged second chunk', Buffer.concat([png.subarray(0, 33), hex('fffffff049444154')])],
  ['JPEG cut off', hex('ffd8ff')],
  ['WebP', padded('RIFF', hex('24000000'), 'WEBPVP8 ')],
  ['PSD', padded('8BPS', hex('0001'))],
  ['HEIC', isoMedia('heic')],
  ['HEIF', isoMedia('mif1')],
  ['AVIF', isoMedia('avif')],
  ['Canon CR3', isoMedia('crx ')],
  ['JPEG XL', padded(hex('0000000c4a584c200d0a870a'))],
  ['SVG', padded('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  [
    'SVG with declaration, comment and doctype',
    Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC "x">'),
  ],
  ['SVG with a prefix', Buffer.from('<?xml version="1.0"?><?pi?> <s:svg xmlns:s="http://www.w3.org/2000/svg">')],
  ['SVG in UTF-16', utf16('<?xml version="1.0" encoding="utf-16"?><svg>')],
];

const videos: readonly (readonly [string, Uint8Array])[] = [
  ['MP4', isoMedia('isom')],
  ['QuickTime', isoMedia('qt  ')],
  ['M4V', isoMedia('M4V ')],
  ['3GP', isoMedia('3gp5')],
  ['MP4 with an audio brand and a video track', isoMedia('M4A ', 'moov....hdlr....vide')],
  ['Matroska', ebml('matroska')],
  ['WebM', ebml('webm')],
  ['AVI', padded('RIFF', hex('24000000'), 'AVI LIST')],
  ['MPEG program stream', padded(hex('000001ba44000400'))],
  ['MPEG video', padded(hex('000001b3'))],
  ['MPEG transport stream', transportStream],
  ['Flash video', padded('FLV\x01')],
  ['MXF', padded(hex('060e2b34020501010d010201010204'))],
  ['ASF, video first', asfHeader('c0ef19bc4d5bcf11a8fd00805f5c442b')],
  [
    'ASF, audio first',
    Buffer.concat([asfHeader('409e69f84d5bcf11a8fd00805f5c442b'), hex('c0ef19bc4d5bcf11a8fd00805f5c442b')]),
  ],
  ['ASF whose tracks come after the head', asfHeader('', 'a1dcab8c47a9cf118ee400c00c205365 8813000000000000')],
  ['Theora', oggPage('\x80theora')],
  ['Theora behind Vorbis', Buffer.concat([oggPage('\x01vorbis'), oggPage('\x80theora')])],
  ['Theora behind a skeleton', Buffer.concat([oggPage('fishead\0'), oggPage('\x80theora')])],
  ['RealMedia', padded('.RMF', hex('00000012'))],
];

const others: readonly (readonly [string, Uint8Array])[] = [
  ['nothing', new Uint8Array(0)],
  ['one byte', Uint8Array.of(0)],
  ['text', Buffer.from('hello, I am no picture.jpg')],
  ['text that speaks of svg', Buffer.from('the <svg> element')],
  ['HTML', Buffer.from('<!DOCTYPE html><html><svg></svg></html>')],
  ['XML', Buffer.from('<?xml version="1.0"?><svgx/>')],
  ['an unclosed XML comment', Buffer.from('<!-- <svg>')],
  ['PDF', padded('%PDF-1.7\n')],
  ['zip', padded(hex('504b0304140000000000'))],
  ['MP3', padded('ID3', hex('03000000000000'), hex('fffb9064'))],
  ['WAV', padded('RIFF', hex('24000000'), 'WAVEfmt ')],
  ['M4A', isoMedia('M4A ', 'moov....hdlr....soun')],
  ['Vorbis', oggPage('\x01vorbis')],
  ['Opus', oggPage('OpusHead')],
  ['ASF with audio only', asfHeader('409e69f84d5bcf11a8fd00805f5c442b')],
  ['a Windows program', padded('MZ')],
  ['SQLite', padded('SQLite format 3\0')],
];

describe('mediaKindOfHead', () => {
  it.each(images)('sees an image in %s', async (_, head) => expect(await mediaKindOfHead(head)).toBe('image'));
  it.each(videos)('sees a video in %s', async (_, head) => expect(await mediaKindOfHead(head)).toBe('video'));
  it.each(others)('sees neither in %s', async (_, head) => expect(await mediaKindOfHead(head)).toBe('other'));

  it('leaves the bytes as they are, and reads only its part of a shared buffer', async () => {
    const shared = Buffer.concat([Buffer.from('GIF89a'), Buffer.from('plain text')]);
    const copy = Buffer.from(shared);
    expect(await mediaKindOfHead(shared.subarray(6))).toBe('other');
    expect(shared).toEqual(copy);
  });

  it('takes whatever is cut off anywhere', async () => {
    for (const [, head] of [...images, ...videos, ...others]) {
      for (let length = 0; length < Math.min(head.length, 80); length += 1) {
        expect(['image', 'video', 'other']).toContain(await mediaKindOfHead(head.subarray(0, length)));
      }
    }
  });

  it('takes hostile bytes', async () => {
    const beginnings = [...images, ...videos, ...others].map(([, head]) => Buffer.from(head.subarray(0, 40)));
    const hostile = fc.tuple(
      fc.constantFrom(...beginnings),
      fc.nat(40),
      fc.uint8Array({ maxLength: 400, size: 'max' }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async ([beginning, length, tail]) => {
        const head = Buffer.concat([beginning.subarray(0, length), tail]);
        expect(['image', 'video', 'other']).toContain(await mediaKindOfHead(head));
      }),
      { numRuns: 500 },
    );
  });
});
