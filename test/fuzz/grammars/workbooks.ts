import * as fc from 'fast-check';
import * as XLSX from 'xlsx';
import { rows, word } from './words.ts';

const bookType = fc.constantFrom<XLSX.BookType[]>('xlsx', 'xlsx', 'biff8', 'biff5', 'ods', 'xlsm');

/** Excel's sheet names are short, and some characters are not allowed in them. */
function asSheetName(text: string, index: number): string {
  return `${text.replaceAll(/[\\/*?:[\]']/g, '').slice(0, 25)} ${index}`;
}

/** Workbooks of one to three sheets, as SheetJS writes them. */
export const workbooks: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.array(fc.tuple(word, rows), { minLength: 1, maxLength: 3 }), bookType)
  .map(([sheets, bookType]) => {
    const book = XLSX.utils.book_new();
    for (const [index, [name, lines]] of sheets.entries()) {
      const cells = lines.map((line) =>
        line.map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : text.slice(0, 30_000))),
      );
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(cells), asSheetName(name, index));
    }
    return new Uint8Array(XLSX.write(book, { type: 'buffer', bookType }) as Buffer);
  });
