import { setImmediate } from 'node:timers/promises';
import type { Algorithm } from '../core/digest.ts';
import { hashMedia } from './hash-media.ts';
import type { HashManifestRequest, HashManifestResult } from './manifest-request.ts';

const turnsToStart = 8;

/** Hashes what is below the paths and puts it in the words of a hash-set format. Throws FORMAT_…, OUTPUT_…, JOURNAL_…. */
export async function hashManifest(request: HashManifestRequest): Promise<HashManifestResult> {
  const { algorithms, output, format } = request;
  if (output !== undefined || format !== undefined) {
    const { writeManifest, manifestInMemory } = await import('./manifest-document.ts');
    return output === undefined ? manifestInMemory(request) : writeManifest(request, output);
  }
  // Nothing is left to be found wrong: the formats, which take longer to load than all else, are loaded while files are hashed.
  const hashing = hashMedia({ ...request, kinds: request.kinds || showsKindByDefault(algorithms) });
  const [hashed, { documentOf }] = await Promise.all([hashing, loadFormats()]);
  return documentOf(request, hashed);
}

/** After a few turns in which the walk begins and the threads are started: loading would hold that up. */
async function loadFormats() {
  for (let turn = 0; turn < turnsToStart; turn += 1) await setImmediate();
  return await import('./manifest-document.ts');
}

/** Whether the format that is taken where none is named shows the media kind: CSV does, hashdeep and the sums do not. */
export function showsKindByDefault(algorithms: readonly Algorithm[]): boolean {
  return algorithms.length > 1 && algorithms.includes('blake3');
}
