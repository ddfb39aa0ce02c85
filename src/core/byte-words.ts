/**
 * Bytes in steps of four. For some ten or twenty at a time byte by byte takes twice to four times as long, and a call of the
 * engine's own even longer (measured).
 */

const wordSizeBytes = 4;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Bytes to be read one by one and in words. (To ask a view for its length takes longer than to read a word.) */
export interface WordBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function wordBytesOf(bytes: Buffer): WordBytes {
  return { bytes, view: viewOf(bytes) };
}

/** Copies bytes and gives the place behind them. Up to three bytes behind them are written over. */
export function copyWords(
  { bytes, view }: WordBytes,
  start: number,
  end: number,
  target: DataView,
  to: number,
): number {
  let at = to;
  let from = start;
  for (; from + wordSizeBytes <= bytes.length && from < end; from += wordSizeBytes) {
    target.setInt32(at, view.getInt32(from, true), true);
    at += wordSizeBytes;
  }
  for (; from < end; from += 1) {
    target.setUint8(at, view.getUint8(from));
    at += 1;
  }
  return to + end - start;
}

/** Bytes that are looked for or written time and again. */
export class BytePattern {
  readonly length: number;
  /** The bytes from every fourth on; the last ones once more where they are no four. */
  readonly #words: Int32Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.length = bytes.length;
    const padded = Buffer.alloc(bytes.length + wordSizeBytes);
    padded.set(bytes);
    this.#view = viewOf(padded);
    const words = bytes.length < wordSizeBytes ? 0 : Math.ceil(bytes.length / wordSizeBytes);
    this.#words = Int32Array.from({ length: words }, (_, index) =>
      this.#view.getInt32(Math.min(index * wordSizeBytes, bytes.length - wordSizeBytes), true),
    );
  }

  /** Whether they stand there. */
  isAt({ bytes, view }: WordBytes, at: number): boolean {
    if (at + this.length > bytes.length) return false;
    const words = this.#words;
    const last = words.length - 1;
    if (last < 0) return this.#isShortAt(view, at);
    for (let index = 0; index < last; index += 1) {
      if (view.getInt32(at + index * wordSizeBytes, true) !== words[index]) return false;
    }
    return view.getInt32(at + this.length - wordSizeBytes, true) === words[last];
  }

  /** Whether what stands there to the end could be their beginning. */
  isCutOffAt({ bytes, view }: WordBytes, at: number): boolean {
    const length = bytes.length - at;
    if (length < 0 || length >= this.length) return false;
    for (let index = 0; index < length; index += 1) {
      if (view.getUint8(at + index) !== this.#view.getUint8(index)) return false;
    }
    return true;
  }

  /** Writes them and gives the place behind them. Up to three bytes behind them are written over. */
  write(target: DataView, at: number): number {
    for (let index = 0; index < this.length; index += wordSizeBytes) {
      target.setInt32(at + index, this.#view.getInt32(index, true), true);
    }
    return at + this.length;
  }

  #isShortAt(view: DataView, at: number): boolean {
    for (let index = 0; index < this.length; index += 1) {
      if (view.getUint8(at + index) !== this.#view.getUint8(index)) return false;
    }
    return true;
  }
}
