import type { Algorithm } from '../../../src/core/digest.ts';
import { LanePieces } from '../../../src/hashing/lanes/lane-pieces.ts';
import { LaneScheduler } from '../../../src/hashing/lanes/lane-scheduler.ts';
import { createLanes, type FedLanes, singlePieces } from '../../../src/hashing/lanes/create-lanes.ts';
import { laneCount } from '../../../src/hashing/lanes/md5-kernel.ts';
import { layoutSizeBytes, type PieceLayout } from '../../../src/hashing/lanes/piece-layout.ts';
import type { ReadingSettings } from '../../../src/hashing/open-file.ts';

/** Pieces of that size, and a single one to a lane unless more are asked for. */
export function layoutOf(pieceSizeBytes: number, rest: Partial<PieceLayout> = {}): PieceLayout {
  return { ...singlePieces(pieceSizeBytes), ...rest };
}

/** Lanes and their pieces, in memory of their own. */
export function makeMd5Lanes(layout: PieceLayout): FedLanes {
  const lanes = createLanes(layout);
  if (lanes === undefined) throw new Error('This machine has no WebAssembly SIMD, and cannot judge the lanes.');
  return lanes;
}

/** A scheduler as a thread has it: with MD5 in lanes, or with one file at a time where `layout` has one lane. */
export function makeScheduler(algorithms: readonly Algorithm[], layout: PieceLayout, reading: ReadingSettings) {
  if (layout.laneCount === 1) {
    const bytes = new SharedArrayBuffer(layoutSizeBytes(layout));
    const pieces = new LanePieces(bytes, layout, 0);
    return {
      scheduler: new LaneScheduler({ algorithms, pieces, laneCount: 1, md5Lanes: undefined, ...reading }),
      bytes,
    };
  }
  const { md5Lanes, pieces } = makeMd5Lanes(layout);
  const bytes = pieces.pieceOf(0, 0).buffer;
  const used = algorithms.includes('md5') ? md5Lanes : undefined;
  return { scheduler: new LaneScheduler({ algorithms, pieces, laneCount, md5Lanes: used, ...reading }), bytes };
}
