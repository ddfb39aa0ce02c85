import { stat } from 'node:fs/promises';
import type { Digests } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import { hashMedia } from './hash-media.ts';
import type { Lab } from './lab.ts';
import { sharedDigest } from './lookup-files.ts';
import { matchMedia, type MediaMatch } from './match-media.ts';
import type { Progress } from './progress.ts';
import { openHashSet } from './read-manifest.ts';

export interface MatchRequest {
  /** Absolute: a folder, a manifest, or a hash set. */
  readonly path: string;
  /** Of a file; default: recognised by content. */
  readonly input: string | undefined;
  readonly threads: number | undefined;
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

interface Candidate {
  readonly name: string | null;
  readonly line: number | null;
  readonly digests: Digests;
}

/** Every media of the input against the database. Only those that it knows are listed; all are counted. */
export async function matchInput(lab: Lab, request: MatchRequest): Promise<MatchResult> {
  const issues: Issue[] = [];
  const isFolder = (await stat(request.path).catch(() => undefined))?.isDirectory() ?? false;
  const batches = isFolder ? folderCandidates(lab, request, issues) : fileCandidates(request, issues);
  const matched: MatchedMedia[] = [];
  let media = 0;
  for await (const batch of batches) {
    media += batch.length;
    const matches = await matchMedia(
      lab,
      batch.map(({ digests }) => digests),
    );
    for (const [index, match] of matches.entries()) {
      const candidate = batch[index];
      if (candidate === undefined) continue;
      const name = candidate.name ?? `line ${candidate.line ?? 0}`;
      issues.push(...match.sharedByOthers.map((algorithm) => sharedDigest(name, algorithm)));
      if (!match.known) continue;
      const { categories, inConflict, foundBy, mediaIds } = match;
      matched.push({ ...candidate, categories, inConflict, foundBy, cases: await lab.store.casesOfMedia(mediaIds) });
    }
  }
  return { media, matched, categories: countCategories(lab, matched), issues };
}

async function* folderCandidates(
  lab: Lab,
  request: MatchRequest,
  issues: Issue[],
): AsyncGenerator<readonly Candidate[]> {
  const { algorithms } = lab.settings.hashing;
  const threads = request.threads ?? lab.settings.hashing.threads;
  const hashed = await hashMedia({ ...request, paths: [request.path], algorithms, threads, kinds: false });
  issues.push(...hashed.issues);
  for (let from = 0; from < hashed.entries.length; from += 4096) {
    yield hashed.entries.slice(from, from + 4096).map(({ path, digests }) => ({ name: path, line: null, digests }));
  }
}

async function* fileCandidates(request: MatchRequest, issues: Issue[]): AsyncGenerator<readonly Candidate[]> {
  const { path, input: format, signal, progress } = request;
  progress.start('matching', { unit: 'records' });
  const { batches } = await openHashSet(path, { format, signal });
  for await (const batch of batches) {
    issues.push(...batch.issues);
    yield batch.records.map(({ digests, attributes, place }) => ({
      name: attributes?.names?.[0] ?? null,
      line: place.line ?? null,
      digests,
    }));
    progress.advance({ items: batch.records.length });
  }
  progress.end();
}

function countCategories(lab: Lab, matched: readonly MatchedMedia[]): ReadonlyMap<string, number> {
  const counts = new Map(lab.settings.categories.map(({ id }) => [id, 0]));
  for (const id of matched.flatMap(({ categories }) => categories)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
