import type { Actor } from './actor.ts';

interface NewCase {
  readonly caseNumber: string;
  readonly agency: string;
  readonly agencyCaseNumber: string;
  readonly officer: string | null;
  readonly examiner: string | null;
}

export interface LabCase extends NewCase {
  readonly createdAtUtc: string;
  readonly createdBy: string;
}

/** Whom the lab tells what becomes known of the media of a case. */
export type CaseContact = Pick<LabCase, 'caseNumber' | 'agency' | 'agencyCaseNumber' | 'officer' | 'examiner'>;

export interface CaseStore {
  /** Throws ALREADY_EXISTS. */
  addCase(newCase: NewCase, actor: Actor): Promise<LabCase>;
  findCase(caseNumber: string): Promise<LabCase | undefined>;
  /** By case number. */
  listCases(): Promise<readonly LabCase[]>;
}
