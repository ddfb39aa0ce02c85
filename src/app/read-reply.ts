import { basename } from 'node:path';
import { type Carrier, type Leaf, openDocument } from '../containers/open-document.ts';
import type { Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { ManifestEntry } from '../core/media.ts';
import { readInput, sha256Of } from '../files/read-file.ts';
import type { SentManifest } from '../reconcile/contract.ts';
import { chooseReport, type ChosenReport } from '../reports/choose-report.ts';
import type { ReadingContext } from '../reports/contract.ts';
import { createSentNames } from '../reports/sent-names.ts';
import { createVocabulary } from '../reports/vocabulary.ts';
import type { NewDocument } from '../store/contract.ts';
import type { Lab } from './lab.ts';
import { type LayoutFile, type LayoutLab, readTaughtLayouts } from './layout-files.ts';

/** Replies are documents that a person could read; the largest one known of 50,000 rows has some megabytes. */
const largestReplyBytes = 256 * 1024 * 1024;

/** The document as it came, with the original bytes. Throws INPUT_…. */
export async function readReplyFile(path: string): Promise<NewDocument & { readonly bytes: Uint8Array }> {
  const { bytes, sha256 } = await readInput(path, { maxBytes: largestReplyBytes });
  return { name: basename(path), sha256: sha256 satisfies Digest<'sha256'>, sizeBytes: bytes.length, bytes };
}

export interface ReplyRequest {
  /** Undefined: recognised by content. */
  readonly layout: string | undefined;
  /** The part of a message or an archive that is the report; undefined: found by what the parts hold. */
  readonly part: string | undefined;
  /** A layout that was taught just now and may have no file yet. */
  readonly taught?: LayoutFile | undefined;
  readonly manifests: readonly SentManifest[];
  readonly signal: AbortSignal | undefined;
}

/**
 * What the document says, or the one report among those that it carries, in the words of the built-in vocabulary and of
 * criskit.toml. Throws INPUT_…, FORMAT_…, NO_RECORDS, NOT_FOUND.
 */
export async function readReply(
  lab: Lab,
  document: { readonly name: string; readonly bytes: Uint8Array },
  { layout, part, taught, manifests, signal }: ReplyRequest,
): Promise<Reply> {
  const opened = await openDocument(document, signal === undefined ? {} : { signal });
  throwIfInterrupted(signal);
  const context = contextOf(lab, manifests);
  const { leaf, ...chosen } = chooseReport(opened, context, {
    layout,
    part,
    taught: await readTaughtLayouts(lab, taught),
  });
  return { ...chosen, carriers: opened.carriers, part: leaf.path.length === 0 ? null : partOf(leaf) };
}

/** What layouts may know besides the document: the lab's words, and what was sent. */
export function contextOf(lab: LayoutLab, manifests: readonly SentManifest[]): ReadingContext {
  const sentNames = createSentNames(manifests.flatMap(({ entries }) => entries.map(({ path }) => path)));
  return { vocabulary: createVocabulary(lab.settings.vocabulary), sentNames };
}

/** A report, and what it came in. */
export interface Reply extends Omit<ChosenReport, 'leaf'> {
  readonly carriers: readonly Carrier[];
  /** The document inside the one that came; null where that is the report itself. */
  readonly part: ReportPart | null;
}

export interface ReportPart {
  /** Names from the outside in. Untrusted text. */
  readonly path: readonly string[];
  readonly sha256: Digest<'sha256'>;
}

function partOf({ path, bytes }: Leaf): ReportPart {
  return { path, sha256: sha256Of(bytes) };
}

/**
 * What the report is to be compared with: the submission that was named, else all submissions of the case together.
 * Throws NOT_FOUND where the named one does not exist or belongs to another case.
 */
export async function readManifests(
  lab: Lab,
  caseNumber: string,
  submissionId: number | undefined,
  signal?: AbortSignal,
): Promise<readonly SentManifest[]> {
  const submissions = await lab.store.listSubmissions(caseNumber);
  const ids = submissions.map((submission) => submission.submissionId);
  if (submissionId !== undefined && !ids.includes(submissionId)) {
    throw new CriskitError('NOT_FOUND', `Case ${caseNumber} has no submission ${submissionId}.`, {
      hint: ids.length === 0 ? 'It has none at all.' : `Its submissions: ${ids.join(', ')}.`,
    });
  }
  const manifests: SentManifest[] = [];
  for (const id of submissionId === undefined ? ids : [submissionId]) {
    manifests.push({ submissionId: id, entries: await readManifest(lab, id, signal) });
  }
  return manifests;
}

export async function readManifest(
  lab: Lab,
  submissionId: number,
  signal?: AbortSignal,
): Promise<readonly ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for await (const batch of lab.store.manifestOf(submissionId)) {
    throwIfInterrupted(signal);
    for (const entry of batch) entries.push(entry);
  }
  return entries;
}
