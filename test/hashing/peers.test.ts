import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import type { HashFilesOptions } from '../../src/hashing/contract.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { itWith } from '../peer-program.ts';
import { cycleOf251, vectorLengths } from './cycle.ts';
import { hashAll, requestsFor } from './hash-all.ts';

const scratch = useScratchFolder();

/** Of the pieces that threads read: in lanes, one file at a time, and where several threads hash a file. */
const lengths = vectorLengths([131_072, 262_144, 524_288]);

/** Every number of threads, lanes or none, all algorithms or this one. */
const waysOf = (algorithm: Algorithm): readonly HashFilesOptions[] =>
  [1, 2, 4].flatMap((threads) =>
    [true, false].flatMap((lanes) => [[algorithm], algorithms].map((algorithms) => ({ algorithms, threads, lanes }))),
  );

/** Of no known size, so that a thread hashes many at once; and called large, so that several threads hash each. */
const claims = [undefined, 32 * 1024 * 1024];

describe('hashFiles, judged by others', () => {
  for (const [program, algorithm] of [
    ['md5sum', 'md5'],
    ['sha1sum', 'sha1'],
    ['sha256sum', 'sha256'],
    ['b3sum', 'blake3'],
  ] as const) {
    itWith(program)(`gives what ${program} gives at every edge, however it is computed`, async () => {
      const paths = lengths.map((length) => scratch.in(`${length}`));
      lengths.forEach((length) => writeFileSync(scratch.in(`${length}`), cycleOf251(length)));
      const theirs = spawnSync(program, paths, { encoding: 'utf8' }).stdout.trim().split('\n');
      expect(theirs).toHaveLength(lengths.length);
      for (const options of waysOf(algorithm)) {
        for (const sizeBytes of claims) {
          const ours = await hashAll(requestsFor(paths, sizeBytes), options);
          const lines = ours.map(
            (file) => `${file.kind === 'hashed' && file.digests[algorithm]}  ${paths[file.index]}`,
          );
          expect(lines).toEqual(theirs);
        }
      }
    });
  }
});
