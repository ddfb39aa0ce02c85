import { type CalendarDate, dateOfUtc, daysBetween, parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import type { KindCounts } from '../core/media.ts';
import type { LabCase, Submission } from '../store/contract.ts';
import type { TrackerRow, TrackerValue } from '../tracker/contract.ts';
import { answeredSubmissions } from './answered-submissions.ts';
import { type CaseFigures, type CaseHoldings, readCaseFigures, readCaseHoldings } from './case-figures.ts';
import type { Lab } from './lab.ts';
import { isAnswered } from './lots.ts';

/** The state of a case as the spreadsheet shows it. */
type CaseStatus = 'new' | 'prepared' | 'mailed' | 'late' | 'partly returned' | 'returned' | 'conflict';

/** What the row of the case is to say, from the database alone. `conflictCases`: those with an open conflict. */
export async function readTrackerRow(
  lab: Lab,
  labCase: LabCase,
  conflictCases: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<TrackerRow> {
  const holdings = await readCaseHoldings(lab, labCase.caseNumber);
  const figures = await readCaseFigures(lab, holdings, signal);
  return describeRow(labCase, holdings, figures, {
    today: calendarDate(lab.clock.today()),
    followUpDays: lab.settings.followUpDays,
    inConflict: conflictCases.has(labCase.caseNumber),
  });
}

/** The cases that an open conflict concerns: those whose submissions or reports hold its media. */
export async function readConflictCases(lab: Lab): Promise<ReadonlySet<string>> {
  const conflicts = await lab.store.listConflicts({ state: 'open' });
  const mediaIds = new Set(conflicts.flatMap(({ media }) => media.map(({ mediaId }) => mediaId)));
  return new Set(mediaIds.size === 0 ? [] : await lab.store.casesOfMedia([...mediaIds]));
}

interface Terms {
  readonly today: CalendarDate;
  readonly followUpDays: number;
  readonly inConflict: boolean;
}

function describeRow(labCase: LabCase, holdings: CaseHoldings, figures: CaseFigures, terms: Terms): TrackerRow {
  const [first] = holdings.submissions;
  const submittedOn = first === undefined ? undefined : dateOfUtc(first.preparedAtUtc);
  const mailedOn = firstDate(holdings.submissions.map((submission) => submission.mailedOn));
  const [report] = holdings.reports;
  const returnedOn = report === undefined ? undefined : dateOfUtc(report.importedAtUtc);
  return {
    caseNumber: text(labCase.caseNumber),
    agency: text(labCase.agency),
    agencyCaseNumber: text(labCase.agencyCaseNumber),
    submittedOn: date(submittedOn),
    mailedOn: date(mailedOn),
    returnedOn: date(returnedOn),
    ...figureCells(figures, holdings),
    status: text(statusOf(holdings, terms)),
    daysOut: number(daysOut(mailedOn ?? submittedOn, returnedOn ?? terms.today)),
  };
}

/** Counts are shown from the first report on: before it nothing is known, which is not the same as none. */
function figureCells(figures: CaseFigures, holdings: CaseHoldings): TrackerRow {
  const isAnswered = holdings.reports.length > 0;
  const count = (counts: KindCounts, kind: 'image' | 'video') => number(isAnswered ? counts[kind] : undefined);
  const hasMedia = holdings.submissions.length > 0 || isAnswered;
  return {
    imagesKnown: count(figures.known, 'image'),
    videosKnown: count(figures.known, 'video'),
    imagesUnidentified: count(figures.unidentified, 'image'),
    videosUnidentified: count(figures.unidentified, 'video'),
    total: number(hasMedia ? figures.total : undefined),
  };
}

function statusOf(holdings: CaseHoldings, terms: Terms): CaseStatus {
  const { submissions, lots, reports } = holdings;
  if (terms.inConflict) return 'conflict';
  const answered = answeredSubmissions(reports);
  const openLots = lots.filter((lot) => !isAnswered(lot));
  const isComplete = ({ submissionId }: Submission) =>
    answered.has(submissionId) && !openLots.some((lot) => lot.submissions.includes(submissionId));
  const waiting = submissions.filter((submission) => !isComplete(submission));
  if (submissions.length === 0 || waiting.length === 0) return reports.length > 0 ? 'returned' : 'new';
  const silent = waiting.filter(({ submissionId }) => !answered.has(submissionId));
  if (silent.some((submission) => isLate(submission, terms))) return 'late';
  if (silent.length < submissions.length) {
    const isLotLate = openLots.some(({ writtenAtUtc }) => isOverdue(dateOfUtc(writtenAtUtc), terms));
    return isLotLate ? 'late' : 'partly returned';
  }
  return waiting.some(({ mailedOn }) => mailedOn !== null) ? 'mailed' : 'prepared';
}

function isLate(submission: Submission, terms: Terms): boolean {
  const start = firstDate([submission.mailedOn]) ?? dateOfUtc(submission.preparedAtUtc);
  return isOverdue(start, terms);
}

function isOverdue(since: CalendarDate, { today, followUpDays }: Terms): boolean {
  return daysBetween(since, today) > followUpDays;
}

/** Universal time and the lab's calendar may be a day apart; no case is out for fewer than none. */
function daysOut(from: CalendarDate | undefined, to: CalendarDate): number | undefined {
  return from === undefined ? undefined : Math.max(0, daysBetween(from, to));
}

function firstDate(dates: readonly (string | null)[]): CalendarDate | undefined {
  return dates
    .filter((mailedOn) => mailedOn !== null)
    .map(calendarDate)
    .toSorted()[0];
}

/** A date that criskit itself wrote or that its clock gave. */
export function calendarDate(written: string): CalendarDate {
  const parsed = parseCalendarDate(written);
  if (parsed === undefined) throw new CriskitError('INTERNAL', `"${written}" is no calendar date.`);
  return parsed;
}

function text(value: string): TrackerValue {
  return value === '' ? { kind: 'blank' } : { kind: 'text', text: value };
}

function date(value: CalendarDate | undefined): TrackerValue {
  return value === undefined ? { kind: 'blank' } : { kind: 'date', date: value };
}

function number(value: number | undefined): TrackerValue {
  return value === undefined ? { kind: 'blank' } : { kind: 'number', number: value };
}
