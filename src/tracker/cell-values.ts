import { escapeXml } from '../containers/xml/xml-scan.ts';
import { parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import type { Place } from '../core/place.ts';
import { columnLetters, formatPosition } from './cell-reference.ts';
import type { TrackerCell, TrackerValue } from './contract.ts';
import { dateOfSerial, serialOfDate } from './date-serial.ts';
import { refusal } from './refusal.ts';
import type { SheetCell } from './row-scan.ts';
import { decodeCellText, encodeCellText } from './shared-strings.ts';
import type { Workbook } from './workbook-parts.ts';

/** Excel's limit for the text of a cell. */
const longestText = 32_767;

export function placeOf(sheet: string, row: number, column: number): Place {
  return { sheet, row, column: columnLetters(column) };
}

/** The number of the cell's format; 0, the default, where it names none. */
export function styleOf(cell: SheetCell): number {
  return Number(cell.tag.attributes['s'] ?? 0);
}

/** True where the cell holds nothing that a person would see: no formula, and no value or only blanks. */
export function isBlank(cell: SheetCell, workbook: Workbook): boolean {
  return cell.formula === undefined && cellText(cell, workbook).trim() === '';
}

/** What is stored in the cell, as text; for a formula the result stored with it. */
export function cellText(cell: SheetCell, workbook: Workbook): string {
  const raw = cell.raw ?? '';
  if (cell.type === 's' && raw !== '') {
    const text = workbook.sharedStrings[Number(raw)];
    if (text === undefined)
      throw new CriskitError('INPUT_DAMAGED', `cell ${nameOf(cell)} refers to a text that is missing`);
    return text;
  }
  if (cell.type === 'str' || cell.type === 'inlineStr') return decodeCellText(raw);
  if (cell.type === 'b') return raw === '' ? '' : raw === '1' || raw === 'true' ? 'TRUE' : 'FALSE';
  return raw;
}

export function readCell(cell: SheetCell, sheet: string, workbook: Workbook): TrackerCell {
  const text = cellText(cell, workbook);
  const known = { text, isFormula: cell.formula !== undefined, place: placeOf(sheet, cell.row, cell.column) };
  if (text.trim() === '') return { ...known, value: { kind: 'blank' } };
  if (cell.type === 'd') {
    const date = parseCalendarDate(text.slice(0, 10));
    return { ...known, value: date === undefined ? { kind: 'text', text } : { kind: 'date', date } };
  }
  const number = Number(text);
  if (cell.type !== 'n' || !Number.isFinite(number)) return { ...known, value: { kind: 'text', text } };
  const date = dateOfSerial(number, workbook.is1904);
  if (date === undefined) return { ...known, value: { kind: 'number', number } };
  const showsDay = workbook.styles?.isDate(styleOf(cell)) === true;
  return { ...known, dateOfNumber: date, value: showsDay ? { kind: 'date', date } : { kind: 'number', number } };
}

export interface CellToWrite {
  readonly row: number;
  readonly column: number;
  /** Undefined: the default format. */
  readonly style: number | undefined;
  readonly value: TrackerValue;
}

/** The cell as XML. Text is always written as text, whatever it begins with. */
export function formatCell(cell: CellToWrite, prefix: string, is1904: boolean): string {
  const style = (cell.style ?? 0) === 0 ? '' : ` s="${cell.style}"`;
  const open = `<${prefix}c r="${formatPosition(cell)}"${style}`;
  const { value } = cell;
  if (value.kind === 'blank') return `${open}/>`;
  if (value.kind === 'text') {
    if (value.text.length > longestText) throw unwritable(`a text of ${value.text.length} characters`, cell);
    const space = /^\s|\s$|\n/.test(value.text) ? ' xml:space="preserve"' : '';
    const text = escapeXml(encodeCellText(value.text));
    return `${open} t="inlineStr"><${prefix}is><${prefix}t${space}>${text}</${prefix}t></${prefix}is></${prefix}c>`;
  }
  const number = value.kind === 'date' ? serialOfDate(value.date, is1904) : value.number;
  if (number === undefined || !Number.isFinite(number)) {
    throw unwritable(value.kind === 'date' ? `the date ${value.date}` : 'a number that is none', cell);
  }
  return `${open}><${prefix}v>${number}</${prefix}v></${prefix}c>`;
}

function nameOf(cell: SheetCell): string {
  return formatPosition(cell);
}

function unwritable(what: string, cell: CellToWrite): CriskitError {
  return refusal(
    `Cell ${formatPosition(cell)} cannot hold ${what}.`,
    'Correct the case in the database and sync again.',
  );
}
