import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laneCount } from '../../../src/hashing/lanes/md5-kernel.ts';
import { cycleOf251 } from '../cycle.ts';
import { layoutOf, makeMd5Lanes } from './make-lanes.ts';

/** Of each content so many bytes at most are hashed. */
const longest = 700;

const contents = Array.from({ length: 16 }, (_, content) => cycleOf251(longest).map((byte) => byte ^ (content * 15)));

/** Of each content the digests of its first 0, 1, 2, … bytes: each file of a schedule is the beginning of a content. */
const digests = contents.map((content) =>
  Array.from({ length: longest + 1 }, (_, length) => hash('md5', content.subarray(0, length), 'hex')),
);

/** Where blocks and padding end, as often as everything else. */
const edges = [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 191, 192, 255, 256, 257, 320, 384, 448, 512, 640];

const layouts = [
  layoutOf(64),
  layoutOf(128),
  layoutOf(192, { ownSizeBytes: 64 }),
  layoutOf(64, { piecesPerLane: 3 }),
  layoutOf(128, { piecesPerLane: 2, onPages: true }),
].map((layout) => ({ layout, made: makeMd5Lanes(layout) }));

interface FileInLane {
  readonly content: number;
  readonly sizeBytes: number;
  given: number;
  pieces: number;
  hasEnded: boolean;
}

/** Follows a schedule: each number says which lane is meant and what is done with it. */
class ScheduleRun {
  readonly #made: ReturnType<typeof makeMd5Lanes>;
  readonly #pieceSizeBytes: number;
  readonly #piecesPerLane: number;
  readonly #files: (FileInLane | undefined)[] = Array<undefined>(laneCount).fill(undefined);
  begun = 0;
  judged = 0;
  left = 0;

  constructor({ layout, made }: (typeof layouts)[number]) {
    this.#made = made;
    this.#pieceSizeBytes = layout.pieceSizeBytes;
    this.#piecesPerLane = layout.piecesPerLane;
    // What a run that failed has left behind.
    for (let lane = 0; lane < laneCount; lane += 1) made.md5Lanes.leave(lane);
  }

  take(order: number): void {
    const lane = order & 7;
    const what = order >> 3;
    if (what < 20) this.#feed(lane, order);
    else if (what < 29) this.#made.md5Lanes.compress();
    else if (what < 30) this.#spoilFree();
    else this.#leave(lane);
  }

  /** Every file that is still there, to its end. */
  end(): void {
    while (this.#files.some((file) => file !== undefined)) {
      this.#files.forEach((file, lane) => file !== undefined && this.#feed(lane, 0));
      this.#made.md5Lanes.compress();
    }
  }

  #feed(lane: number, order: number): void {
    const { md5Lanes, pieces } = this.#made;
    if (!md5Lanes.isHungry(lane)) return;
    const file = (this.#files[lane] ??= this.#begin(lane, order));
    if (file.hasEnded) return this.#judge(lane, file);
    const place = file.pieces % this.#piecesPerLane;
    const end = Math.min(file.given + this.#pieceSizeBytes, file.sizeBytes);
    const bytes = (contents[file.content] as Uint8Array).subarray(file.given, end);
    const piece = pieces.pieceOf(lane, place);
    piece.fill(order);
    piece.set(bytes);
    file.pieces += 1;
    file.given = end;
    file.hasEnded = bytes.length < this.#pieceSizeBytes;
    if (file.hasEnded) md5Lanes.giveLast(lane, place, bytes.length, file.sizeBytes);
    else md5Lanes.give(lane, place, bytes.length);
  }

  #begin(lane: number, order: number): FileInLane {
    this.#made.md5Lanes.begin(lane);
    this.begun += 1;
    const number = order * 31 + this.begun * 97;
    const sizeBytes = number % 3 === 0 ? number % longest : (edges[number % edges.length] ?? 0);
    return { content: (lane + this.begun) % contents.length, sizeBytes, given: 0, pieces: 0, hasEnded: false };
  }

  #judge(lane: number, { content, sizeBytes }: FileInLane): void {
    const found = this.#made.md5Lanes.digest(lane);
    // Not by `expect`, which takes as long as all the rest.
    if (found !== digests[content]?.[sizeBytes]) throw new Error(`Wrong MD5 of ${sizeBytes} bytes in lane ${lane}.`);
    this.#files[lane] = undefined;
    this.judged += 1;
  }

  #leave(lane: number): void {
    if (this.#files[lane] === undefined) return;
    this.#made.md5Lanes.leave(lane);
    this.#files[lane] = undefined;
    this.left += 1;
  }

  /** What a lane without a file holds, or has been compressed from, must not matter to anybody. */
  #spoilFree(): void {
    this.#files.forEach((file, lane) => file === undefined && this.#made.pieces.pieceOf(lane, 0).fill(0xa5));
  }
}

describe('Md5Lanes, in any order', () => {
  it('gives the right digests in 100,000 schedules of joining, feeding, waiting and leaving', () => {
    let begun = 0;
    let judged = 0;
    let left = 0;
    const orders = fc.uint8Array({ minLength: 1, maxLength: 150, size: 'max' });
    fc.assert(
      fc.property(fc.nat(layouts.length - 1), orders, (layout, orders) => {
        const run = new ScheduleRun(layouts[layout] as (typeof layouts)[number]);
        for (const order of orders) run.take(order);
        run.end();
        begun += run.begun;
        judged += run.judged;
        left += run.left;
      }),
      { numRuns: 100_000 },
    );
    expect(judged + left).toBe(begun);
    expect(judged).toBeGreaterThan(300_000);
    expect(left).toBeGreaterThan(100_000);
  });
});
