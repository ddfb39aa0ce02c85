/** Tells the line of an offset in a text, for offsets that do not fall. */
export class SourceLines {
  readonly #text: string;
  readonly #lineEnd = /\r\n|\n|\r/g;
  #line = 1;
  /** Behind the end of the line that was asked for last. */
  #end: number;

  constructor(text: string) {
    this.#text = text;
    this.#end = this.#nextEnd();
  }

  /** 1-based. Lines end at `\n`, `\r\n` or `\r`. */
  lineAt(offset: number): number {
    while (offset >= this.#end) {
      this.#line += 1;
      this.#end = this.#nextEnd();
    }
    return this.#line;
  }

  #nextEnd(): number {
    return this.#lineEnd.test(this.#text) ? this.#lineEnd.lastIndex : Number.POSITIVE_INFINITY;
  }
}
