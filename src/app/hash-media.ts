import type { Algorithm } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { ManifestEntry } from '../core/media.ts';
import { mediaKindOfHead } from '../files/media-kind.ts';
import { walk } from '../files/walk.ts';
import type { HashFilesOptions, HashRequest, HashResult } from '../hashing/contract.ts';
import { hashFiles } from '../hashing/hash-files.ts';
import type { HashJournal } from './hash-journal.ts';
import type { JournaledFile } from './hash-journal-lines.ts';
import type { Progress } from './progress.ts';
import { readAhead } from './read-ahead.ts';
import { type ReadingChoices, readingOptionsOf } from './reading-choices.ts';

export interface HashMediaRequest {
  /** Absolute paths of files and folders. */
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  /** Whether the media kind is wanted: telling it takes a while, and not every output shows it. */
  readonly kinds: boolean;
  /** Gives what an interrupted run has hashed, and takes what is hashed now. */
  readonly journal?: HashJournal;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Every file below the paths: hashed, or an issue. */
export interface HashedMedia {
  /** In the order of the walk: by the bytes of the relative path. */
  readonly entries: readonly ManifestEntry[];
  /** Files that have no digest, with their paths, and why. */
  readonly issues: readonly Issue[];
  /** How many of the entries were not hashed, but taken from the journal. */
  readonly resumed: number;
}

/** Hashes while it walks. Throws INTERRUPTED; with a journal also OUTPUT_FAILED. */
export async function hashMedia(request: HashMediaRequest): Promise<HashedMedia> {
  const { paths, followLinks, journal, signal, progress } = request;
  const names: string[] = [];
  const found: FoundMedia = { entries: [], issues: [] };
  let resumed = 0;

  async function* requests(): AsyncGenerator<readonly HashRequest[]> {
    let bytes = 0;
    const stamps = journal !== undefined;
    // Looking at every file takes as long as reading a small one: only where somebody wants to know how much there is.
    const sizes = progress.isShown;
    for await (const batch of readAhead(walk(paths, { followLinks, stamps, sizes, signal }))) {
      found.issues.push(...batch.issues);
      const wanted: HashRequest[] = [];
      for (const file of batch.files) {
        if (journal?.isOwn(file) === true) continue;
        const index = names.push(file.relativePath) - 1;
        const known = journal?.find(file);
        if (known === undefined) {
          const { path, sizeBytes } = file;
          wanted.push(sizeBytes === undefined ? { index, path } : { index, path, sizeBytes });
        } else {
          found.entries[index] = known;
          resumed += 1;
        }
      }
      bytes += wanted.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
      yield wanted;
    }
    progress.expect({ items: names.length - resumed, ...(sizes ? { bytes } : {}) });
  }

  progress.start('hashing');
  for await (const results of hashFiles(requests(), hashOptions(request))) {
    const hashed = await takeResults(results, names, found);
    journal?.add(hashed);
    progress.advance({ items: results.length });
  }
  progress.end();
  return { entries: found.entries.filter((entry) => entry !== undefined), issues: found.issues, resumed };
}

interface FoundMedia {
  /** At the places of the files; empty where a file has no digest, or none yet. */
  readonly entries: (ManifestEntry | undefined)[];
  readonly issues: Issue[];
}

function hashOptions({ algorithms, kinds, journal, reading, signal, progress }: HashMediaRequest): HashFilesOptions {
  return {
    algorithms,
    heads: kinds,
    stamps: journal !== undefined,
    signal,
    onBytes: (bytes) => progress.advance({ bytes }),
    ...readingOptionsOf(reading),
  };
}

/** Puts the results in their places, and gives those files of which the stamp is known. */
async function takeResults(
  results: readonly HashResult[],
  names: readonly string[],
  { entries, issues }: FoundMedia,
): Promise<readonly JournaledFile[]> {
  const hashed: JournaledFile[] = [];
  for (const result of results) {
    const path = names[result.index] ?? '';
    if (result.kind === 'unhashed') {
      issues.push({ code: result.code, message: result.message, place: {}, path });
    } else {
      const { sizeBytes, digests, head, stamp } = result;
      const kind = head === undefined ? 'unknown' : await mediaKindOfHead(head);
      const entry = { path, sizeBytes, kind, digests };
      entries[result.index] = entry;
      if (stamp !== undefined) hashed.push({ entry, stamp });
    }
  }
  return hashed;
}
