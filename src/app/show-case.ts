import type { ImportEntry, LabCase, Lot, Submission } from '../store/contract.ts';
import { type CaseFigures, readCaseFigures } from './case-figures.ts';
import { getCase } from './cases.ts';
import { type ImportSummary, parseSummary } from './import-summary.ts';
import type { Lab } from './lab.ts';

/** One case with all that belongs to it. */
export interface CaseView {
  readonly labCase: LabCase;
  readonly submissions: readonly Submission[];
  /** What was put to the portal, by number. */
  readonly lots: readonly Lot[];
  /** Reports, also those that were undone or superseded, by number. */
  readonly imports: readonly { readonly entry: ImportEntry; readonly summary: ImportSummary | undefined }[];
  /** By the category of today. */
  readonly figures: CaseFigures;
}

/** Throws NOT_FOUND. */
export async function showCase(lab: Lab, caseNumber: string, signal: AbortSignal): Promise<CaseView> {
  const labCase = await getCase(lab, caseNumber);
  const submissions = await lab.store.listSubmissions(labCase.caseNumber);
  const entries = await lab.store.listImports({ caseNumber: labCase.caseNumber, kind: 'report' });
  const reports = entries.filter(({ state }) => state === 'in-force');
  return {
    labCase,
    submissions,
    lots: await lab.store.listLots(labCase.caseNumber),
    imports: entries.map((entry) => ({ entry, summary: parseSummary(entry.summary) })),
    figures: await readCaseFigures(lab, { submissions, reports }, signal),
  };
}
