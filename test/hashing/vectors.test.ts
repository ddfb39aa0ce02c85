import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/digest.ts';
import { laneCount } from '../../src/hashing/lanes/md5-kernel.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { cycleOf251, vectorLengths } from './cycle.ts';
import { digestsOf } from './digests-of.ts';
import { layoutOf } from './lanes/make-lanes.ts';
import { SteppedThreads } from './shares/stepped-threads.ts';

const scratch = useScratchFolder();

/** By their owner alone; with a helper; with two, of which the second computes what takes longest. */
const divisions = [
  [0, 0, 0, 0],
  [0, 1, 1, 1],
  [0, 1, 2, 0],
];

describe('the digests of a cycle of 251, at the ends of blocks, padding, chunks and pieces', () => {
  it.each([
    64, 128, 4096, 65_536, 131_072, 524_288,
  ])('are right for 1 to 8 files side by side, in pieces of %d bytes', (pieceSizeBytes) => {
    const lengths = vectorLengths([pieceSizeBytes]);
    const files = lengths.map((length) => {
      writeFileSync(scratch.in(`${length}`), cycleOf251(length));
      const digests = digestsOf(cycleOf251(length), algorithms);
      return {
        path: scratch.in(`${length}`),
        result: { kind: 'hashed', sizeBytes: length, digests, stamp: expect.anything() },
      };
    });
    // Pieces of the same size for files of one thread and of several: first alone in its lane, then in a ring.
    const layout = layoutOf(pieceSizeBytes, { piecesPerLane: 2 });
    for (const computedBy of divisions) {
      const threads = new SteppedThreads({ algorithms, layout });
      for (let count = 1; count <= laneCount; count += 1) {
        for (let at = 0; at < files.length; at += count) {
          threads.add(files.slice(at, at + count).map(({ path }) => ({ path, computedBy })));
          threads.finish();
        }
      }
      const expected = Array.from({ length: laneCount }, () => files.map(({ result }) => result)).flat();
      expect(threads.results).toEqual(expected);
    }
  });
});
