import type { Algorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { ManifestEntry } from '../core/media.ts';
import { mediaKindOfHead } from '../files/media-kind.ts';
import { type WalkedFile, walk } from '../files/walk.ts';
import type { HashRequest, HashResult } from '../hashing/contract.ts';
import { hashFiles } from '../hashing/hash-files.ts';
import type { Progress } from './progress.ts';
import { readAhead } from './read-ahead.ts';

export interface HashMediaRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  readonly threads: number | undefined;
  readonly followLinks: boolean;
  /** Whether the media kind is wanted: telling it takes a while, and not every output shows it. */
  readonly kinds: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Every file below the paths: hashed, or an issue. */
export interface HashedMedia {
  /** In the order of the walk: by the bytes of the relative path. */
  readonly entries: readonly ManifestEntry[];
  /** Files that have no digest, with their paths, and why. */
  readonly issues: readonly Issue[];
}

/** Hashes while it walks. Throws INTERRUPTED. */
export async function hashMedia(request: HashMediaRequest): Promise<HashedMedia> {
  const { paths, followLinks, signal, progress } = request;
  const files: WalkedFile[] = [];
  const issues: Issue[] = [];

  async function* requests(): AsyncGenerator<readonly HashRequest[]> {
    let bytes = 0;
    for await (const batch of readAhead(walk(paths, { followLinks, signal }))) {
      const first = files.length;
      files.push(...batch.files);
      issues.push(...batch.issues);
      bytes += batch.files.reduce((sum, file) => sum + file.sizeBytes, 0);
      yield batch.files.map(({ path, sizeBytes }, index) => ({ index: first + index, path, sizeBytes }));
    }
    progress.expect({ bytes, items: files.length });
  }

  progress.start('hashing');
  const entries: (ManifestEntry | undefined)[] = [];
  const onBytes = (bytes: number) => progress.advance({ bytes });
  const { algorithms, threads } = request;
  const options = { algorithms, heads: request.kinds, signal, onBytes, ...(threads === undefined ? {} : { threads }) };
  for await (const results of hashFiles(requests(), options)) {
    await addResults(results, files, entries, issues);
    progress.advance({ items: results.length });
  }
  progress.end();
  return { entries: entries.filter((entry) => entry !== undefined), issues };
}

async function addResults(
  results: readonly HashResult[],
  files: readonly WalkedFile[],
  entries: (ManifestEntry | undefined)[],
  issues: Issue[],
): Promise<void> {
  for (const result of results) {
    const path = files[result.index]?.relativePath ?? '';
    if (result.kind === 'unhashed') {
      issues.push({ code: result.code, message: result.message, place: {}, path });
    } else {
      const { sizeBytes, digests, head } = result;
      const kind = head === undefined ? 'unknown' : await mediaKindOfHead(head);
      entries[result.index] = { path, sizeBytes, kind, digests };
    }
  }
}
