import type { ColumnReference } from '../reports/taught-layout.ts';
import type { RawColumn } from './layout-file-schema.ts';

/** What may be written alone or as a list. */
export function listOf(raw: RawColumn | readonly RawColumn[] | undefined): readonly RawColumn[] {
  if (raw === undefined) return [];
  return Array.isArray(raw) ? (raw as readonly RawColumn[]) : [raw as RawColumn];
}

/** A column as a file of a layout names it. */
export function referenceOf(raw: RawColumn): ColumnReference {
  if (typeof raw === 'string') return { kind: 'heading', heading: raw };
  return { kind: 'index', columnIndex: typeof raw === 'number' ? raw - 1 : columnIndexOf(raw.letters) };
}

/** 0 for `A`, 26 for `AA`. */
function columnIndexOf(letters: string): number {
  let index = 0;
  for (const letter of letters.toUpperCase()) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
