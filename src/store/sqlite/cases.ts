import { CriskitError } from '../../core/errors.ts';
import type { CaseStore, LabCase } from '../contract.ts';
import type { Connection } from './connection.ts';

interface CaseRow {
  readonly case_number: string;
  readonly agency: string;
  readonly agency_case_number: string;
  readonly officer: string | null;
  readonly examiner: string | null;
  readonly created_at_utc: string;
  readonly created_by: string;
}

const columns = 'case_number, agency, agency_case_number, officer, examiner, created_at_utc, created_by';

export function createCaseStore(connection: Connection): CaseStore {
  const find = (caseNumber: string) => {
    const row = connection.get<CaseRow>(`SELECT ${columns} FROM lab_case WHERE case_number = ?`, caseNumber);
    return row === undefined ? undefined : toCase(row);
  };
  return {
    addCase: (newCase, actor) =>
      connection.write(actor, () => {
        const { caseNumber, agency, agencyCaseNumber, officer, examiner } = newCase;
        if (find(caseNumber) !== undefined) {
          throw new CriskitError('ALREADY_EXISTS', `Case ${caseNumber} exists already.`, {
            hint: `See it with \`criskit case show ${caseNumber}\`.`,
          });
        }
        connection.run(
          `INSERT INTO lab_case (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          caseNumber,
          agency,
          agencyCaseNumber,
          officer,
          examiner,
          actor.atUtc,
          actor.by,
        );
        const result: LabCase = { ...newCase, createdAtUtc: actor.atUtc, createdBy: actor.by };
        return { result, audit: { action: 'case-add', body: { ...newCase, case: caseNumber } } };
      }),
    findCase: async (caseNumber) => find(caseNumber),
    listCases: async () => connection.all<CaseRow>(`SELECT ${columns} FROM lab_case ORDER BY case_number`).map(toCase),
  };
}

/** Number of the row of a case. Throws NOT_FOUND. */
export function caseRowId(connection: Connection, caseNumber: string): number {
  const row = connection.get<{ case_id: number }>('SELECT case_id FROM lab_case WHERE case_number = ?', caseNumber);
  if (row === undefined) {
    throw new CriskitError('NOT_FOUND', `There is no case ${caseNumber} in this lab.`, {
      hint: 'Add it with `criskit case add`, or see all with `criskit case list`.',
    });
  }
  return row.case_id;
}

function toCase(row: CaseRow): LabCase {
  return {
    caseNumber: row.case_number,
    agency: row.agency,
    agencyCaseNumber: row.agency_case_number,
    officer: row.officer,
    examiner: row.examiner,
    createdAtUtc: row.created_at_utc,
    createdBy: row.created_by,
  };
}
