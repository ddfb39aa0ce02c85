import type { Algorithm } from '../../core/digest.ts';
import { createHasherSet, type HasherSet } from '../lookup.ts';
import { type PieceLayout, strideOf } from '../lanes/piece-layout.ts';
import {
  bytesOfPiece,
  type FileShare,
  firstAddressOf,
  leaveDigests,
  setPiecesUsed,
  stateOfShare,
} from './file-share.ts';

/** What a helper is asked to do. */
export interface HelpRequest {
  readonly share: FileShare;
  /** Its own place among the helpers of this file. */
  readonly helper: number;
  readonly algorithms: readonly Algorithm[];
  /** The memory of the owner, and how its pieces stand in it. */
  readonly memory: SharedArrayBuffer;
  readonly layout: PieceLayout;
}

/** Computes some of the digests of a file that another thread reads. */
export class ShareHelper {
  readonly #request: HelpRequest;
  readonly #hashers: HasherSet;
  readonly #bytes: Uint8Array<SharedArrayBuffer>;
  #used = 0;
  #isDone = false;

  constructor(request: HelpRequest) {
    this.#request = request;
    this.#hashers = createHasherSet(request.algorithms);
    this.#bytes = new Uint8Array(request.memory);
  }

  /** True where the file is at its end, or was given up. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Hashes the next piece, if it is there. False where nothing could be done. */
  step(): boolean {
    const { share, helper, layout } = this.#request;
    const state = stateOfShare(share);
    this.#isDone = state === 'given-up';
    if (state !== 'open') return this.#isDone;
    const bytes = bytesOfPiece(share, this.#used, layout.pieceSizeBytes);
    if (bytes === undefined) return false;
    const start = firstAddressOf(share) + (this.#used % layout.piecesPerLane) * strideOf(layout);
    this.#hashers.update(this.#bytes.subarray(start, start + bytes));
    this.#used += 1;
    setPiecesUsed(share, helper, this.#used);
    this.#isDone = bytes < layout.pieceSizeBytes;
    if (this.#isDone) leaveDigests(share, this.#hashers.digests());
    return true;
  }
}
