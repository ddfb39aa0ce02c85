import type { Submission } from '../store/contract.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';

/** By number; of one case where it is named. Throws NOT_FOUND for a case that does not exist. */
export async function listSubmissions(lab: Lab, caseNumber: string | undefined): Promise<readonly Submission[]> {
  if (caseNumber === undefined) return lab.store.listSubmissions();
  return lab.store.listSubmissions((await getCase(lab, caseNumber)).caseNumber);
}
