/** Places and ranges of a sheet as spreadsheets write them: `B7`, `$A$4:$K$44`. Rows and columns count from 1. */

export const lastRowOfSheet = 1_048_576;
export const lastColumnOfSheet = 16_384;

export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** All numbers are inclusive; `top` ≤ `bottom` and `left` ≤ `right`. */
export interface CellRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** `C` for 3. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** 3 for `C` or `c`. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters.toUpperCase()) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

export function formatPosition(position: CellPosition): string {
  return `${columnLetters(position.column)}${position.row}`;
}

/** Undefined where the text names no cell of a sheet. Dollar signs are ignored. */
export function parsePosition(text: string): CellPosition | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$/.exec(text);
  if (match === null) return undefined;
  const position = { row: Number(match[2]), column: columnNumber(match[1] ?? '') };
  return position.row <= lastRowOfSheet && position.column <= lastColumnOfSheet ? position : undefined;
}

/** `B7` is a range of one cell. Undefined where the text names no range of cells (whole rows and columns neither). */
export function parseRange(text: string): CellRange | undefined {
  const [first, last = first, ...more] = text.split(':');
  const from = parsePosition(first ?? '');
  const to = parsePosition(last ?? '');
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return {
    top: Math.min(from.row, to.row),
    left: Math.min(from.column, to.column),
    bottom: Math.max(from.row, to.row),
    right: Math.max(from.column, to.column),
  };
}

export function formatRange(range: CellRange): string {
  const first = formatPosition({ row: range.top, column: range.left });
  const last = formatPosition({ row: range.bottom, column: range.right });
  return first === last ? first : `${first}:${last}`;
}

export function contains(range: CellRange, position: CellPosition): boolean {
  return (
    position.row >= range.top &&
    position.row <= range.bottom &&
    position.column >= range.left &&
    position.column <= range.right
  );
}
