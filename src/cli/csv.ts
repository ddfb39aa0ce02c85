import { looksLikeFormula, printable } from '../core/printable.ts';

/**
 * RFC 4180 lines ended by CR LF. Control characters are shown escaped; text that a spreadsheet program would take for a
 * formula has an apostrophe before it.
 */
export function formatCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((cells) => `${cells.map(formatCell).join(',')}\r\n`).join('');
}

function formatCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = `${looksLikeFormula(value) ? "'" : ''}${printable(value)}`;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
