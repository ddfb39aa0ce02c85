import { type CalendarDate, daysBetween } from '../core/dates.ts';
import { isDigestOfNothing } from '../core/digest.ts';
import type { Finding, FindingKind } from '../core/finding.ts';
import { type ManifestEntry, mediaKinds } from '../core/media.ts';
import { derivedOutcomes } from '../core/outcome.ts';
import { excerpt } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import { accountReport } from './account-report.ts';
import { compareLots } from './compare-lots.ts';
import type { CaseState, OutcomeCounts, ReturnedRecord, SentSubmission, StoredReport } from './contract.ts';
import { describeDigest, quote } from './join-record.ts';
import { inAnyLot, isInLot } from './lot-manifest.ts';

/**
 * Every difference between what was sent for a case, what came back, what is stored and what the spreadsheet shows.
 * What a report says is compared with the submissions that it answers; a file counts as not mentioned where no report
 * in force mentions its content.
 */
export function compareCase(
  state: CaseState,
  terms: { readonly today: CalendarDate; readonly followUpDays: number },
): readonly Finding[] {
  const answered = new Set(state.reports.flatMap((report) => report.answers));
  const findings = [
    ...state.reports.flatMap((report) => compareReport(report, state)),
    ...findNotMentioned(state, answered),
    ...state.submissions
      .filter((submission) => !answered.has(submission.submissionId))
      .map((submission) => describeWaiting(submission, terms)),
    ...compareLots(state, answered, terms),
    ...state.openConflicts.map(
      ({ conflictId, message }): Finding => ({ kind: 'open-conflict', weight: 'difference', message, conflictId }),
    ),
    ...compareRow(state),
  ];
  return findings.map((finding) => ({ ...finding, caseNumber: state.caseNumber }));
}

/** Said of the moment of the import, or told anew here. */
const notRepeated: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'not-mentioned',
  'promoted',
  'outcome-backwards',
  'open-conflict',
  'spreadsheet-pending',
]);

function compareReport(report: StoredReport, state: CaseState): readonly Finding[] {
  const accounting = account(state, report.answers, report.records, (entry) => answersFor(report, state, entry));
  const kept = report.findings.filter((finding) => !notRepeated.has(finding.kind));
  const known = new Set(kept.map(identityOf));
  const fresh = accounting.findings.filter(
    (finding) => !notRepeated.has(finding.kind) && !known.has(identityOf(finding)),
  );
  const lost = report.lost.map(
    (record): Finding => ({
      kind: 'database-differs',
      weight: 'difference',
      message: `${describeDigest(record.digests)} stands in "${excerpt(report.documentName)}" as ${record.outcome}, but the database does not file it accordingly.`,
      place: record.place,
      expected: record.outcome,
    }),
  );
  return [...kept, ...fresh, ...compareCounts(report, accounting.outcomes), ...lost].map((finding) => ({
    ...finding,
    importId: report.importId,
  }));
}

/** True where the report was compared with the file. */
function answersFor(report: StoredReport, { lots = [] }: CaseState, entry: ManifestEntry): boolean {
  const lot = lots.find(({ number }) => number === report.lot);
  return report.lot === undefined || lot === undefined || isInLot(entry, lot);
}

function account(
  state: CaseState,
  submissionIds: readonly number[],
  records: readonly ReturnedRecord[],
  isMeant: (entry: ManifestEntry, submissionId: number) => boolean,
) {
  const answered = state.submissions.filter(({ submissionId }) => submissionIds.includes(submissionId));
  const isReduced = state.lots !== undefined && state.lots.length > 0;
  return accountReport({
    manifests: isReduced
      ? answered.map((manifest) => ({
          ...manifest,
          entries: manifest.entries.filter((entry) => isMeant(entry, manifest.submissionId)),
        }))
      : answered,
    records,
    statedTotals: [],
    issueCount: 0,
    notMentionedLimit: Number.POSITIVE_INFINITY,
  });
}

function identityOf(finding: Finding): string {
  return JSON.stringify([finding.kind, finding.subject, finding.place]);
}

function compareCounts(report: StoredReport, now: OutcomeCounts): readonly Finding[] {
  const then = report.outcomes;
  if (then === undefined) return [];
  return derivedOutcomes.flatMap((outcome) =>
    mediaKinds.flatMap((kind): readonly Finding[] => {
      const expected = then[outcome][kind];
      const found = now[outcome][kind];
      if (expected === found) return [];
      const message = `"${excerpt(report.documentName)}" was imported with ${expected} ${outcome} of kind ${kind}; the database now yields ${found}.`;
      return [{ kind: 'database-differs', weight: 'difference', message, expected, found }];
    }),
  );
}

function findNotMentioned(state: CaseState, answered: ReadonlySet<number>): readonly Finding[] {
  if (answered.size === 0) return [];
  const records = state.reports.flatMap((report) => report.records);
  // What lies in a lot that still waits is told with the lot; what is empty is never put in one.
  const waits = inAnyLot((state.lots ?? []).filter((lot) => lot.answered === 0));
  const asWhole = new Set(state.reports.flatMap((report) => (report.lot === undefined ? report.answers : [])));
  const isMeant = (entry: ManifestEntry, submissionId: number) =>
    !waits(entry) && (asWhole.has(submissionId) || !(entry.sizeBytes === 0 || isDigestOfNothing(entry.digests)));
  const { findings } = account(state, [...answered], records, isMeant);
  return findings
    .filter((finding) => finding.kind === 'not-mentioned')
    .map((finding) => ({
      ...finding,
      message: `${quote(finding.subject ?? '')} was sent, and no report mentions it.`,
    }));
}

function describeWaiting(
  submission: SentSubmission,
  terms: { readonly today: CalendarDate; readonly followUpDays: number },
): Finding {
  const { submissionId, preparedOn, mailedOn } = submission;
  const days = daysBetween(mailedOn ?? preparedOn, terms.today);
  const isLate = days > terms.followUpDays;
  const since = mailedOn === null ? `prepared on ${preparedOn}, its mailing is not recorded` : `mailed on ${mailedOn}`;
  const wait = isLate ? ` That is ${countOf(days, 'day')}, more than ${terms.followUpDays}.` : '';
  return {
    kind: 'no-answer',
    weight: isLate ? 'difference' : 'note',
    message: `Submission ${submissionId} (${countOf(submission.entries.length, 'file')}, ${since}) has no answer yet.${wait}`,
    submissionId,
  };
}

function compareRow(state: CaseState): readonly Finding[] {
  const { pending, spreadsheet } = state;
  const findings: Finding[] = [];
  if (pending !== undefined) {
    const message = `The row of the case waits to be written into the spreadsheet since ${pending.sinceUtc}: ${pending.reason}`;
    findings.push({ kind: 'spreadsheet-pending', weight: 'difference', message });
  }
  if (spreadsheet === undefined) return findings;
  if (!spreadsheet.hasRow) {
    const message = `The spreadsheet has no row for case ${excerpt(state.caseNumber)}.`;
    return [...findings, { kind: 'spreadsheet-missing', weight: 'difference', message }];
  }
  return [...findings, ...spreadsheet.cells.map(describeCell), ...spreadsheet.findings];
}

function describeCell(cell: NonNullable<CaseState['spreadsheet']>['cells'][number]): Finding {
  const { title, place, expected, found, reason } = cell;
  const shown = `The spreadsheet shows ${show(found)} as ${title}, the database has ${show(expected)}`;
  const weight = reason === 'day-count' ? 'note' : 'difference';
  const message = `${shown}; "criskit tracker sync" writes it.`;
  return { kind: 'spreadsheet-differs', weight, message, subject: title, place, expected, found };
}

function show(text: string): string {
  return text === '' ? 'nothing' : quote(text);
}
