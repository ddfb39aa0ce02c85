import type { HashFilesOptions, HashRequest, HashResult } from '../../src/hashing/contract.ts';
import { hashFiles } from '../../src/hashing/hash-files.ts';

/** The same size is claimed of all of them; none where it is left out. */
export function requestsFor(paths: readonly string[], sizeBytes?: number): HashRequest[] {
  return paths.map((path, index) => ({
    index,
    path: Buffer.from(path),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  }));
}

export async function* inBatches(requests: readonly HashRequest[], size = 100): AsyncGenerator<readonly HashRequest[]> {
  for (let at = 0; at < requests.length; at += size) yield requests.slice(at, at + size);
}

/** In the order of the requests. */
export async function collect(results: AsyncIterable<readonly HashResult[]>): Promise<HashResult[]> {
  const all: HashResult[] = [];
  for await (const batch of results) all.push(...batch);
  return all.sort((a, b) => a.index - b.index);
}

/** In the order of the requests. */
export function hashAll(requests: readonly HashRequest[], options: HashFilesOptions): Promise<HashResult[]> {
  return collect(hashFiles(inBatches(requests), options));
}
