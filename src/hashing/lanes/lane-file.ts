import type { Algorithm, Digest, Digests } from '../../core/digest.ts';
import { createHasherSet, type HasherSet } from '../lookup.ts';
import { type FileHash, failureOf, type OpenFile } from '../open-file.ts';
import type { Md5Lanes } from './md5-lanes.ts';

/** One file on its way through one lane. */
export class LaneFile {
  readonly #file: OpenFile;
  readonly #lanes: Md5Lanes;
  readonly #lane: number;
  readonly #algorithms: readonly Algorithm[];
  /** All but the MD5, unless the file is alone; undefined where nothing else is wanted. */
  readonly #hashers: HasherSet | undefined;
  readonly #isAlone: boolean;
  #hasEnded = false;

  /** A file that is alone leaves the lanes to others and has its MD5 from OpenSSL: one lane is slower than that. */
  constructor(file: OpenFile, lanes: Md5Lanes, lane: number, algorithms: readonly Algorithm[], isAlone: boolean) {
    this.#file = file;
    this.#lanes = lanes;
    this.#lane = lane;
    this.#algorithms = algorithms;
    this.#isAlone = isAlone;
    const others = isAlone ? algorithms : algorithms.filter((algorithm) => algorithm !== 'md5');
    this.#hashers = others.length > 0 ? createHasherSet(others) : undefined;
    if (!isAlone) lanes.begin(lane);
  }

  /** One piece further, while the lane is hungry. What became of the file, once that is known. */
  advance(): FileHash | undefined {
    if (this.#hasEnded) return this.#file.hashed(this.#digests());
    try {
      return this.#read();
    } catch (error) {
      return failureOf(error);
    }
  }

  #read(): FileHash | undefined {
    const piece = this.#lanes.pieceOf(this.#lane);
    const { count, change } = this.#fill(piece);
    if (change !== undefined) return change;
    this.#hasEnded = count < piece.length;
    this.#hashers?.update(this.#hasEnded ? piece.subarray(0, count) : piece);
    if (this.#isAlone) return this.#hasEnded ? this.#file.hashed(this.#digests()) : undefined;
    if (this.#hasEnded) this.#lanes.giveLast(this.#lane, count, this.#file.sizeBytes);
    else this.#lanes.give(this.#lane);
    return undefined;
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

  #digests(): Digests {
    const others: Digests = this.#hashers?.digests() ?? {};
    if (this.#isAlone) return others;
    const digests: { [A in Algorithm]?: Digest } = {};
    for (const id of this.#algorithms) {
      const digest = id === 'md5' ? this.#lanes.digest(this.#lane) : others[id];
      if (digest !== undefined) digests[id] = digest;
    }
    return digests as Digests;
  }
}
