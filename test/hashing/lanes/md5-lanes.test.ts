import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FedLanes } from '../../../src/hashing/lanes/create-lanes.ts';
import { laneCount } from '../../../src/hashing/lanes/md5-kernel.ts';
import { useScratchFolder } from '../../files/scratch-folder.ts';
import { cycleOf251, edgeLengths } from '../cycle.ts';
import { layoutOf, makeMd5Lanes } from './make-lanes.ts';

const scratch = useScratchFolder();
const root = resolve(import.meta.dirname, '../../..');

const makeLanes = (pieceSizeBytes: number): FedLanes => makeMd5Lanes(layoutOf(pieceSizeBytes));

const md5Of = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** Hashes the contents side by side, each in the lane named, all begun at the same time. */
function hashSideBySide(made: FedLanes, contents: ReadonlyMap<number, Uint8Array>): Map<number, string> {
  const { md5Lanes: lanes, pieces } = made;
  const digests = new Map<number, string>();
  const given = new Map([...contents.keys()].map((lane) => [lane, 0]));
  for (const lane of contents.keys()) lanes.begin(lane);
  while (digests.size < contents.size) {
    for (const [lane, content] of contents) {
      const at = given.get(lane) ?? 0;
      if (!lanes.isHungry(lane) || digests.has(lane)) continue;
      if (at > content.length) {
        digests.set(lane, lanes.digest(lane));
        continue;
      }
      const piece = pieces.pieceOf(lane, 0);
      const next = content.subarray(at, at + piece.length);
      piece.set(next);
      const isFull = next.length === piece.length;
      if (isFull) lanes.give(lane, 0, next.length);
      else lanes.giveLast(lane, 0, next.length, content.length);
      given.set(lane, isFull ? at + next.length : content.length + 1);
    }
    lanes.compress();
  }
  return digests;
}

describe('the MD5 kernel', () => {
  it('is what its source compiles to, byte for byte', () => {
    const target = scratch.in('md5-lanes.wasm');
    const run = spawnSync(process.execPath, [join(root, 'scripts/build-lanes.js'), target], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(readFileSync(target).equals(readFileSync(join(root, 'src/hashing/lanes/md5-lanes.wasm')))).toBe(true);
  });
});

describe('Md5Lanes', () => {
  it('gives the MD5s that RFC 1321 (A.5) publishes, in one go', () => {
    const vectors: readonly (readonly [string, string])[] = [
      ['', 'd41d8cd98f00b204e9800998ecf8427e'],
      ['a', '0cc175b9c0f1b6a831c399e269772661'],
      ['abc', '900150983cd24fb0d6963f7d28e17f72'],
      ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
      ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
      ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
      ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
    ];
    const contents = new Map(vectors.map(([text], lane) => [lane, Buffer.from(text)]));
    const found = hashSideBySide(makeLanes(64), contents);
    expect([...found].sort(([a], [b]) => a - b).map(([, digest]) => digest)).toEqual(vectors.map(([, md5]) => md5));
  });

  it.each([64, 4096, 131_072])('gives every length in every lane alone, with pieces of %d bytes', (pieceSizeBytes) => {
    const lanes = makeLanes(pieceSizeBytes);
    for (const length of edgeLengths.filter((length) => length < pieceSizeBytes * 3000)) {
      const content = cycleOf251(length);
      const expected = md5Of(content);
      for (let lane = 0; lane < laneCount; lane += 1) {
        expect(hashSideBySide(lanes, new Map([[lane, content]])).get(lane)).toBe(expected);
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('gives %d neighbours of different lengths, whichever stands where', (count) => {
    const lanes = makeLanes(4096);
    edgeLengths.forEach((_, turn) => {
      const contents = new Map(
        Array.from({ length: count }, (_, lane) => {
          return [
            lane,
            cycleOf251(edgeLengths[(turn + lane * 5) % edgeLengths.length] ?? 0).map((byte) => byte ^ lane),
          ];
        }),
      );
      const found = hashSideBySide(lanes, contents);
      for (const [lane, content] of contents) expect(found.get(lane)).toBe(md5Of(content));
    });
  });

  it('states lengths of more than 32 bits: half a gibibyte and one byte', () => {
    const { md5Lanes: lanes, pieces } = makeLanes(1 << 20);
    const piece = cycleOf251(1 << 20);
    const hash = createHash('md5');
    lanes.begin(5);
    for (let index = 0; index < 512; index += 1) {
      hash.update(piece);
      pieces.pieceOf(5, 0).set(piece);
      lanes.give(5, 0, piece.length);
      lanes.compress();
    }
    lanes.giveLast(5, 0, 1, 2 ** 29 + 1);
    hash.update(piece.subarray(0, 1));
    lanes.compress();
    expect(lanes.digest(5)).toBe(hash.digest('hex'));
  });

  it('does nothing where nothing was given', () => {
    const { md5Lanes: lanes } = makeLanes(64);
    lanes.begin(0);
    expect(lanes.compress()).toBe(false);
    expect(lanes.isHungry(0)).toBe(true);
  });

  it('keeps the state of a file that waits while others go on', () => {
    const { md5Lanes: lanes, pieces } = makeLanes(64);
    const content = cycleOf251(200);
    const step = (lane: number, at: number) => {
      const next = content.subarray(at, at + 64);
      pieces.pieceOf(lane, 0).set(next);
      if (next.length === 64) lanes.give(lane, 0, 64);
      else lanes.giveLast(lane, 0, next.length, content.length);
      lanes.compress();
    };
    for (let lane = 0; lane < laneCount; lane += 1) lanes.begin(lane);
    for (let lane = 0; lane < laneCount; lane += 1) {
      for (const at of [0, 64, 128, 192]) step(lane, at);
    }
    for (let lane = 0; lane < laneCount; lane += 1) expect(lanes.digest(lane)).toBe(md5Of(content));
  });

  it('takes another file where one has left', () => {
    const { md5Lanes: lanes, pieces } = makeLanes(64);
    lanes.begin(2);
    lanes.give(2, 0, 64);
    lanes.compress();
    lanes.leave(2);
    expect(hashSideBySide({ md5Lanes: lanes, pieces }, new Map([[2, Buffer.from('abc')]])).get(2)).toBe(
      md5Of(Buffer.from('abc')),
    );
  });

  it('goes on where a file has left in the middle of the last piece of the memory', () => {
    const sizeBytes = 1 << 20;
    const { md5Lanes: lanes, pieces } = makeLanes(sizeBytes);
    const content = cycleOf251(2 * sizeBytes);
    const give = (bytes: Uint8Array) => {
      pieces.pieceOf(6, 0).set(bytes);
      lanes.give(6, 0, bytes.length);
      lanes.compress();
    };
    for (const lane of [6, 7]) lanes.begin(lane);
    lanes.give(7, 0, sizeBytes);
    give(content.subarray(0, sizeBytes - 64));
    lanes.leave(7);
    give(content.subarray(sizeBytes - 64, 2 * sizeBytes - 64));
    give(content.subarray(2 * sizeBytes - 64));
    lanes.giveLast(6, 0, 0, 2 * sizeBytes);
    lanes.compress();
    expect(lanes.digest(6)).toBe(md5Of(content));
  });

  it('refuses what would give a wrong digest', () => {
    const { md5Lanes: lanes } = makeLanes(128);
    lanes.begin(3);
    lanes.give(3, 0, 128);
    for (const disturb of [() => lanes.begin(3), () => lanes.give(3, 0, 128), () => lanes.digest(3)]) {
      expect(disturb).toThrow(/disturbed/);
    }
    expect(() => lanes.giveLast(3, 0, 0, 128)).toThrow(/disturbed/);
    lanes.compress();
    expect(() => lanes.giveLast(3, 0, 128, 256)).toThrow(/does not fit/);
    expect(() => lanes.giveLast(3, 0, 5, 132)).toThrow(/does not fit/);
    for (const bytes of [0, 100]) expect(() => lanes.give(3, 0, bytes)).toThrow(/half a block/);
    for (const size of [0, -64, 100]) expect(() => makeLanes(size)).toThrow(/whole blocks/);
    expect(() => makeMd5Lanes(layoutOf(64, { ownSizeBytes: 128 }))).toThrow(/whole blocks/);
  });
});
