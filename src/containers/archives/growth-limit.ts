import { CriskitError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';

/** No list grows by more: one whose records differ in nothing but their digests grows 10 to 20 times. */
const largestRatio = 200;

/** Small archives may grow as they like: this does no harm where it is streamed. */
const allowanceBytes = 32 * 1024 * 1024;

/** Holds what is unpacked of an archive, in any number of layers, against the bytes of the archive that it came from. */
export class GrowthLimit {
  readonly #name: string;
  #packedBytes = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** The packed bytes on their way in. */
  async *countPacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of bytes) {
      this.#packedBytes += piece.length;
      yield piece;
    }
  }

  /** One layer's unpacked bytes on their way out. Throws `INPUT_HOSTILE`. */
  async *checkUnpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    let unpackedBytes = 0;
    for await (const piece of bytes) {
      unpackedBytes += piece.length;
      if (unpackedBytes > allowanceBytes + this.#packedBytes * largestRatio) throw this.#hostile();
      yield piece;
    }
  }

  #hostile(): CriskitError {
    const message = `${this.#name} unpacks to more than ${largestRatio} times its size (${formatBytes(this.#packedBytes)} so far), as no list does`;
    return new CriskitError('INPUT_HOSTILE', message, {
      path: this.#name,
      hint: 'Find out where it comes from. If it is right, unpack it with another program and name the file inside.',
    });
  }
}
