import { stat } from 'node:fs/promises';
import type { PackedBatch } from '../hashsets/contract.ts';
import { readPackedHashSet } from '../hashsets/hash-set-source.ts';
import type { HashSetInput } from './hash-set-input.ts';
import { openHashSetInThread, type OpenPackedOptions } from './hash-set-in-thread.ts';
import { type OpenHashSet, openHashSetAs } from './open-hash-set.ts';

/** To start a thread takes as long as to read some megabytes. */
const leastForThreadBytes = 8 * 1024 * 1024;

/** As `openHashSet`, with packed records: large files are read in a thread of their own. */
export async function openPackedHashSet(
  input: HashSetInput,
  options: OpenPackedOptions,
): Promise<OpenHashSet<PackedBatch>> {
  if ('path' in input && (await isLargeFile(input.path))) return openHashSetInThread(input.path, options);
  const { onBytes, ...others } = options;
  return openHashSetAs(input, { ...others, onChunk: ({ length }) => onBytes?.(length) }, readPackedHashSet);
}

/** What is wrong with a path is told by those who read it. */
async function isLargeFile(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    return found.isFile() && found.size >= leastForThreadBytes;
  } catch {
    return false;
  }
}
