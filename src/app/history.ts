import type { AuditEntry } from '../store/contract.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';

/** The log of the lab, oldest first; of one case where its number is given. Throws NOT_FOUND. */
export async function readHistory(
  lab: Lab,
  filter: { readonly caseNumber: string | undefined; readonly limit: number | undefined },
): Promise<readonly AuditEntry[]> {
  const { caseNumber, limit } = filter;
  if (caseNumber !== undefined) await getCase(lab, caseNumber);
  return lab.store.auditTrail({
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(limit === undefined ? {} : { limit }),
  });
}
