import { printable } from './printable.ts';

/** Where in a document something stands. Numbers are 1-based, as the program that shows the document counts. */
export interface Place {
  /** A document inside the one that came: an attachment, an entry of an archive. Untrusted text. */
  readonly part?: string;
  readonly sheet?: string;
  readonly page?: number;
  /** Tables of a document without sheets, counted from its beginning. */
  readonly table?: number;
  readonly row?: number;
  /** Paragraphs outside of tables, counted from the beginning of the document. */
  readonly paragraph?: number;
  readonly line?: number;
  /** Spreadsheet letters (`C`) or a heading. */
  readonly column?: string;
  /** Byte offset, for binary formats. */
  readonly offset?: number;
  /** Of what an import says because an earlier one said it, and it still stands: the number of that one. */
  readonly ofImport?: number;
}

/** Such as `sheet "Identified", row 14, column C`, fit to be shown; `whole document` where nothing narrower is known. */
export function formatPlace(place: Place): string {
  const parts: string[] = [];
  if (place.part !== undefined) parts.push(`part "${printable(place.part)}"`);
  if (place.sheet !== undefined) parts.push(`sheet "${printable(place.sheet)}"`);
  if (place.page !== undefined) parts.push(`page ${place.page}`);
  if (place.table !== undefined) parts.push(`table ${place.table}`);
  if (place.row !== undefined) parts.push(`row ${place.row}`);
  if (place.paragraph !== undefined) parts.push(`paragraph ${place.paragraph}`);
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  if (place.column !== undefined) parts.push(`column ${printable(place.column)}`);
  if (place.offset !== undefined) parts.push(`offset ${place.offset}`);
  if (place.ofImport !== undefined) parts.push(`entry of import ${place.ofImport}`);
  return parts.length > 0 ? parts.join(', ') : 'whole document';
}
