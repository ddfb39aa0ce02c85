import { excerpt } from '../core/printable.ts';
import type { CaseContact } from '../store/contract.ts';

/** Such as `24-0001 (Springfield PD A-17, officer Det. B, examiner Robin Vance)`. */
export function formatContact({ caseNumber, agency, agencyCaseNumber, officer, examiner }: CaseContact): string {
  const people = [
    ...(officer === null ? [] : [`officer ${excerpt(officer)}`]),
    ...(examiner === null ? [] : [`examiner ${excerpt(examiner)}`]),
  ];
  return `${excerpt(caseNumber)} (${[`${excerpt(agency)} ${excerpt(agencyCaseNumber)}`, ...people].join(', ')})`;
}
