import type { Finding } from '../core/finding.ts';
import { formatPlace } from '../core/place.ts';

export interface FindingColumn {
  readonly title: string;
  /** Width in a workbook, in characters. */
  readonly width: number;
  readonly valueOf: (finding: Finding) => string | number | undefined;
}

/** The columns of every tabular form of findings. Untrusted text. */
export const findingColumns: readonly FindingColumn[] = [
  { title: 'Kind', width: 24, valueOf: (finding) => finding.kind },
  { title: 'Weight', width: 12, valueOf: (finding) => finding.weight },
  { title: 'Case', width: 14, valueOf: (finding) => finding.caseNumber },
  { title: 'Submission', width: 12, valueOf: (finding) => finding.submissionId },
  { title: 'Import', width: 10, valueOf: (finding) => finding.importId },
  { title: 'Conflict', width: 10, valueOf: (finding) => finding.conflictId },
  { title: 'Subject', width: 44, valueOf: (finding) => finding.subject },
  {
    title: 'Place',
    width: 26,
    valueOf: (finding) => (finding.place === undefined ? undefined : formatPlace(finding.place)),
  },
  { title: 'Expected', width: 24, valueOf: (finding) => finding.expected },
  { title: 'Found', width: 24, valueOf: (finding) => finding.found },
  { title: 'Count', width: 10, valueOf: (finding) => finding.count ?? 1 },
  { title: 'Message', width: 90, valueOf: (finding) => finding.message },
];
