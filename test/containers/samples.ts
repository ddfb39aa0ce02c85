import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableDocument } from '../../src/containers/contract.ts';

const folder = join(import.meta.dirname, 'samples');

export function sample(path: string): Buffer {
  return readFileSync(join(folder, path));
}

/** The rows that the samples were made from. */
export const reply = JSON.parse(sample('reply.json').toString()) as {
  readonly table: readonly (readonly string[])[];
  readonly sections: readonly { readonly heading: string; readonly rows: readonly (readonly string[])[] }[];
};

/** The reply as rows: titles, then a heading and a table for each outcome. `repeatsHeader`: as in pages of tables. */
export function sectionRows(repeatsHeader: boolean): string[][] {
  const [header = []] = reply.table;
  const short = [0, 1, 3, 4].map((index) => header[index] ?? '');
  const rows = [['Invented Hash Value Comparison Report'], ['Case Number: 24-0001'], ...(repeatsHeader ? [] : [short])];
  for (const section of reply.sections) {
    rows.push([section.heading], ...(repeatsHeader ? [short] : []), ...section.rows.map((row) => [...row]));
  }
  return [...rows, ['End of report']];
}

/** The texts of all rows that show anything, without empty cells at their ends. */
export function shownRows(document: TableDocument): string[][] {
  return document.tables
    .flatMap((table) => table.rows)
    .flatMap((row) => {
      const texts = row.cells.map((cell) => cell.text);
      const filled = texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
      return filled.length > 0 ? [filled] : [];
    });
}

/** Without empty texts at the end. */
export function withoutTrailing(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.slice(0, row.findLastIndex((text) => text !== '') + 1));
}
