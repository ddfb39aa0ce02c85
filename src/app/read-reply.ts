import { basename } from 'node:path';
import type { TableDocument } from '../containers/contract.ts';
import { type Leaf, openDocument } from '../containers/open-document.ts';
import type { Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { ManifestEntry } from '../core/media.ts';
import { readInput } from '../files/read-file.ts';
import type { SentManifest } from '../reconcile/contract.ts';
import type { Report } from '../reports/contract.ts';
import { readReport } from '../reports/lookup.ts';
import { createSentNames } from '../reports/sent-names.ts';
import { createVocabulary } from '../reports/vocabulary.ts';
import type { NewDocument } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** Replies are documents that a person could read; the largest one known of 50,000 rows has some megabytes. */
const largestReplyBytes = 256 * 1024 * 1024;

/** The document as it came, with the original bytes. Throws INPUT_…. */
export async function readReplyFile(path: string): Promise<NewDocument & { readonly bytes: Uint8Array }> {
  const { bytes, sha256 } = await readInput(path, { maxBytes: largestReplyBytes });
  return { name: basename(path), sha256: sha256 satisfies Digest<'sha256'>, sizeBytes: bytes.length, bytes };
}

/** What the document says, in the words of the built-in vocabulary and of criskit.toml. Throws INPUT_…, FORMAT_…, NO_RECORDS. */
export async function readReply(
  lab: Lab,
  document: { readonly name: string; readonly bytes: Uint8Array },
  options: {
    readonly layout: string | undefined;
    readonly manifests: readonly SentManifest[];
    readonly signal: AbortSignal | undefined;
  },
): Promise<Report> {
  const { layout, manifests, signal } = options;
  const { leaves } = await openDocument(document, signal === undefined ? {} : { signal });
  throwIfInterrupted(signal);
  const sentNames = createSentNames(manifests.flatMap(({ entries }) => entries.map(({ path }) => path)));
  const context = { vocabulary: createVocabulary(lab.settings.vocabulary), sentNames };
  return readReport(onlyDocument(leaves), context, { layout });
}

function onlyDocument([leaf]: readonly Leaf[]): TableDocument {
  if (leaf === undefined) throw new CriskitError('INPUT_EMPTY', 'The file carries no document.');
  if (leaf.content.kind === 'refused') throw leaf.content.error;
  return leaf.content.document;
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
