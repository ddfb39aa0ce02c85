import type { HashPlan } from './hash-plan.ts';
import { createKernelMemory, createPageMemory } from './lanes/md5-kernel.ts';
import { layoutSizeBytes, type PieceLayout } from './lanes/piece-layout.ts';

/** What one thread reads files into. */
export interface ReadingMemory {
  /** WebAssembly's where the MD5 kernel works in it. */
  readonly memory: SharedArrayBuffer | WebAssembly.Memory;
  readonly bytes: SharedArrayBuffer;
  readonly layout: PieceLayout;
}

/** A machine that has no room for the lanes of another thread gets it without lanes, and with the smallest pieces. */
const smallestPieceBytes = 64 * 1024;

export function createReadingMemory({ layout, usesLanes }: HashPlan): ReadingMemory {
  if (usesLanes) {
    const memory = createKernelMemory(layoutSizeBytes(layout));
    if (memory !== undefined) return { memory, bytes: memory.buffer, layout };
    const poor = { ...layout, laneCount: 1, pieceSizeBytes: smallestPieceBytes, ownSizeBytes: smallestPieceBytes };
    return plainMemory(poor);
  }
  return plainMemory(layout);
}

function plainMemory(layout: PieceLayout): ReadingMemory {
  const sizeBytes = layoutSizeBytes(layout);
  const bytes = (layout.onPages ? createPageMemory(sizeBytes)?.buffer : undefined) ?? new SharedArrayBuffer(sizeBytes);
  return { memory: bytes, bytes, layout };
}
