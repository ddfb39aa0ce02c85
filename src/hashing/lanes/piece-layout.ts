import { CriskitError } from '../../core/errors.ts';

/** MD5 (RFC 1321) works on blocks of so many bytes. */
export const blockSizeBytes = 64;

/** What a thread reads files into. */
export interface PieceLayout {
  /** Files at the same time. */
  readonly laneCount: number;
  /** How far reading may be ahead of another thread that hashes the same file. */
  readonly piecesPerLane: number;
  /** Whole blocks of 64 bytes. */
  readonly pieceSizeBytes: number;
  /** Read at a time from a file that no other thread hashes, into the first piece: whole blocks, at most a piece. */
  readonly ownSizeBytes: number;
  /** Whether each piece begins on a page of the system (4,096 bytes), as reading past its cache asks for. */
  readonly onPages: boolean;
}

const systemPageBytes = 4096;

/** The memory that the pieces take, wherever in it they begin. */
export function layoutSizeBytes(layout: PieceLayout): number {
  return layout.laneCount * layout.piecesPerLane * strideOf(layout) + systemPageBytes;
}

/** Where the pieces of a lane stand, if the memory may be used from `freeMemory` on: `strideOf` apart. */
export function pieceAddresses(layout: PieceLayout, freeMemory: number, lane: number): readonly number[] {
  const { pieceSizeBytes, ownSizeBytes, piecesPerLane } = layout;
  const areBlocks = [pieceSizeBytes, ownSizeBytes].every((size) => size > 0 && size % blockSizeBytes === 0);
  if (!areBlocks || ownSizeBytes > pieceSizeBytes || piecesPerLane < 1) {
    throw new CriskitError('INTERNAL', 'A piece of a lane must hold whole blocks.');
  }
  const first = Math.ceil(freeMemory / systemPageBytes) * systemPageBytes + lane * piecesPerLane * strideOf(layout);
  return Array.from({ length: piecesPerLane }, (_, piece) => first + piece * strideOf(layout));
}

/** Room behind each piece for the padding of MD5, and so that the lanes do not fall on the same lines of the cache. */
export function strideOf({ pieceSizeBytes, onPages }: PieceLayout): number {
  return pieceSizeBytes + (onPages ? systemPageBytes : blockSizeBytes);
}
