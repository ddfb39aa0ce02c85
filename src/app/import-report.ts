import { CriskitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { Issue } from '../core/issue.ts';
import type { ImportChanges, ImportEntry } from '../store/contract.ts';
import { isRefusedAsBackwards, writeUnlessBackwards } from './backwards.ts';
import { getCase } from './cases.ts';
import { findingsOfChanges } from './import-changes.ts';
import { type DraftRequest, draftImport, type ImportDraft } from './import-draft.ts';
import type { ExplainedReport } from './explain-report.ts';
import { type OutcomeSample, takeSamples } from './import-samples.ts';
import { type ImportSummary, parseSummary } from './import-summary.ts';
import type { Lab } from './lab.ts';
import type { LayoutFile } from './layout-files.ts';
import { compareWithLot } from './lots.ts';
import { readManifests, readReply, readReplyFile } from './read-reply.ts';
import { type RowSync, syncCaseRow } from './sync-tracker.ts';

export interface ImportReportRequest extends DraftRequest {
  /** Absolute. */
  readonly path: string;
  readonly caseNumber: string;
  /** Undefined: all submissions of the case together. */
  readonly submissionId: number | undefined;
  /** The lot that it answers; undefined: found by its digests, else none. */
  readonly lot?: number | undefined;
  /** Undefined: recognised by content. */
  readonly layout: string | undefined;
  /** The part of a message or an archive that is the report; undefined: found by what the parts hold. */
  readonly part: string | undefined;
  /** A layout that was taught just now and may have no file yet. */
  readonly taught?: LayoutFile | undefined;
  /** Given every line of the report with what it was taken for, before anything is written or asked. */
  readonly explain?: ((explained: ExplainedReport) => Promise<void>) | undefined;
  readonly dryRun: boolean;
  readonly syncTracker: boolean;
  /** Asked once before anything is written, with what is about to happen; undefined: it is written unasked. */
  readonly confirm: ((preview: ImportReportResult) => Promise<boolean>) | undefined;
  readonly signal?: AbortSignal;
}

/** What an import did, or would do. */
export interface ImportReportResult extends ImportSummary {
  readonly import: { readonly id: number | null };
  readonly case: string;
  /** Null where the report answers several submissions, or none is known. */
  readonly submission: number | null;
  readonly document: { readonly name: string; readonly sha256: string; readonly sizeBytes: number };
  readonly supersedes: number | null;
  readonly acceptedDifference: string | null;
  /** Null where nothing was compared with the database. */
  readonly changes: ImportChanges | null;
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
  /** The first records of each outcome; none where nothing was to be written. */
  readonly samples: readonly OutcomeSample[];
  /** What the examiner should know beyond findings, in sentences. */
  readonly advice: readonly string[];
  readonly written: boolean;
  /** Why nothing was written; null where something was. */
  readonly unwritten: 'dry-run' | 'sums-differ' | 'goes-backwards' | 'declined' | 'already-imported' | 'preview' | null;
  /** The import in force of the very same document for this case. */
  readonly alreadyImported?: number;
  readonly tracker: Pick<RowSync, 'state'> | null;
}

/**
 * Takes the reply to a case into the database, whole or not at all: read, accounted for, compared with what the database
 * holds, confirmed, written in one transaction, shown in the spreadsheet. Writes nothing where sums disagree, or where it
 * takes an outcome back, and no reason is given. Throws NOT_FOUND, INPUT_…, FORMAT_…, NO_RECORDS, CONFLICT, and what `confirm` throws.
 */
export async function importReport(lab: Lab, request: ImportReportRequest): Promise<ImportReportResult> {
  const { caseNumber } = await getCase(lab, request.caseNumber);
  const document = await readReplyFile(request.path);
  const earlier = await lab.store.findImportOf(document.sha256, { caseNumber });
  if (earlier !== undefined && request.explain === undefined) return repeatImport(lab, earlier, request);
  const read = await readAndDraft(lab, request, { caseNumber, document, earlier });
  if (read.kind === 'known') return repeatImport(lab, read.entry, request);
  const { draft } = read;
  if (draft.isBlocked) return preview(lab, draft, request.dryRun ? 'dry-run' : 'sums-differ');
  if (request.dryRun) return preview(lab, draft, 'dry-run');
  if (request.confirm !== undefined) {
    const shown = await preview(lab, draft, 'preview');
    if (isRefusedAsBackwards(draft.newImport, shown.changes)) return { ...shown, unwritten: 'goes-backwards' };
    if (!(await request.confirm(shown))) return { ...shown, unwritten: 'declined' };
  }
  throwIfInterrupted(request.signal);
  const { importId, changes } = await writeUnlessBackwards(lab, draft.newImport);
  if (importId === null) return resultOf(draft, { importId, changes, unwritten: 'goes-backwards', tracker: null });
  const tracker = request.syncTracker ? await syncCaseRow(lab, caseNumber, request.signal) : null;
  return resultOf(draft, { importId, changes, unwritten: null, tracker });
}

/**
 * The reply read, explained where that is asked for, and ready to be written; or the import in force of the very same
 * report. Rows and lines of the document are done with here: what goes on needs the memory.
 */
async function readAndDraft(
  lab: Lab,
  request: ImportReportRequest,
  source: {
    readonly caseNumber: string;
    readonly document: Awaited<ReturnType<typeof readReplyFile>>;
    /** The import in force of the very same document. */
    readonly earlier: ImportEntry | undefined;
  },
): Promise<
  { readonly kind: 'draft'; readonly draft: ImportDraft } | { readonly kind: 'known'; readonly entry: ImportEntry }
> {
  const { caseNumber, document, earlier } = source;
  const { layout, part, taught, signal } = request;
  const manifests = await readManifests(lab, caseNumber, request.submissionId, signal);
  const reply = await readReply(lab, document, { layout, part, taught, manifests, signal });
  throwIfInterrupted(signal);
  const { part: read } = reply;
  const entry = earlier ?? (read === null ? undefined : await lab.store.findImportOf(read.sha256, { caseNumber }));
  if (entry !== undefined && request.explain === undefined) return { kind: 'known', entry };
  const compared = await compareWithLot(lab, caseNumber, { lot: request.lot, manifests }, reply.report.records);
  const draft = await draftImport(lab, request, {
    caseNumber,
    document,
    reply,
    manifests: compared.manifests,
    lot: compared,
  });
  await request.explain?.({ document, caseNumber, report: reply.report, issues: draft.newImport.issues });
  return entry === undefined ? { kind: 'draft', draft } : { kind: 'known', entry };
}

/** True where the exit code is 1: something differs, could not be read, or kept the import from being written. */
export function hasDifferences(result: ImportReportResult): boolean {
  if (result.unwritten === 'already-imported') return false;
  const isRefused = ['sums-differ', 'goes-backwards', 'declined'].includes(result.unwritten ?? '');
  const ofImport = result.findings.filter(({ kind }) => !kind.startsWith('spreadsheet-'));
  return isRefused || result.issues.length > 0 || ofImport.some(({ weight }) => weight === 'difference');
}

async function preview(
  lab: Lab,
  draft: ImportDraft,
  unwritten: 'preview' | 'dry-run' | 'sums-differ',
): Promise<ImportReportResult> {
  const changes = await lab.store.previewReport(draft.newImport, lab.actor());
  return resultOf(draft, { importId: null, changes, unwritten, tracker: null });
}

function resultOf(
  draft: ImportDraft,
  end: {
    readonly importId: number | null;
    readonly changes: ImportChanges;
    readonly unwritten: ImportReportResult['unwritten'];
    readonly tracker: RowSync | null;
  },
): ImportReportResult {
  const { newImport, summary, advice } = draft;
  const { name, sha256, sizeBytes } = newImport.document;
  return {
    import: { id: end.importId },
    case: newImport.caseNumber,
    submission: newImport.submissionId,
    document: { name, sha256, sizeBytes },
    ...summary,
    supersedes: newImport.supersedes,
    acceptedDifference: newImport.acceptedDifference,
    changes: end.changes,
    findings: [
      ...newImport.findings,
      ...findingsOfChanges(end.changes, newImport.caseNumber),
      ...(end.tracker?.findings ?? []),
    ],
    issues: newImport.issues,
    samples: takeSamples(newImport.assertions),
    advice,
    written: end.unwritten === null,
    unwritten: end.unwritten,
    tracker: end.tracker === null ? null : { state: end.tracker.state },
  };
}

/** The same document again: nothing changes but a row of the spreadsheet that was left behind. */
async function repeatImport(lab: Lab, earlier: ImportEntry, request: ImportReportRequest): Promise<ImportReportResult> {
  const summary = parseSummary(earlier.summary);
  if (summary === undefined) {
    throw new CriskitError('INTERNAL', `The counts of import ${earlier.importId} cannot be read.`);
  }
  const isSynced = request.syncTracker && !request.dryRun;
  const tracker = isSynced ? await syncCaseRow(lab, request.caseNumber, request.signal) : null;
  const advice = `To take the document in anew, take the import back first: criskit undo ${earlier.importId} --reason "…".`;
  return {
    import: { id: null },
    case: request.caseNumber,
    submission: earlier.submissionId,
    document: earlier.document,
    ...summary,
    supersedes: earlier.supersedes,
    acceptedDifference: earlier.acceptedDifference,
    changes: null,
    findings: [...(await lab.store.findingsOf(earlier.importId)), ...(tracker?.findings ?? [])],
    issues: await lab.store.issuesOf(earlier.importId),
    samples: [],
    advice: [advice],
    written: false,
    unwritten: 'already-imported',
    alreadyImported: earlier.importId,
    tracker: tracker === null ? null : { state: tracker.state },
  };
}
