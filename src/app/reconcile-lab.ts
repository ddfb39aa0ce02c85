import { CriskitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { dateOfUtc } from '../core/dates.ts';
import { isDigestOfNothing } from '../core/digest.ts';
import { compareLab } from '../reconcile/compare-lab.ts';
import type { AnsweredLot, CaseState, ReturnedRecord, SentSubmission, StoredReport } from '../reconcile/contract.ts';
import type { Conflict, ImportEntry, StoredAssertion } from '../store/contract.ts';
import { submissionsOf } from './answered-submissions.ts';
import { lookUp } from './case-figures.ts';
import { readSpreadsheet, type Spreadsheet } from './check-tracker.ts';
import { parseSummary } from './import-summary.ts';
import type { Lab } from './lab.ts';
import { readSentLots } from './lots.ts';
import { readManifest } from './read-reply.ts';
import { readWantedRows } from './sync-tracker.ts';
import { calendarDate } from './tracker-row.ts';

export interface ReconcileRequest {
  /** Undefined: every case of the lab. */
  readonly caseNumber: string | undefined;
  readonly signal?: AbortSignal;
}

/** Sent, returned, stored and spreadsheet side by side, of one case or of the lab. Writes nothing. Throws NOT_FOUND. */
export async function reconcileLab(lab: Lab, request: ReconcileRequest): Promise<readonly Finding[]> {
  const { caseNumber, signal } = request;
  const wanted = await readWantedRows(lab, caseNumber === undefined ? [] : [caseNumber], signal);
  const spreadsheet = await readSpreadsheet(lab, wanted, caseNumber === undefined);
  const terms = { today: calendarDate(lab.clock.today()), followUpDays: lab.settings.followUpDays };
  const sheet = {
    spreadsheetFailure: spreadsheet.failure,
    unknownRows: spreadsheet.unknownRows,
    spreadsheetIssues: spreadsheet.issues,
  };
  const findings = [...compareLab({ ...terms, ...sheet, cases: [] })];
  const rest = await readAround(lab, spreadsheet);
  const silentSheet = { spreadsheetFailure: undefined, unknownRows: [], spreadsheetIssues: [] };
  // Case by case, so that no more than the manifest of one case is in memory.
  for (const row of wanted) {
    const state = await readCaseState(lab, row.caseNumber, rest, signal);
    for (const finding of compareLab({ ...terms, ...silentSheet, cases: [state] })) findings.push(finding);
  }
  return caseNumber === undefined ? [...findings, ...conflictsOfNoCase(rest)] : findings;
}

/** What concerns several cases at once. */
interface Around {
  readonly spreadsheet: Spreadsheet;
  readonly conflicts: readonly { readonly conflict: Conflict; readonly cases: readonly string[] }[];
  readonly pending: ReadonlyMap<string, { readonly sinceUtc: string; readonly reason: string }>;
}

async function readAround(lab: Lab, spreadsheet: Spreadsheet): Promise<Around> {
  const conflicts = [];
  for (const conflict of await lab.store.listConflicts({ state: 'open' })) {
    const mediaIds = conflict.media.map(({ mediaId }) => mediaId);
    conflicts.push({ conflict, cases: await lab.store.casesOfMedia(mediaIds) });
  }
  const pending = (await lab.store.listPending()).map((row) => [row.caseNumber, row] as const);
  return { spreadsheet, conflicts, pending: new Map(pending) };
}

/** A hash set can bring up a conflict about media that no case has. */
function conflictsOfNoCase({ conflicts }: Around): readonly Finding[] {
  return conflicts
    .filter(({ cases }) => cases.length === 0)
    .map(({ conflict: { conflictId, message, importId } }) => ({
      kind: 'open-conflict',
      weight: 'difference',
      message,
      conflictId,
      importId,
    }));
}

async function readCaseState(lab: Lab, caseNumber: string, around: Around, signal?: AbortSignal): Promise<CaseState> {
  const submissions: SentSubmission[] = [];
  for (const { submissionId, preparedAtUtc, mailedOn } of await lab.store.listSubmissions(caseNumber)) {
    submissions.push({
      submissionId,
      entries: await readManifest(lab, submissionId, signal),
      preparedOn: dateOfUtc(preparedAtUtc),
      mailedOn: mailedOn === null ? null : calendarDate(mailedOn),
    });
  }
  const reports: StoredReport[] = [];
  for (const entry of await lab.store.listImports({ caseNumber, kind: 'report', state: 'in-force' })) {
    reports.push(await readStoredReport(lab, entry, signal));
  }
  return {
    caseNumber,
    submissions,
    lots: await readAnsweredLots(lab, caseNumber),
    reports,
    openConflicts: around.conflicts
      .filter(({ cases }) => cases.includes(caseNumber))
      .map(({ conflict: { conflictId, message } }) => ({ conflictId, message })),
    pending: around.pending.get(caseNumber),
    spreadsheet: around.spreadsheet.cases.get(caseNumber),
  };
}

async function readAnsweredLots(lab: Lab, caseNumber: string): Promise<readonly AnsweredLot[]> {
  const lots = await lab.store.listLots(caseNumber);
  const sent = await readSentLots(lab, caseNumber, lots);
  return lots.flatMap(({ number, answered, writtenAtUtc }) => {
    const lot = sent.find((one) => one.number === number);
    return lot === undefined ? [] : [{ ...lot, answered, writtenOn: dateOfUtc(writtenAtUtc) }];
  });
}

async function readStoredReport(lab: Lab, entry: ImportEntry, signal?: AbortSignal): Promise<StoredReport> {
  const records: ReturnedRecord[] = [];
  const lost: ReturnedRecord[] = [];
  for await (const batch of lab.store.assertionsOf(entry.importId)) {
    throwIfInterrupted(signal);
    const answers = await lookUp(lab, batch);
    for (const [index, assertion] of batch.entries()) {
      const record = toRecord(assertion);
      records.push(record);
      // An assertion without a digest of its own was joined by name; its file is looked up with the manifest.
      const answer = answers[index];
      if (answer !== undefined && !answer.known && !isDigestOfNothing(assertion.digests)) lost.push(record);
    }
  }
  const summary = parseSummary(entry.summary);
  return {
    importId: entry.importId,
    documentName: entry.document.name,
    answers: submissionsOf(entry),
    ...(typeof summary?.lot === 'number' ? { lot: summary.lot } : {}),
    records,
    findings: await lab.store.findingsOf(entry.importId),
    outcomes: summary?.outcomes,
    lost,
  };
}

function toRecord({ place, digests, outcome, kind, fileName, importId }: StoredAssertion): ReturnedRecord {
  if (outcome === null) throw new CriskitError('INTERNAL', `Import ${importId} is a report without an outcome.`);
  return { place, digests, outcome, kind, ...(fileName === undefined ? {} : { fileName }) };
}
