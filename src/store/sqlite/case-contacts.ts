import type { CaseContact } from '../contract.ts';
import type { Connection } from './connection.ts';
import { casesOfMedia } from './lookup.ts';

/** The cases whose submissions or reports (in force) hold any of these media, by number, with whom to tell. */
export function casesHolding(connection: Connection, mediaIds: readonly number[]): readonly CaseContact[] {
  return casesOfMedia(connection, mediaIds).map((caseNumber) => contactOf(connection, caseNumber));
}

/** The same, each with the number of these media that it holds. */
export function countCasesHolding(
  connection: Connection,
  mediaIds: readonly number[],
): readonly (CaseContact & { readonly media: number })[] {
  const counts = new Map<string, number>();
  for (const id of mediaIds) {
    for (const caseNumber of casesOfMedia(connection, [id])) counts.set(caseNumber, (counts.get(caseNumber) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([caseNumber, media]) => ({ ...contactOf(connection, caseNumber), media }));
}

export function contactOf(connection: Connection, caseNumber: string): CaseContact {
  type Row = { agency: string; agency_case_number: string; officer: string | null; examiner: string | null };
  const row = connection.get<Row>(
    'SELECT agency, agency_case_number, officer, examiner FROM lab_case WHERE case_number = ?',
    caseNumber,
  );
  return {
    caseNumber,
    agency: row?.agency ?? '',
    agencyCaseNumber: row?.agency_case_number ?? '',
    officer: row?.officer ?? null,
    examiner: row?.examiner ?? null,
  };
}
