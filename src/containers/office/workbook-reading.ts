import { CriskitError, errorMessage } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { excerpt } from '../../core/printable.ts';
import type { ContainerInput, TableDocument } from '../contract.ts';
import { hiddenTraits } from './hidden-traits.ts';
import { protectedDocument } from './package-preflight.ts';
import { type QuietRead, readWithSheetJs, type WorkBook, type WorkSheet } from './sheetjs.ts';
import { checkWorkbook } from './workbook-preflight.ts';
import { filledOf, readSheet } from './workbook-sheet.ts';

/** Every sheet in the workbook's order, hidden ones too. */
export function readWorkbook(input: ContainerInput, signal: AbortSignal | undefined): TableDocument {
  const { cellCount } = checkWorkbook(input);
  throwIfInterrupted(signal);
  const { workbook, warnings } = parse(input);
  throwIfInterrupted(signal);
  const sheets = workbook.SheetNames.map((name) => ({ name, sheet: sheetOf(workbook, name, input) }));
  if (cellCount !== undefined)
    refuseLostCells(
      cellCount,
      sheets.map(({ sheet }) => sheet),
      input,
    );
  const isDate1904 = workbook.Workbook?.WBProps?.date1904 === true;
  const tables = sheets.map(({ name, sheet }, index) => {
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    return readSheet({ name, sheet, hidden, isDate1904 });
  });
  if (tables.every((table) => table.rows.length === 0)) {
    throw new CriskitError('INPUT_EMPTY', `${input.name} holds no filled cell`, { path: input.name });
  }
  return {
    container: 'workbook',
    name: input.name,
    tables,
    issues: tables.flatMap((table) => table.rows.flatMap((row) => (row.issue === undefined ? [] : [row.issue]))),
    traits: new Map([
      ...hiddenTraits(
        tables,
        sheets.map(({ sheet }) => hiddenColumnsOf(sheet)),
      ),
      ...(warnings > 0 ? [['reader warnings', `${warnings}`] as const] : []),
    ]),
  };
}

function parse(input: ContainerInput): QuietRead {
  try {
    return readWithSheetJs(input.bytes);
  } catch (error) {
    const message = errorMessage(error);
    if (/password|encrypt/i.test(message)) {
      throw protectedDocument(input.name, error);
    }
    throw new CriskitError('INPUT_DAMAGED', `${input.name} cannot be read as a workbook: ${excerpt(message)}`, {
      path: input.name,
      hint: 'Open it in Excel, save it as .xlsx, and import that.',
      cause: error,
    });
  }
}

/** A sheet named `__proto__` stands where an object has its prototype; a sheet that is missing shows something else there. */
function sheetOf(workbook: WorkBook, name: string, input: ContainerInput): WorkSheet {
  const sheet: WorkSheet | undefined =
    name === '__proto__' ? Object.getPrototypeOf(workbook.Sheets) : workbook.Sheets[name];
  const isSheet =
    typeof sheet === 'object' && sheet !== null && (Array.isArray(sheet['!data']) || sheet['!type'] !== undefined);
  if (isSheet) return sheet;
  throw new CriskitError('INPUT_DAMAGED', `${input.name} lists a sheet "${excerpt(name)}" that cannot be read`, {
    path: input.name,
  });
}

/** What is written in the sheets must all have come out: a reader that skips cells must not go unnoticed. */
function refuseLostCells(expected: number, sheets: readonly WorkSheet[], input: ContainerInput): void {
  let found = 0;
  // SheetJS adds an empty cell where a link or a comment stands on none; it cannot be told from one that was there.
  let perhapsAdded = 0;
  for (const sheet of sheets) {
    for (const row of filledOf(sheet['!data'] ?? [])) {
      for (const { t, l, c } of filledOf(row)) {
        found += 1;
        if (t === 'z' && (l ?? c) !== undefined) perhapsAdded += 1;
      }
    }
  }
  if (found >= expected && found - perhapsAdded <= expected) return;
  throw new CriskitError('INPUT_DAMAGED', `${input.name} holds ${expected} cells, of which ${found} could be read`, {
    path: input.name,
    hint: 'Open it in Excel, save it as .xlsx, and import that.',
  });
}

/** The hidden columns that hold anything. */
function hiddenColumnsOf(sheet: WorkSheet): readonly number[] {
  const width = filledOf(sheet['!data'] ?? []).reduce((widest, row) => Math.max(widest, row.length), 0);
  return (sheet['!cols'] ?? []).slice(0, width).flatMap((column, index) => (column?.hidden === true ? [index] : []));
}
