import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';

/**
 * The lab's tracking workbook belongs to people. criskit owns, in the row of each case, the cells of the columns below
 * and nothing else.
 */
export type TrackerColumn =
  | 'caseNumber'
  | 'agency'
  | 'agencyCaseNumber'
  | 'submittedOn'
  | 'mailedOn'
  | 'returnedOn'
  | 'imagesKnown'
  | 'videosKnown'
  | 'imagesUnidentified'
  | 'videosUnidentified'
  | 'total'
  | 'status'
  | 'daysOut';

/** In the order in which a new workbook shows them. */
export const trackerColumns: readonly TrackerColumn[] = [
  'caseNumber',
  'agency',
  'agencyCaseNumber',
  'submittedOn',
  'mailedOn',
  'returnedOn',
  'imagesKnown',
  'videosKnown',
  'imagesUnidentified',
  'videosUnidentified',
  'total',
  'status',
  'daysOut',
];

/** A value that criskit writes: text, a whole number, a calendar date (`2026-11-22`), or nothing. */
export type TrackerValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'date'; readonly date: string }
  | { readonly kind: 'blank' };

/** The row of one case: what criskit would write, or what it read. Columns that the workbook lacks are absent. */
export type TrackerRow = { readonly [C in TrackerColumn]?: TrackerValue };

/** Header texts by which a column is found, any letter case, blanks and punctuation ignored. */
export type TrackerAliases = { readonly [C in TrackerColumn]?: readonly string[] };

export interface TrackerSettings {
  /** Absolute path of the workbook (`.xlsx` or `.xlsm`). */
  readonly path: string;
  /** Only look on this sheet; undefined: on every sheet. */
  readonly sheet?: string;
  /** Added to the built-in header texts. */
  readonly aliases: TrackerAliases;
}

/** A cell of ours as it stands in the workbook. */
export interface TrackerCell {
  readonly value: TrackerValue;
  /** As stored: the text itself, or the digits of a number or of a date's serial. Untrusted. */
  readonly text: string;
  /** For a number that could be a day: the date that it is where it is read as one, whatever its format. */
  readonly dateOfNumber?: string;
  /** True where a formula computes it; criskit never writes there. `value` is the result stored with it. */
  readonly isFormula: boolean;
  readonly place: Place;
}

export type TrackerCells = { readonly [C in TrackerColumn]?: TrackerCell };

/** The row of one case as it stands in the workbook. */
export interface TrackerDataRow {
  readonly caseNumber: string;
  readonly place: Place;
  readonly cells: TrackerCells;
}

/** What the workbook says, as far as criskit owns it. */
export interface TrackerContents {
  /** The sheet that holds the list. Untrusted text. */
  readonly sheet: string;
  /** The columns that were found, in the order in which they stand. */
  readonly columns: readonly FoundColumn[];
  /** In the order of the sheet. A case that stands in two rows is here twice and in `issues`. */
  readonly rows: readonly TrackerDataRow[];
  /** Rows that were not understood, each with its place. */
  readonly issues: readonly Issue[];
}

export interface FoundColumn {
  readonly column: TrackerColumn;
  /** The header as the workbook writes it. Untrusted text. */
  readonly header: string;
  readonly place: Place;
}

/** What is to stand in the row of one case. Columns that are absent are left alone. */
export interface TrackerChange {
  readonly caseNumber: string;
  readonly values: TrackerRow;
}

/** What an edit did. */
export interface TrackerEdit {
  /** The new workbook; the very bytes that were given where nothing had to change. */
  readonly bytes: Uint8Array;
  readonly changedCells: readonly ChangedCell[];
  readonly addedRows: readonly AddedRow[];
  /** Names of the parts of the workbook that differ. */
  readonly changedParts: readonly string[];
}

export interface ChangedCell {
  readonly caseNumber: string;
  readonly column: TrackerColumn;
  readonly value: TrackerValue;
  readonly place: Place;
}

export interface AddedRow {
  readonly caseNumber: string;
  readonly place: Place;
  /** Columns of ours that the list itself computes by a formula, so that no value of ours was written there. */
  readonly computed: readonly TrackerColumn[];
}
