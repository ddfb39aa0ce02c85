import type { Finding } from '../core/finding.ts';
import { looksLikeFormula, printable } from '../core/printable.ts';
import { findingColumns } from './finding-columns.ts';

/**
 * RFC 4180, UTF-8, a heading line first, lines ended by CR LF. Control characters are shown escaped, and text that a
 * spreadsheet program would take for a formula has an apostrophe before it.
 */
export function formatFindingsCsv(findings: readonly Finding[]): string {
  const lines = [
    findingColumns.map((column) => column.title),
    ...findings.map((finding) => findingColumns.map((column) => column.valueOf(finding) ?? '')),
  ];
  return lines.map((cells) => `${cells.map(formatField).join(',')}\r\n`).join('');
}

function formatField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = looksLikeFormula(value.trimStart()) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
