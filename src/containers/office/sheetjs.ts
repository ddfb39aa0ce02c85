import * as XLSX from 'xlsx';
import * as codePages from 'xlsx/dist/cpexcel.full.mjs';

XLSX.set_cptable(codePages);

export type { CellObject, Range, WorkBook, WorkSheet } from 'xlsx';

/** What SheetJS said while it read. */
export interface QuietRead {
  readonly workbook: XLSX.WorkBook;
  /** Number of messages that it would have written to the terminal. */
  readonly warnings: number;
}

/**
 * Reads a workbook that has passed the preflight. `nodim`: rows outside a wrong stated range are read too; `WTF`: what
 * cannot be parsed throws instead of going missing; `sheetStubs`: a formula without a value is kept; `cellStyles`:
 * hidden rows are told.
 */
export function readWithSheetJs(bytes: Uint8Array): QuietRead {
  let warnings = 0;
  const terminal = globalThis.console;
  // SheetJS writes warnings to the terminal and cannot be told not to.
  globalThis.console = new Proxy(terminal, { get: () => () => void (warnings += 1) });
  try {
    const workbook = XLSX.read(bytes, {
      type: 'buffer',
      dense: true,
      nodim: true,
      WTF: true,
      UTC: true,
      sheetStubs: true,
      cellFormula: true,
      cellNF: true,
      cellStyles: true,
      cellHTML: false,
      cellText: false,
    });
    return { workbook, warnings };
  } finally {
    globalThis.console = terminal;
  }
}

/** Year, month, day and so on of a number that stands in a cell with a date format; undefined where it has no such. */
export function parseDateNumber(
  value: number,
  numberFormat: string,
  isDate1904: boolean,
): { y: number; m: number; d: number; H: number; M: number; S: number } | undefined {
  if (XLSX.SSF.is_date(numberFormat) !== true) return undefined;
  return XLSX.SSF.parse_date_code(value, { date1904: isDate1904 }) ?? undefined;
}
