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
