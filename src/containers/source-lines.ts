/** Tells the line of an offset in a text, for offsets that (mostly) grow. */
export class SourceLines {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** 1-based. Lines end at `\n`, `\r\n` or `\r`. */
  lineAt(offset: number): number {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = 1;
    }
    const lineEnd = /\r\n|\n|\r/g;
    lineEnd.lastIndex = this.#offset;
    for (let found = lineEnd.exec(this.#text); found !== null; found = lineEnd.exec(this.#text)) {
      if (lineEnd.lastIndex > offset) return this.#line;
      this.#line += 1;
      this.#offset = lineEnd.lastIndex;
    }
    return this.#line;
  }
}
