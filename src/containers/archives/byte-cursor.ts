/** Bytes that come in pieces, read from front to back once, with a look ahead. */
export class ByteCursor {
  readonly #iterator: AsyncIterator<Uint8Array>;
  /** What was taken from the source and not yet read. */
  #waiting: Uint8Array = new Uint8Array();

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#iterator = bytes[Symbol.asyncIterator]();
  }

  /** The next bytes, which stay to be read: `count` of them, or fewer where the source ends. */
  async peek(count: number): Promise<Uint8Array> {
    const pieces = [this.#waiting];
    let length = this.#waiting.length;
    while (length < count) {
      const piece = await this.#iterator.next();
      if (piece.done === true) break;
      pieces.push(piece.value);
      length += piece.value.length;
    }
    if (pieces.length > 1) this.#waiting = Buffer.concat(pieces);
    return this.#waiting.subarray(0, count);
  }

  /** `count` bytes, or fewer where the source ends. */
  async take(count: number): Promise<Uint8Array> {
    const taken = await this.peek(count);
    this.#waiting = this.#waiting.subarray(taken.length);
    return taken;
  }

  /** A piece of any size above 0; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#waiting.length === 0) {
      const piece = await this.#iterator.next();
      if (piece.done === true) return undefined;
      this.#waiting = piece.value;
    }
    const piece = this.#waiting;
    this.#waiting = new Uint8Array();
    return piece;
  }

  /** Puts the end of the piece that came last back, to be read again. */
  unread(rest: Uint8Array): void {
    this.#waiting = rest;
  }

  /** All that is left. The source is closed when the reader ends or leaves. */
  async *rest(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
    } finally {
      await this.close();
    }
  }

  /** Closes the source; nothing can be read any more. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }
}
