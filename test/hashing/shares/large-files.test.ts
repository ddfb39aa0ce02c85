import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { closeSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { algorithms } from '../../../src/core/digest.ts';
import type { HashRequest, HashResult } from '../../../src/hashing/contract.ts';
import { largeFileBytes } from '../../../src/hashing/hash-jobs.ts';
import { cycleOf251, edgeLengths } from '../cycle.ts';
import { digestsOf } from '../digests-of.ts';
import { hashAll } from '../hash-all.ts';

interface KnownFile {
  readonly path: string;
  readonly expected: Omit<Extract<HashResult, { kind: 'hashed' }>, 'index'>;
}

/** Mostly a hole, which takes no room on the disk; what is not has bytes of its own in every piece of 512 KiB. */
function writeLarge(path: string, sizeBytes: number, number: number): KnownFile {
  const file = openSync(path, 'w+');
  const mark = cycleOf251(5000).map((byte) => byte ^ number);
  for (let at = number * 1000; at < sizeBytes; at += 500_000) writeSync(file, mark, 0, mark.length, at);
  closeSync(file);
  truncateSync(path, sizeBytes);
  return knownFile(path, readFileSync(path));
}

function knownFile(path: string, content: Uint8Array): KnownFile {
  const head = Uint8Array.from(content.subarray(0, 4100));
  return {
    path,
    expected: { kind: 'hashed', sizeBytes: content.length, digests: digestsOf(content, algorithms), head },
  };
}

const piece = 512 * 1024;

/** Around the size from which files are shared, and the ends of pieces. */
const largeSizes = [-1, 0, 1, 64, piece - 1, piece, piece + 1, 3 * piece + 55].map((more) => largeFileBytes + more);

/** What each request asks for, in turn: what the walk saw, nothing, too much, or too little. */
const claims: readonly ((size: number) => number | undefined)[] = [
  (size) => size,
  (size) => size,
  () => undefined,
  () => largeFileBytes,
  () => 1000,
];

describe('hashFiles, with files that several threads hash', () => {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-test-'));
  const inFolder = (name: string) => join(folder, name);
  const large: KnownFile[] = [];
  const small: KnownFile[] = [];

  beforeAll(() => {
    for (const [index, size] of largeSizes.entries()) large.push(writeLarge(inFolder(`large${index}`), size, index));
    for (const length of edgeLengths) {
      writeFileSync(inFolder(`${length}`), cycleOf251(length));
      small.push(knownFile(inFolder(`${length}`), cycleOf251(length)));
    }
    mkdirSync(inFolder('folder'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const requestsOf = (files: readonly KnownFile[]): HashRequest[] =>
    files.map(({ path, expected }, index) => {
      const sizeBytes = claims[index % claims.length]?.(expected.sizeBytes);
      return { index, path: Buffer.from(path), ...(sizeBytes === undefined ? {} : { sizeBytes }) };
    });

  const expectedOf = (files: readonly KnownFile[]) => files.map(({ expected }, index) => ({ ...expected, index }));

  it.each([
    [2, true],
    [3, true],
    [4, true],
    [3, false],
  ])('gives all digests of more large files than there are lanes, among small ones: %d threads, lanes: %s', async (threads, lanes) => {
    // More than eight for each thread, where there are lanes.
    const count = lanes ? threads * 8 + 5 : threads + 5;
    const files = Array.from({ length: count * 8 }, (_, index) => {
      return (index % 8 === 3 ? large[(index >> 3) % large.length] : small[index % small.length]) as KnownFile;
    });
    let bytes = 0;
    const onBytes = (more: number) => (bytes += more);
    const found = await hashAll(requestsOf(files), { algorithms, threads, lanes, heads: true, onBytes });
    expect(found).toEqual(expectedOf(files));
    expect(bytes).toBe(files.reduce((sum, { expected }) => sum + expected.sizeBytes, 0));
  });

  it('gives the digests of one large file, and of two', async () => {
    for (const count of [1, 2]) {
      for (const threads of [2, 4]) {
        const files = large.slice(6, 6 + count);
        expect(await hashAll(requestsOf(files), { algorithms, threads, heads: true })).toEqual(expectedOf(files));
      }
    }
  });

  it.skipIf(process.platform !== 'linux')('leaves the neighbours of files alone that cannot be hashed', async () => {
    const bad = ['/proc/self/mem', '/proc/version', inFolder('nothing'), inFolder('folder')];
    const codes = ['unreadable', 'changed-while-read', 'unreadable', 'not-a-file'];
    const good = [...large, ...large];
    const requests = [
      ...requestsOf(good),
      ...Array.from({ length: 20 }, (_, index) => ({
        index: good.length + index,
        path: Buffer.from(bad[index % bad.length] ?? ''),
        sizeBytes: 2 * largeFileBytes,
      })),
    ];
    for (const threads of [2, 3]) {
      const found = await hashAll(requests, { algorithms, threads, heads: true });
      expect(found.slice(0, good.length)).toEqual(expectedOf(good));
      expect(found.slice(good.length)).toMatchObject(
        Array.from({ length: 20 }, (_, index) => ({ code: codes[index % codes.length] })),
      );
    }
  });

  it('never has a digest of a file that grew meanwhile, and leaves its neighbours alone', async () => {
    const growing = writeLarge(inFolder('growing'), 8 * largeFileBytes, 9);
    const files = [growing, ...large];
    let grown = false;
    const onBytes = () => {
      if (!grown) appendFileSync(growing.path, 'more');
      grown = true;
    };
    const found = await hashAll(requestsOf(files), { algorithms, threads: 3, heads: true, onBytes });
    expect(grown).toBe(true);
    // On a machine that is busy elsewhere it may have been read to its end before.
    const [whole, ...others] = expectedOf(files);
    const changed = { kind: 'unhashed', index: 0, code: 'changed-while-read', message: expect.anything() };
    expect(found).toEqual([found[0]?.kind === 'hashed' ? whole : changed, ...others]);
  });
});
