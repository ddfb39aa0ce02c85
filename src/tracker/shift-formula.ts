import { columnLetters, columnNumber, lastColumnOfSheet, lastRowOfSheet } from './cell-reference.ts';

/**
 * The pieces of a formula (ECMA-376 part 1, 18.17), as far as moving it needs them: texts, quoted sheet names, bracketed
 * table columns and workbooks, whole rows, whole columns, numbers, and words, which may be places of cells.
 */
const piece =
  /"(?:[^"]|"")*"|'(?:[^']|'')*'|\[(?:[^[\]']|'.|\[(?:[^[\]']|'.)*\])*\]|(?<rows>\$?\d+:\$?\d+)(?![\w.(])|(?<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!])|\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?|(?<word>[\p{L}_\\$][\p{L}\p{N}_.\\?$]*)/gsu;

/**
 * The formula as it reads `rows` further down and `columns` further right: relative places move, places with a dollar
 * sign stay. A place that would leave the sheet becomes `#REF!`.
 */
export function shiftFormula(formula: string, rows: number, columns: number): string {
  return formula.replaceAll(piece, (...match: readonly unknown[]) => {
    const groups = match.at(-1) as Readonly<Record<string, string | undefined>>;
    const offset = match.at(-3) as number;
    const text = String(match[0]);
    if (groups['rows'] !== undefined) return shiftEach(text, (row) => shiftRow(row, rows));
    if (groups['columns'] !== undefined) return shiftEach(text, (column) => shiftColumn(column, columns));
    if (groups['word'] === undefined) return text;
    const next = formula[offset + text.length];
    return next === '(' || next === '!' || next === '[' ? text : shiftPlace(text, rows, columns);
  });
}

function shiftEach(range: string, shift: (part: string) => string | undefined): string {
  const parts = range.split(':').map(shift);
  return parts.includes(undefined) ? '#REF!' : parts.join(':');
}

function shiftPlace(word: string, rows: number, columns: number): string {
  const match = /^(\$?[A-Za-z]{1,3})(\$?[1-9]\d{0,6})$/.exec(word);
  if (match === null) return word;
  const [, column = '', row = ''] = match;
  if (columnNumber(column.replace('$', '')) > lastColumnOfSheet) return word;
  const shifted = [shiftColumn(column, columns), shiftRow(row, rows)];
  return shifted.includes(undefined) ? '#REF!' : shifted.join('');
}

function shiftRow(row: string, by: number): string | undefined {
  if (row.startsWith('$')) return row;
  const shifted = Number(row) + by;
  return shifted >= 1 && shifted <= lastRowOfSheet ? String(shifted) : undefined;
}

function shiftColumn(column: string, by: number): string | undefined {
  if (column.startsWith('$') || by === 0) return column;
  const shifted = columnNumber(column) + by;
  return shifted >= 1 && shifted <= lastColumnOfSheet ? columnLetters(shifted) : undefined;
}
