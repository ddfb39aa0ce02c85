import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../../src/core/digest.ts';
import type { PieceLayout } from '../../../src/hashing/lanes/piece-layout.ts';
import { useScratchFolder } from '../../files/scratch-folder.ts';
import { cycleOf251 } from '../cycle.ts';
import { digestsOf } from '../digests-of.ts';
import { layoutOf } from '../lanes/make-lanes.ts';
import { SteppedThreads } from './stepped-threads.ts';

const scratch = useScratchFolder();

interface KnownFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Files of those lengths, each with a content of its own. */
function writeFiles(lengths: readonly number[]): KnownFile[] {
  return lengths.map((length, index) => {
    const content = cycleOf251(length).map((byte) => byte ^ (index * 7));
    const path = scratch.in(`${index}`);
    writeFileSync(path, content);
    return { path, content };
  });
}

const hashed = ({ content }: KnownFile, ids: readonly Algorithm[]) => ({
  kind: 'hashed',
  sizeBytes: content.length,
  digests: digestsOf(content, ids),
  stamp: expect.anything(),
});

/** Around the ends of pieces, and of the ring of them; multiples of the piece end with a piece of no bytes. */
function lengthsFor({ pieceSizeBytes: piece, piecesPerLane: ring }: PieceLayout): number[] {
  const ends = [1, 2, ring - 1, ring, ring + 1, 2 * ring, 5 * ring + 1].map((pieces) => pieces * piece);
  return [0, 1, 55, 56, ...ends.flatMap((end) => [end - 64, end - 9, end - 1, end, end + 1, end + 64])].filter(
    (length) => length >= 0,
  );
}

/** Everything by the owner, by one helper, by two, by three; the MD5 by a helper as well. */
const divisions = [
  [0, 1, 1, 1],
  [0, 1, 2, 3],
  [0, 0, 1, 0],
  [0, 1, 2, 0],
  [0, 2, 2, 1],
  [1, 1, 1, 1],
  [3, 0, 2, 1],
  [0, 0, 0, 0],
];

describe('a file that several threads hash', () => {
  const layouts = [1, 2, 3, 8].flatMap((piecesPerLane) =>
    [64, 128, 4096].flatMap((pieceSizeBytes) => [
      layoutOf(pieceSizeBytes, { piecesPerLane, ownSizeBytes: 64 }),
      layoutOf(pieceSizeBytes, { piecesPerLane, laneCount: 1, ownSizeBytes: pieceSizeBytes, onPages: true }),
    ]),
  );

  it.each(
    layouts,
  )('gives every length, with $piecesPerLane pieces of $pieceSizeBytes bytes in $laneCount lanes', (layout) => {
    const files = writeFiles(lengthsFor(layout));
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 0],
    ]) {
      const threads = new SteppedThreads({ algorithms, layout });
      const divisionOf = (index: number) => divisions[(index + order.length) % divisions.length] ?? [];
      threads.add(files.map(({ path }, index) => ({ path, computedBy: divisionOf(index) })));
      // Each as far as it comes: the owner until its pieces are full, the helpers until they have caught up.
      for (let turn = 0; turn < 100; turn += 1) for (const thread of order) threads.stepToStandstill(thread);
      threads.finish();
      expect(threads.results).toEqual(files.map((file) => hashed(file, algorithms)));
    }
  });

  it('is right alone, where OpenSSL computes the MD5, and with one that comes later', () => {
    const layout = layoutOf(128, { piecesPerLane: 2 });
    const [alone, later] = writeFiles([5000, 3000]) as [KnownFile, KnownFile];
    for (const computedBy of divisions) {
      const threads = new SteppedThreads({ algorithms, layout });
      threads.add([{ ...alone, computedBy }]);
      for (let turn = 0; turn < 20; turn += 1) threads.step(turn % 4);
      threads.add([{ ...later, computedBy }]);
      threads.finish();
      expect(threads.results).toEqual([alone, later].map((file) => hashed(file, algorithms)));
    }
  });

  it.each([1, 2, 3, 8])('is read no further than %d pieces ahead of the slowest helper', (piecesPerLane) => {
    const [file] = writeFiles([64 * 100]) as [KnownFile];
    let bytes = 0;
    const layout = layoutOf(64, { piecesPerLane });
    const threads = new SteppedThreads({ algorithms, layout, onBytes: (count) => (bytes += count) });
    threads.add([{ ...file, computedBy: [0, 1, 1, 2] }]);
    threads.stepToStandstill(0);
    expect(bytes).toBe(64 * piecesPerLane);
    threads.stepToStandstill(2);
    expect(threads.step(0)).toBe(false);
    expect(bytes).toBe(64 * piecesPerLane);
    threads.step(1);
    expect(threads.step(0)).toBe(true);
    threads.stepToStandstill(0);
    expect(bytes).toBe(64 * (piecesPerLane + 1));
    threads.finish();
    expect(threads.results).toEqual([hashed(file, algorithms)]);
  });

  it('waits for helpers that have not begun, while the other lanes go on', () => {
    const layout = layoutOf(64, { piecesPerLane: 3 });
    const files = writeFiles([...Array<number>(7).fill(64 * 20), ...Array<number>(30).fill(777)]);
    const threads = new SteppedThreads({ algorithms, layout });
    threads.add(files.map(({ path }, index) => ({ path, computedBy: index < 7 ? [0, 1, 1, 1] : [0, 0, 0, 0] })));
    threads.stepToStandstill(0);
    expect(threads.results.filter((result) => result !== undefined)).toHaveLength(30);
    expect(threads.isIdle).toBe(false);
    threads.finish();
    expect(threads.results).toEqual(files.map((file) => hashed(file, algorithms)));
  });
});

describe('files that several threads hash, in any order', () => {
  const layouts = [1, 2, 3, 8].flatMap((piecesPerLane) => [
    layoutOf(64, { piecesPerLane }),
    layoutOf(256, { piecesPerLane, ownSizeBytes: 128 }),
    layoutOf(192, { piecesPerLane, onPages: true }),
    layoutOf(128, { piecesPerLane, laneCount: 1 }),
  ]);
  const lengths = [...new Set(layouts.flatMap(lengthsFor))].sort((a, b) => a - b);
  const sets: readonly (readonly Algorithm[])[] = [
    algorithms,
    ['sha256', 'md5'],
    ['md5', 'blake3'],
    ['sha1', 'sha256'],
  ];

  const schedules = fc.record({
    layout: fc.constantFrom(...layouts),
    ids: fc.constantFrom(...sets),
    // Which file, how its algorithms are divided, and after how many turns it comes.
    files: fc.array(
      fc.record({
        length: fc.nat(lengths.length - 1),
        computedBy: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        turn: fc.oneof(fc.constant(0), fc.nat(100)),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    // Who goes on. Long stretches of the same one: far ahead, far behind.
    turns: fc.array(fc.record({ thread: fc.nat(3), steps: fc.oneof(fc.nat(3), fc.nat(40)) }), { maxLength: 60 }),
  });

  it('are right in 5,000 schedules of joining, helping and lagging behind', () => {
    const known = writeFiles(lengths);
    const expected = known.map((file) => hashed(file, algorithms));
    fc.assert(
      fc.property(schedules, ({ layout, ids, files, turns }) => {
        const threads = new SteppedThreads({ algorithms: ids, layout });
        const inOrder = [...files].sort((a, b) => a.turn - b.turn);
        const addUntil = (turn: number) => {
          const next = inOrder.filter((file) => file.turn === turn);
          threads.add(next.map(({ length, computedBy }) => ({ path: known[length]?.path ?? '', computedBy })));
        };
        turns.forEach(({ thread, steps }, turn) => {
          addUntil(turn);
          for (let step = 0; step < steps; step += 1) threads.step(thread);
        });
        for (let turn = turns.length; turn <= 100; turn += 1) addUntil(turn);
        threads.finish();
        const right = inOrder.map(({ length }) => {
          const { digests, ...rest } = expected[length] as (typeof expected)[number];
          return { ...rest, digests: Object.fromEntries(ids.map((id) => [id, digests[id]])) };
        });
        expect(threads.results).toEqual(right);
      }),
      { numRuns: 5000 },
    );
  });
});
