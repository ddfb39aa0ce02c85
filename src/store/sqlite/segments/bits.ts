/** A set of whole numbers below a limit, a bit each. */
export class Bits {
  readonly #bytes: Uint8Array;

  constructor(limit: number) {
    this.#bytes = new Uint8Array(Math.ceil(limit / 8));
  }

  add(number: number): void {
    const at = Math.floor(number / 8);
    this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << (number % 8));
  }

  has(number: number): boolean {
    return ((this.#bytes[Math.floor(number / 8)] ?? 0) & (1 << (number % 8))) !== 0;
  }
}
