import { randomBytes } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from '../../../src/containers/archives/byte-cursor.ts';
import { GrowthLimit } from '../../../src/containers/archives/growth-limit.ts';
import { gunzipStream } from '../../../src/containers/archives/gzip-stream.ts';
import { inflateFrom } from '../../../src/containers/archives/inflate-stream.ts';
import { CriskitError } from '../../../src/core/errors.ts';
import { inPieces } from '../../hashsets/reading.ts';

async function gather(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

const gunzip = (bytes: Uint8Array, pieceBytes = 65_536) =>
  gather(gunzipStream(new ByteCursor(inPieces(bytes, pieceBytes)), 'a.gz'));

const failure = (code: string) => expect.objectContaining({ code });
const text = Buffer.from('a list of digests\n'.repeat(50));

describe('inflateFrom', () => {
  it.each([1, 3, 17, 100, 100_000])('leaves what follows for the next reader, in pieces of %i bytes', async (size) => {
    const packed = Buffer.concat([deflateRawSync(text), Buffer.from('what follows')]);
    const cursor = new ByteCursor(inPieces(packed, size));
    expect(await gather(inflateFrom(cursor, 'x'))).toEqual(text);
    expect(await gather(cursor.rest())).toEqual(Buffer.from('what follows'));
  });

  it('inflates no further than it is asked to', async () => {
    let given = 0;
    async function* bomb(): AsyncGenerator<Uint8Array> {
      const packed = deflateRawSync(Buffer.alloc(300_000_000));
      for await (const piece of inPieces(packed, 4096)) {
        given += piece.length;
        yield piece;
      }
    }
    const cursor = new ByteCursor(bomb());
    const reader = inflateFrom(cursor, 'x');
    await reader.next();
    await reader.return();
    await cursor.close();
    expect(given).toBeLessThan(16_384);
  });
});

describe('gunzipStream', () => {
  it.each([1, 2, 9, 10, 4096])('reads several members one behind the other, in pieces of %i bytes', async (size) => {
    const bytes = Buffer.concat([gzipSync(text), gzipSync(Buffer.alloc(0)), gzipSync('the rest')]);
    expect(await gunzip(bytes, size)).toEqual(Buffer.concat([text, Buffer.from('the rest')]));
  });

  it('reads a header with every field', async () => {
    const plain = gzipSync(text);
    const header = Buffer.concat([
      plain.subarray(0, 3),
      Buffer.from([2 + 4 + 8 + 16]),
      plain.subarray(4, 10),
      Buffer.from([3, 0, 1, 2, 3]),
      Buffer.from('list.txt\0a comment\0'),
      Buffer.from([0, 0]),
    ]);
    expect(await gunzip(Buffer.concat([header, plain.subarray(10)]), 5)).toEqual(text);
  });

  it('takes zeros behind it for the padding of a tape, and nothing else', async () => {
    const bytes = gzipSync(text);
    expect(await gunzip(Buffer.concat([bytes, Buffer.alloc(5000)]), 333)).toEqual(text);
    for (const rest of ['more', '\0\0more', '\x1f\x8b\x08']) {
      await expect(gunzip(Buffer.concat([bytes, Buffer.from(rest, 'latin1')]))).rejects.toThrow(
        failure('INPUT_DAMAGED'),
      );
    }
  });

  it('is an error when it is cut off anywhere', async () => {
    const bytes = Buffer.concat([gzipSync(text), gzipSync('the rest')]);
    const first = gzipSync(text).length;
    for (let length = 1; length < bytes.length; length += 1) {
      if (length === first) continue;
      await expect(gunzip(bytes.subarray(0, length))).rejects.toThrow(failure('INPUT_DAMAGED'));
    }
  });

  it('gives what went in or an error of its own, whatever byte is damaged', async () => {
    const bytes = gzipSync(text);
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const result: unknown = await gunzip(damaged).catch((error: unknown) => error);
      const isSame = result instanceof Buffer && result.equals(text);
      expect(isSame || result instanceof CriskitError).toBe(true);
    }
  });
});

describe('GrowthLimit', () => {
  const unpack = (bytes: Uint8Array) => {
    const growth = new GrowthLimit('a.gz');
    const cursor = new ByteCursor(growth.countPacked(inPieces(bytes, 65_536)));
    return gather(growth.checkUnpacked(gunzipStream(cursor, 'a.gz')));
  };

  it('stops 100 MB of zeros in 100 kB', async () => {
    await expect(unpack(gzipSync(Buffer.alloc(100_000_000)))).rejects.toThrow(failure('INPUT_HOSTILE'));
  });

  it('lets a list pass whose lines differ in little', async () => {
    const digests = randomBytes(16 * 40_000).toString('hex');
    const line = (index: number) => `${digests.slice(index * 32, index * 32 + 32)},${'the same words '.repeat(80)}\n`;
    const list = Buffer.from(Array.from({ length: 40_000 }, (_, index) => line(index)).join(''));
    const packed = gzipSync(list);
    expect(list.length / packed.length).toBeGreaterThan(20);
    expect((await unpack(packed)).equals(list)).toBe(true);
  });
});
