import type { Finding } from '../core/finding.ts';
import { formatCsvRow } from './csv-row.ts';
import { findingColumns } from './finding-columns.ts';

/** UTF-8, a heading line first; each line as `formatCsvRow` writes it. */
export function formatFindingsCsv(findings: readonly Finding[]): string {
  const lines = [
    findingColumns.map((column) => column.title),
    ...findings.map((finding) => findingColumns.map((column) => column.valueOf(finding) ?? '')),
  ];
  return lines.map(formatCsvRow).join('');
}
