/** Blocks that were read, the most recent ones; shared by all segments of a connection. */
export class BlockCache {
  readonly #blocks = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  /** Older blocks give way to newer ones from here on. */
  mostBytes: number;
  #bytes = 0;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get<T>(key: string, bytes: number, read: () => T): T {
    const known = this.#blocks.get(key);
    if (known !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, known);
      return known.value as T;
    }
    const value = read();
    this.#blocks.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const [oldest, block] of this.#blocks) {
      if (this.#bytes <= this.mostBytes) break;
      this.#blocks.delete(oldest);
      this.#bytes -= block.bytes;
    }
    return value;
  }

  clear(): void {
    this.#blocks.clear();
    this.#bytes = 0;
  }
}
