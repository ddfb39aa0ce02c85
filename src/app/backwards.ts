import type { ImportChanges, NewReportImport } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** A report that takes an outcome back is written only with a reason, which is kept. */
export function isRefusedAsBackwards(newImport: NewReportImport, changes: ImportChanges | null): boolean {
  return newImport.acceptedDifference === null && changes !== null && changes.backwards.length > 0;
}

/** Decided within the transaction: another process may have taken in meanwhile what this report takes back. */
export async function writeUnlessBackwards(
  lab: Lab,
  newImport: NewReportImport,
): Promise<{ readonly importId: number | null; readonly changes: ImportChanges }> {
  return newImport.acceptedDifference === null
    ? lab.store.importReportUnlessBackwards(newImport, lab.actor())
    : lab.store.importReport(newImport, lab.actor());
}
