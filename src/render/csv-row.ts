import { looksLikeFormula, printable } from '../core/printable.ts';

/**
 * One line of RFC 4180, ended by CR LF. Control characters are shown escaped, and text that a spreadsheet program would
 * take for a formula has an apostrophe before it.
 */
export function formatCsvRow(values: readonly (string | number)[]): string {
  return `${values.map(formatField).join(',')}\r\n`;
}

function formatField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = printable(value);
  const safe = looksLikeFormula(value.trimStart()) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
