import { CriskitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Issue } from '../core/issue.ts';
import type { Place } from '../core/place.ts';
import { compareLab } from '../reconcile/compare-lab.ts';
import type { SpreadsheetCase, SpreadsheetDifference } from '../reconcile/contract.ts';
import { columnTitle } from '../tracker/column-names.ts';
import { type TrackerColumn, type TrackerContents, trackerColumns } from '../tracker/contract.ts';
import { normaliseCaseNumber } from '../tracker/row-key.ts';
import { readTrackerFile } from '../tracker/sync-file.ts';
import type { Lab } from './lab.ts';
import { formatTrackerValue, mergeTrackerRow, rowsOf, type WantedRow } from './merge-tracker.ts';
import { readWantedRows } from './sync-tracker.ts';
import { calendarDate } from './tracker-row.ts';

/** The lab's workbook beside what the database says. */
export interface Spreadsheet {
  /** Why it could not be read; undefined where it could. */
  readonly failure: string | undefined;
  /** By case number; cases are absent where it could not be read. */
  readonly cases: ReadonlyMap<string, SpreadsheetCase>;
  /** Rows of cases that the database does not have. */
  readonly unknownRows: readonly { readonly caseNumber: string; readonly place: Place }[];
  readonly issues: readonly Issue[];
}

/** Differences between spreadsheet and database, of these cases (none named: of all), and rows that wait. Writes nothing. */
export async function checkTracker(
  lab: Lab,
  caseNumbers: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Finding[]> {
  const wanted = await readWantedRows(lab, caseNumbers, signal);
  const isWholeLab = caseNumbers.length === 0;
  const spreadsheet = await readSpreadsheet(lab, wanted, isWholeLab);
  const pending = new Map((await lab.store.listPending()).map((row) => [row.caseNumber, row]));
  return compareLab({
    cases: wanted.map(({ caseNumber }) => ({
      caseNumber,
      submissions: [],
      reports: [],
      openConflicts: [],
      pending: pending.get(caseNumber),
      spreadsheet: spreadsheet.cases.get(caseNumber),
    })),
    spreadsheetFailure: spreadsheet.failure,
    unknownRows: spreadsheet.unknownRows,
    spreadsheetIssues: spreadsheet.issues,
    today: calendarDate(lab.clock.today()),
    followUpDays: lab.settings.followUpDays,
  });
}

/** `isWholeLab`: also what the workbook says beyond these rows. */
export async function readSpreadsheet(
  lab: Lab,
  wanted: readonly WantedRow[],
  isWholeLab: boolean,
): Promise<Spreadsheet> {
  let contents: TrackerContents;
  try {
    contents = await readTrackerFile(lab.settings.tracker);
  } catch (error) {
    if (!(error instanceof CriskitError) || error.exitCode === 70) throw error;
    const failure = [`The spreadsheet cannot be read: ${error.message}`, error.hint].filter(Boolean).join(' ');
    return { failure, cases: new Map(), unknownRows: [], issues: [] };
  }
  const known = new Set(wanted.map(({ caseNumber }) => normaliseCaseNumber(caseNumber)));
  return {
    failure: undefined,
    cases: new Map(wanted.map((row) => [row.caseNumber, compareRow(row, contents)])),
    unknownRows: isWholeLab ? contents.rows.filter(({ caseNumber }) => !known.has(caseNumber)) : [],
    // A doubled row is told with its case.
    issues: isWholeLab ? contents.issues.filter(({ code }) => code !== 'duplicate-case') : [],
  };
}

function compareRow(row: WantedRow, contents: TrackerContents): SpreadsheetCase {
  const standing = rowsOf(contents, row.caseNumber);
  const merged = mergeTrackerRow(row, contents, undefined);
  const listed = contents.columns.map(({ column }) => column);
  const behind = trackerColumns
    .filter((column) => merged.values[column] !== undefined && listed.includes(column))
    .map((column): SpreadsheetDifference => {
      const cell = merged.cells[column];
      return {
        title: columnTitle(column),
        place: cell?.place ?? standing[0]?.place ?? {},
        expected: formatTrackerValue(merged.values[column]),
        found: cell?.text ?? '',
        reason: isDayCount(column, row) ? 'day-count' : 'behind',
      };
    });
  return { hasRow: standing.length > 0, cells: behind, findings: standing.length > 0 ? merged.findings : [] };
}

/** The days of a case that is out go on by themselves; a row that was never written is simply behind. */
function isDayCount(column: TrackerColumn, { memory }: WantedRow): boolean {
  return column === 'daysOut' && memory.written.daysOut?.kind === 'number';
}
