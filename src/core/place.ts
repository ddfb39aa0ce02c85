/** Where in a document something stands. Numbers are 1-based, as the program that shows the document counts. */
export interface Place {
  readonly sheet?: string;
  readonly page?: number;
  readonly row?: number;
  readonly line?: number;
  /** Spreadsheet letters (`C`) or a heading. */
  readonly column?: string;
  /** Byte offset, for binary formats. */
  readonly offset?: number;
}

/** Such as `sheet "Identified", row 14, column C`; `whole document` where nothing narrower is known. */
export function formatPlace(place: Place): string {
  const parts: string[] = [];
  if (place.sheet !== undefined) parts.push(`sheet "${place.sheet}"`);
  if (place.page !== undefined) parts.push(`page ${place.page}`);
  if (place.row !== undefined) parts.push(`row ${place.row}`);
  if (place.line !== undefined) parts.push(`line ${place.line}`);
  if (place.column !== undefined) parts.push(`column ${place.column}`);
  if (place.offset !== undefined) parts.push(`offset ${place.offset}`);
  return parts.length > 0 ? parts.join(', ') : 'whole document';
}
