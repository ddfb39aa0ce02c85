import { join } from 'node:path';
import { makePrivateFolder, type PrivateFolder } from '../files/private-folder.ts';
import { writeAtomic } from '../files/write-atomic.ts';

/**
 * Files for what can only be read by its path. They are their owner's alone, and gone once this is closed, or the folder that
 * was given is removed.
 */
export class TemporaryFiles {
  readonly #given: string | undefined;
  #folder: PrivateFolder | undefined;
  #count = 0;

  constructor(folder?: string) {
    this.#given = folder;
  }

  /** Writes a file and gives its path. Throws `OUTPUT_FAILED`, `INTERRUPTED`, and what `bytes` throw. */
  async write(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
    const folder = this.#given ?? (await this.#own()).path;
    this.#count += 1;
    const path = join(folder, String(this.#count));
    await writeAtomic(path, bytes, { mode: 0o600, signal });
    return path;
  }

  async close(): Promise<void> {
    await this.#folder?.remove();
    this.#folder = undefined;
  }

  async #own(): Promise<PrivateFolder> {
    this.#folder ??= await makePrivateFolder();
    return this.#folder;
  }
}
