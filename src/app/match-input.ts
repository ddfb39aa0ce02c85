import { stat } from 'node:fs/promises';
import type { Digests } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import { issuesOf } from './batch-issues.ts';
import { hashMedia } from './hash-media.ts';
import type { HashSetInput } from './hash-set-input.ts';
import type { Lab } from './lab.ts';
import { sharedDigest } from './lookup-files.ts';
import { matchMedia, type MediaMatch } from './match-media.ts';
import { openHashSet } from './open-hash-set.ts';
import type { Progress } from './progress.ts';
import { type ReadingChoices, readingIn } from './reading-choices.ts';

export interface MatchRequest {
  /** A folder, a manifest, or a hash set. */
  readonly input: HashSetInput;
  /** Format of a file; default: recognised by content. */
  readonly inputFormat: string | undefined;
  /** The file to read in a zip archive; default: the only hash set in it. */
  readonly entry: string | undefined;
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** One media of the input that the database knows. */
export interface MatchedMedia extends Pick<MediaMatch, 'categories' | 'inConflict' | 'foundBy'> {
  /** Path or name; null where the input has none. */
  readonly name: string | null;
  /** Of the input, for one that has lines. */
  readonly line: number | null;
  readonly digests: Digests;
  /** Numbers of the cases in which it was seen before. */
  readonly cases: readonly string[];
}

export interface MatchResult {
  readonly media: number;
  readonly matched: readonly MatchedMedia[];
  /** Number of matched media by category id; those in several count in each. */
  readonly categories: ReadonlyMap<string, number>;
  readonly issues: readonly Issue[];
}

const mostAtOnce = 1 << 17;

interface Candidate {
  readonly name: string | null;
  readonly line: number | null;
  readonly digests: Digests;
}

/** Every media of the input against the database. Only those that it knows are listed; all are counted. */
export async function matchInput(lab: Lab, request: MatchRequest): Promise<MatchResult> {
  const issues: Issue[] = [];
  const folder = await folderOf(request.input);
  const batches =
    folder === undefined ? fileCandidates(request, issues) : folderCandidates(lab, folder, request, issues);
  const matched: MatchedMedia[] = [];
  let media = 0;
  for await (const batch of joined(batches)) {
    media += batch.length;
    const matches = await matchMedia(
      lab,
      batch.map(({ digests }) => digests),
    );
    const cases = await lab.store.casesOfContents(matches.map(({ mediaIds }) => mediaIds));
    for (const [index, match] of matches.entries()) {
      const candidate = batch[index];
      if (candidate === undefined) continue;
      const name = candidate.name ?? `line ${candidate.line ?? 0}`;
      for (const algorithm of match.sharedByOthers) issues.push(sharedDigest(name, algorithm));
      if (!match.known) continue;
      const { categories, inConflict, foundBy } = match;
      matched.push({ ...candidate, categories, inConflict, foundBy, cases: cases[index] ?? [] });
    }
  }
  return { media, matched, categories: countCategories(lab, matched), issues };
}

/** Many candidates at once are looked up at a fraction of the cost: the database is read in order. */
async function* joined(batches: AsyncIterable<readonly Candidate[]>): AsyncGenerator<readonly Candidate[]> {
  let waiting: Candidate[] = [];
  for await (const batch of batches) {
    for (const candidate of batch) waiting.push(candidate);
    if (waiting.length < mostAtOnce) continue;
    yield waiting;
    waiting = [];
  }
  if (waiting.length > 0) yield waiting;
}

async function folderOf(input: HashSetInput): Promise<string | undefined> {
  if (!('path' in input)) return undefined;
  const stats = await stat(input.path).catch(() => undefined);
  return stats?.isDirectory() === true ? input.path : undefined;
}

async function* folderCandidates(
  lab: Lab,
  folder: string,
  request: MatchRequest,
  issues: Issue[],
): AsyncGenerator<readonly Candidate[]> {
  const { algorithms } = lab.settings.hashing;
  const reading = readingIn(lab.settings.hashing, request.reading);
  const hashed = await hashMedia({ ...request, paths: [folder], algorithms, reading, kinds: false });
  issues.push(...hashed.issues);
  for (let from = 0; from < hashed.entries.length; from += 4096) {
    yield hashed.entries.slice(from, from + 4096).map(({ path, digests }) => ({ name: path, line: null, digests }));
  }
}

async function* fileCandidates(request: MatchRequest, issues: Issue[]): AsyncGenerator<readonly Candidate[]> {
  const { input, inputFormat: format, entry, signal, progress } = request;
  progress.start('matching', { unit: 'records' });
  const { batches, close } = await openHashSet(input, { format, entry, signal });
  try {
    for await (const batch of batches) {
      issues.push(...issuesOf(batch));
      yield batch.records.map(({ digests, attributes, place }) => ({
        name: attributes?.names?.[0] ?? null,
        line: place.line ?? null,
        digests,
      }));
      progress.advance({ items: batch.records.length });
    }
  } finally {
    await close();
    progress.end();
  }
}

function countCategories(lab: Lab, matched: readonly MatchedMedia[]): ReadonlyMap<string, number> {
  const counts = new Map(lab.settings.categories.map(({ id }) => [id, 0]));
  for (const id of matched.flatMap(({ categories }) => categories)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
