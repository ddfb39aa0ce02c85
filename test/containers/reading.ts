import * as XLSX from 'xlsx';
import type { TableDocument } from '../../src/containers/contract.ts';
import { readDocument } from './read-document.ts';

/** The document that these bytes or this text are. */
export async function readBytes(content: Uint8Array | string, name = 'reply'): Promise<TableDocument> {
  return readDocument({ bytes: typeof content === 'string' ? Buffer.from(content) : content, name });
}

/** The texts of all cells of the one table, row by row. */
export function textsOf(document: TableDocument): string[][] {
  return (document.tables[0]?.rows ?? []).map((row) => row.cells.map((cell) => cell.text));
}

/** Issue codes with the line or row they stand in. */
export function issuesOf(document: TableDocument): string[] {
  return document.issues.map((issue) => `${issue.place.line ?? issue.place.row} ${issue.code}`);
}

export type SheetRows = readonly (readonly unknown[])[];

/** A workbook that SheetJS writes. */
export function writeWorkbook(
  sheets: Readonly<Record<string, SheetRows>> | readonly (readonly [string, XLSX.WorkSheet])[],
  bookType: XLSX.BookType = 'xlsx',
): Uint8Array {
  const list = Array.isArray(sheets)
    ? (sheets as readonly (readonly [string, XLSX.WorkSheet])[])
    : Object.entries(sheets as Readonly<Record<string, SheetRows>>).map(
        ([name, rows]) => [name, XLSX.utils.aoa_to_sheet(rows.map((row) => [...row]))] as const,
      );
  // Not through book_append_sheet, which cannot name a sheet `__proto__`.
  const workbook: XLSX.WorkBook = { SheetNames: [], Sheets: {} };
  for (const [name, sheet] of list) {
    workbook.SheetNames.push(name);
    Object.defineProperty(workbook.Sheets, name, { value: sheet, enumerable: true, configurable: true });
  }
  return XLSX.write(workbook, { type: 'buffer', bookType, compression: true });
}
