import type { Issue } from '../core/issue.ts';
import { excerpt } from '../core/printable.ts';
import { normaliseHeader } from './column-names.ts';
import type { ListRow } from './sheet-list.ts';

/** The case that a row belongs to, as far as its case number can be believed. */
export type RowKey =
  | { readonly kind: 'none' }
  | { readonly kind: 'case'; readonly caseNumber: string }
  /** `caseNumber` is what it seems to say; such a row is never changed. */
  | { readonly kind: 'unusable'; readonly caseNumber: string | undefined; readonly issue: Issue };

/** A case number as it is compared: blanks around it do not count, nor do two ways to code one letter. */
export function normaliseCaseNumber(text: string): string {
  return text.toWellFormed().normalize('NFC').trim();
}

export function keyOf(row: ListRow): RowKey {
  const written = row.cells.get('caseNumber');
  if (written === undefined) return { kind: 'none' };
  const { content: cell, type, hasResult } = written;
  if (cell.value.kind === 'blank' && hasResult) return { kind: 'none' };
  const text = normaliseCaseNumber(cell.text);
  const unusable = (code: string, message: string): RowKey => ({
    kind: 'unusable',
    caseNumber: text === '' ? undefined : text,
    issue: { code, message, place: cell.place },
  });
  if (cell.isFormula) {
    return unusable('case-number-formula', 'The case number is computed by a formula; the row is left alone.');
  }
  if (cell.value.kind === 'date') {
    return unusable('case-number-date', `The case number stands as the date ${cell.value.date}; write it as text.`);
  }
  if (cell.value.kind === 'number' && !/^\d{1,15}$/.test(text)) {
    return unusable('case-number-mangled', `The case number stands as the number ${excerpt(text)}; write it as text.`);
  }
  if (type === 'e' || type === 'b') {
    return unusable('case-number-error', `The case number is the error or truth value ${excerpt(text)}.`);
  }
  if (/^(grand)?(total|sum)s?$/.test(normaliseHeader(text))) {
    return unusable('totals-row', `"${excerpt(text)}" is no case number: the row is taken for one of totals.`);
  }
  return { kind: 'case', caseNumber: text };
}
