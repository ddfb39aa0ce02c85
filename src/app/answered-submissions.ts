import type { ImportEntry } from '../store/contract.ts';
import { parseSummary } from './import-summary.ts';

/** The submissions that these reports were compared with when they were imported. */
export function answeredSubmissions(reports: readonly ImportEntry[]): ReadonlySet<number> {
  return new Set(reports.flatMap(submissionsOf));
}

/** The submissions that one report answers: the one it was imported for, else those that its summary names. */
export function submissionsOf(report: ImportEntry): readonly number[] {
  return report.submissionId === null ? (parseSummary(report.summary)?.submissions ?? []) : [report.submissionId];
}
