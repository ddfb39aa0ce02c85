import { LanePieces } from './lane-pieces.ts';
import { createKernelMemory, laneCount, loadMd5Kernel, type Md5Kernel } from './md5-kernel.ts';
import { Md5Lanes } from './md5-lanes.ts';
import { layoutSizeBytes, type PieceLayout } from './piece-layout.ts';

export interface FedLanes {
  readonly md5Lanes: Md5Lanes;
  /** What the lanes are fed from. */
  readonly pieces: LanePieces;
}

/** One piece of that size to a lane. */
export function singlePieces(pieceSizeBytes: number): PieceLayout {
  return { laneCount, piecesPerLane: 1, pieceSizeBytes, ownSizeBytes: pieceSizeBytes, onPages: false };
}

/** Lanes in memory of their own. Undefined where this machine has no SIMD for them. */
export function createLanes(
  layout: PieceLayout,
  load: (memory: WebAssembly.Memory) => Md5Kernel = loadMd5Kernel,
): FedLanes | undefined {
  const memory = createKernelMemory(layoutSizeBytes(layout));
  if (memory === undefined) return undefined;
  const kernel = load(memory);
  const pieces = new LanePieces(memory.buffer, layout, kernel.freeMemory);
  return { md5Lanes: new Md5Lanes(kernel, pieces), pieces };
}
