import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CriskitError, systemErrorText } from '../core/errors.ts';

/** A folder for temporary files that nobody but its owner can look into. */
export interface PrivateFolder {
  readonly path: string;
  /** With all that is in it. */
  remove(): Promise<void>;
}

/** Those that are there: they go at the latest when the process ends, also where it is told to end at once. */
const present = new Set<string>();
let isWatching = false;

/** In the system's folder for temporary files (`TMPDIR`, `TEMP`). Throws `OUTPUT_FAILED`. */
export async function makePrivateFolder(): Promise<PrivateFolder> {
  watchEnd();
  const path = await makeFolder();
  present.add(path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      present.delete(path);
    },
  };
}

async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'criskit-'));
  } catch (cause) {
    throw new CriskitError(
      'OUTPUT_FAILED',
      `No temporary folder can be made in ${tmpdir()}: ${systemErrorText(cause)}.`,
      { path: tmpdir(), cause, hint: 'TMPDIR (on Windows TEMP) names another place for temporary files.' },
    );
  }
}

function watchEnd(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => {
    for (const path of present) rmSync(path, { recursive: true, force: true });
  });
}
