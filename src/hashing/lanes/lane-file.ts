import type { Algorithm, Digest, Digests } from '../../core/digest.ts';
import { createHasherSet, digestsOf, type HasherSet } from '../lookup.ts';
import { type FileHash, failureOf, type OpenFile } from '../open-file.ts';
import {
  addLastPiece,
  addPiece,
  digestsOfHelpers,
  type FileShare,
  giveUpShare,
  piecesUsed,
} from '../shares/file-share.ts';
import type { LanePieces } from './lane-pieces.ts';
import type { Md5Lanes } from './md5-lanes.ts';

/** The part of the work on a file that other threads do. */
export interface HelpWithFile {
  readonly share: FileShare;
  readonly algorithms: readonly Algorithm[];
}

/** How one file is hashed. */
export interface LaneWork {
  readonly algorithms: readonly Algorithm[];
  /** Undefined where OpenSSL computes the MD5, or nobody wants it. */
  readonly md5Lanes: Md5Lanes | undefined;
  readonly help: HelpWithFile | undefined;
}

/** `moved`: a piece further. `stuck`: nothing to be done until the helpers are further. Else what became of the file. */
export type LaneStep = FileHash | 'moved' | 'stuck';

/** One file on its way through one lane. */
export class LaneFile {
  readonly #file: OpenFile;
  readonly #pieces: LanePieces;
  readonly #lane: number;
  readonly #work: LaneWork;
  /** What is computed neither in lanes nor by helpers. */
  readonly #others: readonly Algorithm[];
  /** Made when the file turns out to hold more than a piece: for less, hashing at one go is faster. */
  #hashers: HasherSet | undefined;
  #piecesRead = 0;
  #hasEnded = false;
  #ownDigests: Digests = {};

  constructor(file: OpenFile, pieces: LanePieces, lane: number, work: LaneWork) {
    this.#file = file;
    this.#pieces = pieces;
    this.#lane = lane;
    this.#work = work;
    const elsewhere = new Set<Algorithm>(work.help?.algorithms);
    if (work.md5Lanes !== undefined) elsewhere.add('md5');
    this.#others = work.algorithms.filter((algorithm) => !elsewhere.has(algorithm));
    work.md5Lanes?.begin(lane);
  }

  /** Only while the lane is hungry. */
  advance(): LaneStep {
    try {
      return this.#hasEnded ? this.#finish() : this.#readPiece();
    } catch (error) {
      this.#leave();
      return failureOf(error);
    }
  }

  #readPiece(): LaneStep {
    const { help, md5Lanes } = this.#work;
    const { perLane } = this.#pieces;
    if (help !== undefined && this.#piecesRead - piecesUsed(help.share) >= perLane) return 'stuck';
    const place = help === undefined ? 0 : this.#piecesRead % perLane;
    const piece = help === undefined ? this.#pieces.ownPieceOf(this.#lane) : this.#pieces.pieceOf(this.#lane, place);
    const { count, change } = this.#fill(piece);
    if (change !== undefined) {
      this.#leave();
      return change;
    }
    this.#hasEnded = count < piece.length;
    if (this.#hasEnded) {
      if (help !== undefined) addLastPiece(help.share, count);
      md5Lanes?.giveLast(this.#lane, place, count, this.#file.sizeBytes);
      this.#ownDigests = this.#digestOthers(piece.subarray(0, count));
      if (md5Lanes !== undefined) return 'moved';
      const end = this.#finish();
      // Helpers may sleep until they hear of the last piece.
      return end === 'stuck' ? 'moved' : end;
    }
    if (help !== undefined) addPiece(help.share);
    md5Lanes?.give(this.#lane, place, count);
    if (this.#others.length > 0) (this.#hashers ??= createHasherSet(this.#others)).update(piece);
    this.#piecesRead += 1;
    return 'moved';
  }

  #digestOthers(lastBytes: Uint8Array): Digests {
    if (this.#hashers === undefined) return digestsOf(this.#others, lastBytes);
    this.#hashers.update(lastBytes);
    return this.#hashers.digests();
  }

  /** Closes the file behind its last bytes, and where reading it fails. */
  #fill(piece: Uint8Array): { readonly count: number; readonly change: FileHash | undefined } {
    let goesOn = false;
    try {
      const count = this.#file.read(piece);
      goesOn = count === piece.length;
      return { count, change: goesOn ? undefined : this.#file.findChange() };
    } finally {
      if (!goesOn) this.#file.close();
    }
  }

  #finish(): LaneStep {
    const { help, md5Lanes, algorithms } = this.#work;
    const helped = help === undefined ? {} : digestsOfHelpers(help.share, help.algorithms);
    if (helped === undefined) return 'stuck';
    const found: Digests = { ...this.#ownDigests, ...helped };
    const digests: { [A in Algorithm]?: Digest } = {};
    for (const id of algorithms) {
      const digest = id === 'md5' && md5Lanes !== undefined ? md5Lanes.digest(this.#lane) : found[id];
      if (digest !== undefined) digests[id] = digest;
    }
    return this.#file.hashed(digests as Digests);
  }

  #leave(): void {
    this.#work.md5Lanes?.leave(this.#lane);
    if (this.#work.help !== undefined) giveUpShare(this.#work.help.share);
  }
}
