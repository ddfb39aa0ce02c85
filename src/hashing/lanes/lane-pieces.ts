import { type PieceLayout, pieceAddresses } from './piece-layout.ts';

/** The pieces of memory that a thread reads files into, a ring of them for each lane. Other threads may look into them. */
export class LanePieces {
  /** How many pieces each lane has. */
  readonly perLane: number;
  readonly #addresses: readonly (readonly number[])[];
  readonly #pieces: readonly (readonly Uint8Array<SharedArrayBuffer>[])[];
  readonly #own: readonly Uint8Array<SharedArrayBuffer>[];

  /** The memory must hold `layoutSizeBytes` from `freeMemory` on. */
  constructor(memory: SharedArrayBuffer, layout: PieceLayout, freeMemory: number) {
    const bytes = new Uint8Array(memory);
    this.perLane = layout.piecesPerLane;
    this.#addresses = Array.from({ length: layout.laneCount }, (_, lane) => pieceAddresses(layout, freeMemory, lane));
    this.#pieces = this.#addresses.map((addresses) =>
      addresses.map((start) => bytes.subarray(start, start + layout.pieceSizeBytes)),
    );
    this.#own = this.#addresses.map(([start = 0]) => bytes.subarray(start, start + layout.ownSizeBytes));
  }

  /**
   * What a file that no other thread hashes is read into, again and again: the beginning of the first piece, so small that it
   * stays in the cache of the processor.
   */
  ownPieceOf(lane: number): Uint8Array<SharedArrayBuffer> {
    return this.#own[lane] as Uint8Array<SharedArrayBuffer>;
  }

  pieceOf(lane: number, piece: number): Uint8Array<SharedArrayBuffer> {
    return this.#pieces[lane]?.[piece] as Uint8Array<SharedArrayBuffer>;
  }

  /** Where the piece begins in the memory. */
  addressOf(lane: number, piece: number): number {
    return this.#addresses[lane]?.[piece] as number;
  }
}
