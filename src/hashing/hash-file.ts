import type { Algorithm } from '../core/digest.ts';
import { createHasherSet } from './lookup.ts';
import { type FileHash, failureOf, type OpenFile, openFile } from './open-file.ts';

/** Memory that is filled: lent by the caller, so that nothing is allocated for each file. */
interface Workspace {
  /** Read through, and used again from file to file. */
  readonly buffer: Uint8Array;
  /** Takes the first bytes of this file. */
  readonly head: Uint8Array;
}

/** All digests of a regular file in one read, one file at a time. What counts as a change is said in open-file.ts. */
export function hashFileSync(
  path: Uint8Array,
  algorithms: readonly Algorithm[],
  { buffer, head }: Workspace,
  onBytes: (bytes: number) => void,
): FileHash {
  const file = openFile(path, head, onBytes);
  if (file.kind !== 'open') return file;
  try {
    try {
      return hashOpenFile(file, algorithms, buffer);
    } finally {
      file.close();
    }
  } catch (error) {
    return failureOf(error);
  }
}

function hashOpenFile(file: OpenFile, algorithms: readonly Algorithm[], buffer: Uint8Array): FileHash {
  const hashers = createHasherSet(algorithms);
  for (;;) {
    const count = file.read(buffer);
    hashers.update(count === buffer.length ? buffer : buffer.subarray(0, count));
    if (count < buffer.length) return file.findChange() ?? file.hashed(hashers.digests());
  }
}
