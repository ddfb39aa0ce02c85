import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Algorithm } from '../core/digest.ts';
import { CriskitError, systemErrorText } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import type { ManifestEntry } from '../core/media.ts';
import { sha256Of } from '../files/read-file.ts';
import { getFormat } from '../hashsets/lookup.ts';
import type { NewSubmission, Submission } from '../store/contract.ts';
import { getCase } from './cases.ts';
import { findSameSubmission } from './find-same-submission.ts';
import { type HashJournal, withHashJournal } from './hash-journal.ts';
import { type HashedMedia, hashMedia } from './hash-media.ts';
import type { Lab } from './lab.ts';
import { manifestOptions, manifestRecords } from './manifest-files.ts';
import type { Progress } from './progress.ts';
import { type ReadingChoices, readingIn } from './reading-choices.ts';
import type { JournalUse } from './take-up-hash-journal.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface PrepareSubmissionRequest {
  readonly caseNumber: string;
  /** Absolute. */
  readonly paths: readonly string[];
  /** Absolute folder for the manifest; default: below `submissions` in the lab folder. */
  readonly output: string | undefined;
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  readonly acceptIssues: boolean;
  readonly dryRun: boolean;
  /** A dry run keeps no journal and looks at none. */
  readonly journalUse: JournalUse;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly onWarning: (message: string) => void;
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
  /** How many files were not hashed, but taken from the journal of an interrupted run. */
  readonly resumed: number;
  /** Whether a journal stays: where nothing was stored, what was hashed is not lost. */
  readonly isJournalKept: boolean;
}

/** Absolute. */
export interface ManifestPaths {
  readonly csv: string;
  readonly hashdeep: string;
}

/**
 * Hashes what goes out, stores it as a submission of the case, and writes its manifest. The same again, before it is mailed
 * or answered, adds no second submission. Throws NOT_FOUND, NO_RECORDS, OUTPUT_…, JOURNAL_…, DATABASE_….
 */
export async function prepareSubmission(lab: Lab, request: PrepareSubmissionRequest): Promise<PreparedSubmission> {
  const { paths, followLinks, journalUse: use, signal, onWarning } = request;
  const { caseNumber } = await getCase(lab, request.caseNumber);
  const { algorithms } = lab.settings.hashing;
  const wanted = { caseNumber, sources: paths, algorithms };
  const reading = readingIn(lab.settings.hashing, request.reading);
  const hashing = { ...request, algorithms, reading, kinds: true };
  if (request.dryRun) {
    const hashed = await hashMedia(hashing);
    return { ...describeMedia(hashed), submission: null, isRepeated: false, manifest: null, isJournalKept: false };
  }
  const path = journalPath(lab, wanted);
  await makeFolder(dirname(path));
  const settings = { paths, algorithms, followLinks, kinds: true };
  const journal = { path, use, settings, program: 'criskit submit prepare', clock: lab.clock, signal, onWarning };
  return withHashJournal(journal, async (kept) => {
    const hashed = await hashMedia({ ...hashing, journal: kept });
    return storeSubmission(lab, request, wanted, hashed, kept);
  });
}

async function storeSubmission(
  lab: Lab,
  request: PrepareSubmissionRequest,
  wanted: NewSubmission,
  hashed: HashedMedia,
  journal: HashJournal,
): Promise<PreparedSubmission> {
  const { entries } = hashed;
  const described = describeMedia(hashed);
  if (hashed.issues.length > 0 && !request.acceptIssues) {
    return { ...described, submission: null, isRepeated: false, manifest: null, isJournalKept: journal.isKept };
  }
  async function* batches(): AsyncGenerator<readonly ManifestEntry[]> {
    yield entries;
  }
  const earlier = await findSameSubmission(lab, wanted, entries);
  const submission = earlier ?? (await lab.store.addSubmission(wanted, batches(), lab.actor()));
  const manifest = await writeManifests(lab, submission, entries, request.output, request.signal);
  journal.finish();
  return { ...described, submission, isRepeated: earlier !== undefined, manifest, isJournalKept: false };
}

/** Throws NO_RECORDS where there is no file. */
function describeMedia({
  entries,
  issues,
  resumed,
}: HashedMedia): Pick<PreparedSubmission, 'counts' | 'issues' | 'resumed'> {
  if (entries.length > 0) return { counts: countEntries(entries), issues, resumed };
  throw new CriskitError('NO_RECORDS', 'There is no file to be sent.', {
    hint: issues.length === 0 ? 'The folder is empty.' : `${issues[0]?.path ?? ''}: ${issues[0]?.message ?? ''}`,
  });
}

/** One for each case and what is sent of it: two examiners may prepare for one case at the same time. */
function journalPath(lab: Lab, { caseNumber, sources }: NewSubmission): string {
  const name = `${fileNameOfCase(caseNumber)}-${sha256Of(JSON.stringify([caseNumber, sources])).slice(0, 12)}.journal`;
  return join(lab.folder, 'submissions', name);
}

function fileNameOfCase(caseNumber: string): string {
  return caseNumber.replaceAll(/[^\w.-]/g, '_');
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
  const name = `${fileNameOfCase(submission.caseNumber)}-${submission.submissionId}`;
  const folder = output ?? join(lab.folder, 'submissions', name);
  const isStored = `Submission ${submission.submissionId} is stored. Its manifest is written by: criskit submit manifest ${submission.submissionId}`;
  await makeFolder(folder, isStored);
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

async function makeFolder(folder: string, hint = 'The manifest and a journal are written there.'): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
  } catch (error) {
    throw new CriskitError('OUTPUT_FAILED', `${folder} cannot be made: ${systemErrorText(error)}.`, {
      path: folder,
      hint,
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
