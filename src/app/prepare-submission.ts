import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Algorithm } from '../core/digest.ts';
import { CriskitError, systemErrorText } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { ManifestEntry } from '../core/media.ts';
import { getFormat } from '../hashsets/lookup.ts';
import type { Submission } from '../store/contract.ts';
import { getCase } from './cases.ts';
import { findSameSubmission } from './find-same-submission.ts';
import { hashMedia } from './hash-media.ts';
import type { Lab } from './lab.ts';
import { manifestOptions, manifestRecords } from './manifest-files.ts';
import type { Progress } from './progress.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface PrepareSubmissionRequest {
  readonly caseNumber: string;
  /** Absolute. */
  readonly paths: readonly string[];
  /** Absolute folder for the manifest; default: below `submissions` in the lab folder. */
  readonly output: string | undefined;
  readonly threads: number | undefined;
  readonly followLinks: boolean;
  readonly acceptIssues: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface PreparedSubmission {
  /** Null where nothing was stored: a dry run, or issues that nobody accepted. */
  readonly submission: Submission | null;
  /** True where the very same submission was prepared before: then only its manifest was written once more. */
  readonly isRepeated: boolean;
  readonly manifest: ManifestPaths | null;
  readonly counts: {
    readonly files: number;
    readonly images: number;
    readonly videos: number;
    readonly sizeBytes: number;
  };
  readonly issues: readonly Issue[];
}

/** Absolute. */
export interface ManifestPaths {
  readonly csv: string;
  readonly hashdeep: string;
}

/**
 * Hashes what goes out, stores it as a submission of the case, and writes its manifest. The same again, before it is mailed
 * or answered, adds no second submission.
 */
export async function prepareSubmission(lab: Lab, request: PrepareSubmissionRequest): Promise<PreparedSubmission> {
  const { paths, signal } = request;
  const { caseNumber } = await getCase(lab, request.caseNumber);
  const { algorithms } = lab.settings.hashing;
  const threads = request.threads ?? lab.settings.hashing.threads;
  const { entries, issues } = await hashMedia({ ...request, algorithms, threads, kinds: true });
  const counts = countEntries(entries);
  if (entries.length === 0) {
    throw new CriskitError('NO_RECORDS', 'There is no file to be sent.', {
      hint: issues.length === 0 ? 'The folder is empty.' : `${issues[0]?.path ?? ''}: ${issues[0]?.message ?? ''}`,
    });
  }
  if (request.dryRun || (issues.length > 0 && !request.acceptIssues)) {
    return { submission: null, isRepeated: false, manifest: null, counts, issues };
  }
  async function* batches(): AsyncGenerator<readonly ManifestEntry[]> {
    yield entries;
  }
  const wanted = { caseNumber, sources: paths, algorithms };
  const earlier = await findSameSubmission(lab, wanted, entries);
  const submission = earlier ?? (await lab.store.addSubmission(wanted, batches(), lab.actor()));
  const manifest = await writeManifests(lab, submission, entries, request.output, signal);
  return { submission, isRepeated: earlier !== undefined, manifest, counts, issues };
}

/** Writes the manifest of a stored submission once more. Throws NOT_FOUND, OUTPUT_FAILED. */
export async function rewriteManifest(
  lab: Lab,
  submissionId: number,
  options: { readonly output: string | undefined; readonly signal: AbortSignal },
): Promise<{ readonly submission: Submission; readonly manifest: ManifestPaths }> {
  const submission = await lab.store.findSubmission(submissionId);
  if (submission === undefined) {
    throw new CriskitError('NOT_FOUND', `There is no submission ${submissionId}.`, {
      hint: 'criskit submit list shows them.',
    });
  }
  const entries: ManifestEntry[] = [];
  for await (const batch of lab.store.manifestOf(submissionId)) entries.push(...batch);
  const manifest = await writeManifests(lab, submission, entries, options.output, options.signal);
  return { submission, manifest };
}

async function writeManifests(
  lab: Lab,
  submission: Submission,
  entries: readonly ManifestEntry[],
  output: string | undefined,
  signal: AbortSignal,
): Promise<ManifestPaths> {
  const name = `${submission.caseNumber.replaceAll(/[^\w.-]/g, '_')}-${submission.submissionId}`;
  const folder = output ?? join(lab.folder, 'submissions', name);
  await makeFolder(folder, submission.submissionId);
  const paths = { csv: join(folder, `${name}.csv`), hashdeep: join(folder, `${name}.hashdeep.txt`) };
  for (const [id, path] of Object.entries(paths)) {
    const format = getFormat(id);
    const able = submission.algorithms.filter((algorithm: Algorithm) => format.algorithms.includes(algorithm));
    if (able.length === 0) continue;
    await writeHashFile(format, () => manifestRecords(entries), manifestOptions(format, able), {
      path,
      replace: true,
      signal,
    });
  }
  return paths;
}

async function makeFolder(folder: string, submissionId: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new CriskitError('OUTPUT_FAILED', `${folder} cannot be made: ${systemErrorText(error)}.`, {
      path: folder,
      hint: `Submission ${submissionId} is stored. Its manifest is written by: criskit submit manifest ${submissionId}`,
      cause: error,
    });
  }
}

function countEntries(entries: readonly ManifestEntry[]): PreparedSubmission['counts'] {
  return {
    files: entries.length,
    images: entries.filter(({ kind }) => kind === 'image').length,
    videos: entries.filter(({ kind }) => kind === 'video').length,
    sizeBytes: entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
