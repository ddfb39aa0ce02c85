import { writeAtomic } from '../files/write-atomic.ts';

/** Writes an answer to a file, whole or not at all. Throws OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function writeTextFile(
  path: string,
  text: string,
  options: { readonly replace: boolean; readonly signal: AbortSignal },
): Promise<void> {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  await writeAtomic(path, once(), { ifExists: options.replace ? 'replace' : 'refuse', signal: options.signal });
}
