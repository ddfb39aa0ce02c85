import type { Finding } from '../core/finding.ts';
import { findingColumns } from './finding-columns.ts';
import { writeWorkbook } from './workbook-xlsx.ts';

/** A workbook with one sheet, `Findings`. The same findings give the same bytes. */
export function writeFindingsXlsx(findings: readonly Finding[]): Uint8Array {
  return writeWorkbook({
    name: 'Findings',
    columns: findingColumns,
    rows: findings.map((finding) => findingColumns.map((column) => column.valueOf(finding))),
  });
}
