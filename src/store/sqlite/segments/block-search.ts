/** Items in blocks of words, sorted by their first two words, for searches whose keys mostly come in order. */
export class BlockSearch {
  block = 0;
  /** Of the current block. */
  items: Uint32Array = new Uint32Array(0);
  /** Where the current item stands in it. */
  at = 0;
  readonly #directory: Uint32Array;
  readonly #blocks: number;
  readonly #itemWords: number;
  readonly #load: (block: number) => Uint32Array;
  #loaded = -1;
  #lastHigh = 0;
  #lastLow = 0;

  /** `directory`: the first two words of each block. */
  constructor(directory: Uint32Array, itemWords: number, load: (block: number) => Uint32Array) {
    this.#directory = directory;
    this.#blocks = directory.length / 2;
    this.#itemWords = itemWords;
    this.#load = load;
  }

  /** Goes to the first item that begins so; false where there is none. */
  seek(high: number, low: number): boolean {
    if (high < this.#lastHigh || (high === this.#lastHigh && low < this.#lastLow)) {
      this.block = 0;
      this.at = 0;
    }
    this.#lastHigh = high;
    this.#lastLow = low;
    const block = this.#blockOf(high, low);
    if (block !== this.block) {
      this.block = block;
      this.at = 0;
    }
    for (;;) {
      if (this.#loaded !== this.block) this.#loadBlock();
      this.at = this.#lowerBound(high, low);
      if (this.at < this.items.length) return this.#isHere(high, low);
      if (this.block + 1 >= this.#blocks) return false;
      this.block += 1;
      this.at = 0;
    }
  }

  /** Goes to the next item, if it begins so too. */
  next(high: number, low: number): boolean {
    this.at += this.#itemWords;
    if (this.at >= this.items.length) {
      if (this.block + 1 >= this.#blocks) return false;
      this.block += 1;
      this.at = 0;
      this.#loadBlock();
    }
    return this.#isHere(high, low);
  }

  /** Whether the whole of the current item stands at `from` in `words`. */
  isAt(words: Uint32Array, from: number): boolean {
    for (let word = 0; word < this.#itemWords; word += 1) {
      if (this.items[this.at + word] !== words[from + word]) return false;
    }
    return true;
  }

  #isHere(high: number, low: number): boolean {
    return this.items[this.at] === high && this.items[this.at + 1] === low;
  }

  /** The last block whose first key is smaller, from the current one on: equal keys may begin at the end of it. */
  #blockOf(high: number, low: number): number {
    let from = this.block;
    // Near by first, in steps that double; then by halves.
    let step = 1;
    while (from + step < this.#blocks && this.#isSmaller(from + step, high, low)) {
      from += step;
      step *= 2;
    }
    let to = Math.min(from + step, this.#blocks);
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (this.#isSmaller(middle, high, low)) from = middle;
      else to = middle;
    }
    return from;
  }

  #isSmaller(block: number, high: number, low: number): boolean {
    const first = this.#directory[block * 2] ?? 0;
    return first < high || (first === high && (this.#directory[block * 2 + 1] ?? 0) < low);
  }

  /** The first item from the current one on that is not smaller. */
  #lowerBound(high: number, low: number): number {
    const { items } = this;
    const length = this.#itemWords;
    let from = this.at / length;
    let to = items.length / length;
    // Near by first, in steps that double; then by halves.
    for (let step = 1; from + step < to; step *= 2) {
      const word = items[(from + step) * length] ?? 0;
      if (word > high || (word === high && (items[(from + step) * length + 1] ?? 0) >= low)) {
        to = from + step;
        break;
      }
      from += step;
    }
    while (from < to) {
      const middle = (from + to) >>> 1;
      const word = items[middle * length] ?? 0;
      if (word < high || (word === high && (items[middle * length + 1] ?? 0) < low)) from = middle + 1;
      else to = middle;
    }
    return from * length;
  }

  #loadBlock(): void {
    this.items = this.#load(this.block);
    this.#loaded = this.block;
  }
}
