import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

const bufferSizeBytes = 1 << 22;

/** Writes a long list piece by piece through one buffer, whatever its length. Whoever opens it disposes of it. */
export class ListWriter implements Disposable {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(bufferSizeBytes);
  #end = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o640);
  }

  /** Of ASCII alone, and no longer than the buffer. */
  write(text: string): void {
    if (this.#end + text.length > bufferSizeBytes) this.#flush();
    this.#end += this.#buffer.write(text, this.#end, 'latin1');
  }

  [Symbol.dispose](): void {
    this.#flush();
    // Otherwise the system writes it to the disk while somebody is being measured.
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #flush(): void {
    for (let start = 0; start < this.#end; ) start += writeSync(this.#file, this.#buffer, start, this.#end - start);
    this.#end = 0;
  }
}
