import { join } from 'node:path';
import { makePrivateFolder, type PrivateFolder } from '../files/private-folder.ts';
import { writeAtomic } from '../files/write-atomic.ts';

/** Files for what can only be read by its path. They are their owner's alone, and gone once this is closed. */
export class TemporaryFiles {
  #folder: PrivateFolder | undefined;
  #count = 0;

  /** Writes a file and gives its path. Throws `OUTPUT_FAILED`, `INTERRUPTED`, and what `bytes` throw. */
  async write(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<string> {
    this.#folder ??= await makePrivateFolder();
    this.#count += 1;
    const path = join(this.#folder.path, String(this.#count));
    await writeAtomic(path, bytes, { mode: 0o600, signal });
    return path;
  }

  async close(): Promise<void> {
    await this.#folder?.remove();
    this.#folder = undefined;
  }
}
