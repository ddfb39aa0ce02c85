import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import type { HashFilesOptions, HashResult } from '../../src/hashing/contract.ts';
import { itWith } from '../peer-program.ts';
import { cycleOf251, vectorLengths } from './cycle.ts';
import { hashAll, requestsFor } from './hash-all.ts';

/** Of the pieces that threads read: in lanes, one file at a time, and where several threads hash a file. */
const lengths = vectorLengths([131_072, 262_144, 524_288]);

/** Of no known size, so that a thread hashes many at once; and called large, so that several threads hash each. */
const claims = [undefined, 32 * 1024 * 1024];

const numbersOfThreads = [1, 2, 4];

/** One algorithm is never divided among threads, and only MD5 is computed in lanes. */
function waysAlone(algorithm: Algorithm): readonly HashFilesOptions[] {
  const lanes = algorithm === 'md5' ? [true, false] : [true];
  return numbersOfThreads.flatMap((threads) => lanes.map((lanes) => ({ algorithms: [algorithm], threads, lanes })));
}

const waysTogether = numbersOfThreads.flatMap((threads) =>
  [true, false].flatMap((lanes) => claims.map((sizeBytes) => ({ sizeBytes, options: { algorithms, threads, lanes } }))),
);

describe('hashFiles, judged by others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-test-'));
  const paths = lengths.map((length) => join(folder, `${length}`));
  const together: (readonly HashResult[])[] = [];

  beforeAll(async () => {
    lengths.forEach((length, index) => writeFileSync(paths[index] ?? '', cycleOf251(length)));
    for (const { sizeBytes, options } of waysTogether)
      together.push(await hashAll(requestsFor(paths, sizeBytes), options));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  for (const [program, algorithm] of [
    ['md5sum', 'md5'],
    ['sha1sum', 'sha1'],
    ['sha256sum', 'sha256'],
    ['b3sum', 'blake3'],
  ] as const) {
    itWith(program)(`gives what ${program} gives at every edge, however it is computed`, async () => {
      const theirs = spawnSync(program, paths, { encoding: 'utf8' }).stdout.trim().split('\n');
      expect(theirs).toHaveLength(lengths.length);
      const found = [...together];
      for (const options of waysAlone(algorithm)) found.push(await hashAll(requestsFor(paths), options));
      expect(found).toHaveLength(waysAlone(algorithm).length + waysTogether.length);
      for (const ours of found) {
        const lines = ours.map((file) => `${file.kind === 'hashed' && file.digests[algorithm]}  ${paths[file.index]}`);
        expect(lines).toEqual(theirs);
      }
    });
  }
});
