import type { Cell } from '../contract.ts';
import { textCell } from '../text/written-text.ts';
import type { XmlStart } from '../xml/xml-scan.ts';

/** A cell as the XML states it, before its text is known. */
export interface OdsCell {
  readonly attributes: XmlStart['attributes'];
  readonly isCovered: boolean;
  /** The lines of its text. */
  readonly lines: string[];
}

/** The cell with its kind, as `workbook` gives it for the same cell of an Excel file. */
export function odsCell({ attributes, isCovered, lines }: OdsCell): Cell {
  const cell = valueOf(attributes, lines);
  const isFormula = attributes['table:formula'] !== undefined && cell.kind !== 'error';
  const read: Cell = isFormula ? { kind: 'formula', text: cell.text } : cell;
  return isCovered ? { ...read, merged: true } : read;
}

/** True for a formula whose result is not stored. */
export function lacksResult({ attributes, lines }: OdsCell): boolean {
  return (
    attributes['table:formula'] !== undefined && attributes['office:value-type'] === undefined && lines.length === 0
  );
}

/** OpenDocument 1.3, part 3, 19.385 `office:value-type` and the attributes of values beside it. */
function valueOf(attributes: XmlStart['attributes'], lines: readonly string[]): Cell {
  const shown = lines.join('\n');
  if (attributes['calcext:value-type'] === 'error') return { kind: 'error', text: shown };
  switch (attributes['office:value-type']) {
    case 'float':
    case 'percentage':
    case 'currency':
      return numberOf(attributes['office:value'], shown);
    case 'date':
      return { kind: 'date', text: momentOf(attributes['office:date-value'] ?? shown) };
    case 'time':
      return { kind: 'date', text: durationOf(attributes['office:time-value'] ?? shown) };
    case 'boolean':
      return { kind: 'boolean', text: attributes['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE' };
    default:
      return textCell(attributes['office:string-value'] ?? shown);
  }
}

/** A number without its value is a text that only looks like one. */
function numberOf(value: string | undefined, shown: string): Cell {
  const number = Number(value);
  if (value === undefined || value.trim() === '' || Number.isNaN(number)) return textCell(shown);
  return { kind: 'number', text: String(number) };
}

/** `2023-03-15T12:00:00.000` as date and time of day; the time is left out at midnight. */
function momentOf(value: string): string {
  const [day = '', time = ''] = value.replace(/(?:\.\d+)?Z?$/, '').split('T');
  return time === '' || time === '00:00:00' ? day : `${day} ${time}`;
}

/** `PT12H30M05S` as `12:30:05`; anything else as it stands. */
function durationOf(value: string): string {
  const parts = /^PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S$/.exec(value);
  if (parts === null) return value;
  return parts
    .slice(1)
    .map((part) => part.padStart(2, '0'))
    .join(':');
}
