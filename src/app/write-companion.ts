import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';

export interface CompanionTarget {
  /** Of the hash set that it belongs to; absolute. */
  readonly path: string;
  readonly replace: boolean;
  readonly signal: AbortSignal;
}

/** Where the second file of a hash set stands: beside it, with the same name and the ending of its own; none: undefined. */
export function companionPath(format: HashSetFormat, path: string): string | undefined {
  if (format.companion?.write === undefined) return undefined;
  const { dir, name } = parse(path);
  const companion = join(dir, name + format.companion.extension);
  if (companion !== path) return companion;
  const message = `The name that ends in ${format.companion.extension} is needed for the file that belongs to the hash set.`;
  throw new CriskitError('USAGE', message, { path, hint: `Choose a name that ends in ${format.extension}.` });
}

/** Writes it, where the format has one. One that stands there with the same bytes stays. Throws USAGE, OUTPUT_…. */
export async function writeCompanion(
  format: HashSetFormat,
  options: WriteOptions,
  { path, replace, signal }: CompanionTarget,
): Promise<void> {
  const companion = companionPath(format, path);
  const content = format.companion?.write?.(options);
  if (companion === undefined || content === undefined) return;
  if ((await contentOf(companion))?.equals(content) === true) return;
  await writeAtomic(companion, once(content), {
    ifExists: replace ? 'replace' : 'refuse',
    signal,
    verify: async (temporaryPath) => {
      if ((await contentOf(temporaryPath))?.equals(content) === true) return;
      throw new CriskitError('OUTPUT_DIFFERS', `${companion} does not read back as written.`, { path: companion });
    },
  });
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw new CriskitError('OUTPUT_FAILED', `${path} cannot be written: ${systemErrorText(error)}.`, {
      path,
      cause: error,
    });
  }
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}
