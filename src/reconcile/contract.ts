import type { Digests } from '../core/digest.ts';
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
  /** Findings of one kind beyond this number are told as one finding with their count. */
  readonly findingLimit: number;
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
