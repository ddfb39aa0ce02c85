import type { CalendarDate } from '../core/dates.ts';
import type { Algorithm, Digest, Digests } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import type { KindCounts, ManifestEntry, MediaKind } from '../core/media.ts';
import type { DerivedOutcome, Outcome } from '../core/outcome.ts';
import type { Place } from '../core/place.ts';

/** The part of a report's record that comparing needs. `ReportRecord` of reports/ fits it. */
export interface ReturnedRecord {
  readonly place: Place;
  readonly digests: Digests;
  readonly fileName?: string;
  readonly outcome: Outcome;
  readonly kind: MediaKind;
}

/** What was sent, to be compared with what came back. */
export interface SentManifest {
  readonly submissionId: number;
  /** One per file sent; the same content may stand under several names. */
  readonly entries: readonly ManifestEntry[];
}

/** Digests of a case that were put to the portal together. */
export interface SentLot {
  /** Within the case. */
  readonly number: number;
  /** The submissions that the digests come from. */
  readonly submissions: readonly number[];
  readonly algorithm: Algorithm;
  readonly digests: ReadonlySet<Digest>;
}

/** A lot with what came back of it. */
export interface AnsweredLot extends SentLot {
  readonly writtenOn: CalendarDate;
  /** Of its digests, those that reports in force give an outcome. */
  readonly answered: number;
}

/** A sum that the document itself states. `StatedTotal` of reports/ fits it. */
export interface StatedSum {
  readonly place: Place;
  /** Null: of all records. */
  readonly outcome: Outcome | null;
  /** Null: of all kinds. */
  readonly mediaKind: 'image' | 'video' | null;
  readonly count: number;
  readonly text: string;
}

export interface AccountingRequest<R extends ReturnedRecord> {
  /** What the report answers; none: nothing can be compared, and the records are counted by themselves. */
  readonly manifests: readonly SentManifest[];
  readonly records: readonly R[];
  readonly statedTotals: readonly StatedSum[];
  /** Lines of the document that could not be read. */
  readonly issueCount: number;
  /** Files that are not mentioned beyond this number are told as one finding with their count. */
  readonly notMentionedLimit: number;
}

/** A record that says something of a content, ready to be stored. */
export interface AccountedRecord<R extends ReturnedRecord> {
  readonly record: R;
  /** The sent file's digests; absent where the record was joined to none. */
  readonly joinedTo?: Digests;
  /** From the manifest, else from the report. */
  readonly kind: MediaKind;
}

/** One thing that is counted: a file of the manifest, or without a manifest one media of the report. */
export interface CountedUnit {
  readonly digests: Digests;
  readonly kind: MediaKind;
  readonly outcome: DerivedOutcome;
}

export type OutcomeCounts = { readonly [O in DerivedOutcome]: KindCounts };

/** Every line of a report held against every file that was sent. */
export interface Accounting<R extends ReturnedRecord> {
  /** `files`: of the manifest. `media`: distinct contents of the report, where there is no manifest. */
  readonly unit: 'files' | 'media';
  readonly units: readonly CountedUnit[];
  /** Sums over `units`: together exactly their number (DESIGN.md §3.1). */
  readonly outcomes: OutcomeCounts;
  /** Distinct contents among `units`. */
  readonly distinctMedia: number;
  /** In the order of the document. */
  readonly records: readonly AccountedRecord<R>[];
  /** Records that nothing could be done with: no digest, and no manifest to look up the name in. */
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
  /** True where sums disagree: nothing may be written unless the examiner gives a reason. */
  readonly blocking: boolean;
}

/** One record that was read, as far as sums go. */
export interface SummedRecord {
  readonly outcome: Outcome;
  /** As the report says, else as the manifest says. */
  readonly kind: MediaKind;
  /** The same object for every record of one content. */
  readonly identity: object;
}

/** An accounting before its sums are drawn. */
export interface AccountingDraft<R extends ReturnedRecord>
  extends Pick<Accounting<R>, 'units' | 'distinctMedia' | 'records' | 'issues' | 'findings'> {
  readonly summed: readonly SummedRecord[];
}

/** Everything that four places say of one case: what was sent, what came back, what is stored, what the spreadsheet shows. */
export interface CaseState {
  readonly caseNumber: string;
  readonly submissions: readonly SentSubmission[];
  /** By number; absent: the case has none. */
  readonly lots?: readonly AnsweredLot[];
  /** Reports in force, in the order of their import. */
  readonly reports: readonly StoredReport[];
  readonly openConflicts: readonly { readonly conflictId: number; readonly message: string }[];
  /** Why the row of the case could not be written into the spreadsheet; undefined where it could. */
  readonly pending: { readonly sinceUtc: string; readonly reason: string } | undefined;
  /** Undefined where the spreadsheet could not be read. */
  readonly spreadsheet: SpreadsheetCase | undefined;
}

export interface SentSubmission extends SentManifest {
  readonly preparedOn: CalendarDate;
  readonly mailedOn: CalendarDate | null;
}

/** A report as the database holds it. */
export interface StoredReport {
  readonly importId: number;
  readonly documentName: string;
  /** The submissions that it was compared with; none where there were none. */
  readonly answers: readonly number[];
  /** The lot that it was compared with; absent: the whole of those submissions. */
  readonly lot?: number;
  readonly records: readonly ReturnedRecord[];
  /** What was found when it was imported. */
  readonly findings: readonly Finding[];
  /** The counts that were kept at import; undefined where none are. */
  readonly outcomes: OutcomeCounts | undefined;
  /** Records whose media the database no longer knows or no longer files anywhere, though it should. */
  readonly lost: readonly ReturnedRecord[];
}

export interface SpreadsheetCase {
  /** False: the spreadsheet has no row for the case. */
  readonly hasRow: boolean;
  /** Cells that say what was written once and would be written otherwise now. */
  readonly cells: readonly SpreadsheetDifference[];
  /** What persons changed, and what could not be told apart. */
  readonly findings: readonly Finding[];
}

/** A cell of criskit that shows something else than the database says. */
export interface SpreadsheetDifference {
  /** What the column is called, for people. */
  readonly title: string;
  readonly place: Place;
  /** As the database has it. */
  readonly expected: string;
  /** As it stands there. */
  readonly found: string;
  /** `day-count`: only the days went on since it was written. */
  readonly reason: 'behind' | 'day-count';
}

/** The lab as a whole. */
export interface LabState {
  readonly cases: readonly CaseState[];
  /** Why the spreadsheet could not be read; undefined where it could. */
  readonly spreadsheetFailure: string | undefined;
  /** Rows of cases that the database does not have. */
  readonly unknownRows: readonly { readonly caseNumber: string; readonly place: Place }[];
  /** Rows of the spreadsheet that were not understood. */
  readonly spreadsheetIssues: readonly Issue[];
  readonly today: CalendarDate;
  /** A submission without an answer is late after so many days. */
  readonly followUpDays: number;
}
