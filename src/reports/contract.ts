import type { Recognition, Row, TableDocument } from '../containers/contract.ts';
import type { Digest, Digests } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { MediaKind } from '../core/media.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from '../core/place.ts';
import type { SentNames } from './sent-names.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What one row of a reply says of one media. */
export interface ReportRecord {
  readonly place: Place;
  readonly digests: Digests;
  /** As the report writes it, perhaps with folders. Present where the row names a file. */
  readonly fileName?: string;
  readonly outcome: Outcome;
  /** The words that were understood as that outcome. */
  readonly outcomeText: string;
  /** What the report itself says of the kind (a column, or the ending of the file name); `unknown` where it does not. */
  readonly kind: MediaKind;
  readonly series?: string;
  readonly contact?: string;
}

/** What a line of the document was taken for. Each line is exactly one of these: lines read = their number. */
export type ReportLine =
  | {
      readonly kind: 'record';
      readonly record: ReportRecord;
      /** Further media of the same row, where each column lists those of one outcome. */
      readonly others?: readonly ReportRecord[];
    }
  | { readonly kind: 'issue'; readonly issue: Issue }
  | {
      readonly kind: 'heading';
      readonly place: Place;
      readonly totals?: readonly StatedTotal[];
      /** The place (that very object) of the record that the line belongs to, where each field of a media has a line of its own. */
      readonly partOf?: Place;
      /** What it was taken for, in a few words for people. */
      readonly note?: string;
    }
  | { readonly kind: 'blank'; readonly place: Place }
  /** A header or footer that comes again on other pages. */
  | { readonly kind: 'furniture'; readonly place: Place };

/** A sum that the document itself states, to be compared with what was read. */
export interface StatedTotal {
  readonly place: Place;
  /** Null: of all records. */
  readonly outcome: Outcome | null;
  /** Only media of this kind; null: of all kinds. */
  readonly mediaKind: 'image' | 'video' | null;
  readonly count: number;
  /** The words around the number. */
  readonly text: string;
}

/** What a layout may know besides the document. */
export interface ReadingContext {
  readonly vocabulary: Vocabulary;
  /** The names of the files that the reply answers for. */
  readonly sentNames: SentNames;
}

/** What a reply from NCMEC says: one file of `layouts/` each. */
export interface ReportLayout {
  /** Such as `status-column`; the name of a taught one. */
  readonly id: string;
  readonly title: string;
  /** SHA-256 of the file of a taught layout, kept with what it reads; absent for those that criskit brings along. */
  readonly fileSha256?: Digest<'sha256'>;
  /** How sure it is that it can read this document, 0 to 1; undefined where it cannot. */
  recognise(document: TableDocument, context: ReadingContext): LayoutRecognition | undefined;
  /** Every line of the document in order. Never throws for what a row contains. */
  read(document: TableDocument, context: ReadingContext): Iterable<ReportLine>;
}

export interface LayoutRecognition extends Recognition {
  /** What `read` gives, where it was read to find out. */
  readonly lines?: readonly ReportLine[];
}

/** A reply, read. */
export interface Report {
  /** Id of the layout that read it. */
  readonly layout: string;
  /** The file of the layout, where it is a taught one. */
  readonly taught?: TaughtBy;
  /** Why this layout was chosen. */
  readonly reason: string;
  readonly container: string;
  readonly records: readonly ReportRecord[];
  readonly issues: readonly Issue[];
  readonly statedTotals: readonly StatedTotal[];
  readonly lines: LineCounts;
  /** Every row of the document with what it was taken for, in order. */
  readonly readings: readonly RowReading[];
}

/** A taught layout as it was when a report was read. */
export interface TaughtBy {
  readonly name: string;
  readonly sha256: Digest<'sha256'>;
}

export interface RowReading {
  readonly row: Row;
  readonly line: ReportLine;
}

/** DESIGN.md §3.1: read = records + issues + headings + blanks + furniture. */
export interface LineCounts {
  readonly read: number;
  /** Lines that hold a record, or several. */
  readonly records: number;
  readonly issues: number;
  readonly headings: number;
  readonly blanks: number;
  readonly furniture: number;
}
