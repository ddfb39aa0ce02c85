import type { Finding } from '../core/finding.ts';
import { excerpt } from '../core/printable.ts';
import { compareCase } from './compare-case.ts';
import type { LabState } from './contract.ts';

/** Sent, returned, stored and spreadsheet side by side: what is said of the spreadsheet as a whole, then case by case. */
export function compareLab(state: LabState): readonly Finding[] {
  return [
    ...compareSheet(state),
    ...state.cases.flatMap((one) => compareCase(one, { today: state.today, followUpDays: state.followUpDays })),
  ];
}

function compareSheet(state: LabState): readonly Finding[] {
  if (state.spreadsheetFailure !== undefined) {
    return [{ kind: 'spreadsheet-unreadable', weight: 'difference', message: state.spreadsheetFailure }];
  }
  return [
    ...state.spreadsheetIssues.map(
      (issue): Finding => ({
        kind: 'spreadsheet-unreadable',
        weight: 'difference',
        message: issue.message,
        place: issue.place,
      }),
    ),
    ...state.unknownRows.map(
      ({ caseNumber, place }): Finding => ({
        kind: 'spreadsheet-unknown-case',
        weight: 'difference',
        message: `The spreadsheet has a row for case ${excerpt(caseNumber)}, which the database does not have.`,
        caseNumber,
        place,
      }),
    ),
  ];
}
