import { type CalendarDate, parseCalendarDate } from '../core/dates.ts';

/** Days as spreadsheets count them: from 30 December 1899, or from 1 January 1904 in old Macintosh workbooks. */

const millisecondsPerDay = 86_400_000;
const epoch1900 = Date.UTC(1899, 11, 30) / millisecondsPerDay;
const epoch1904 = Date.UTC(1904, 0, 1) / millisecondsPerDay;

/** 1 March 1900 and 31 December 9999. Before it the 1900 count holds a day that never was, 29 February 1900. */
const firstSerial1900 = 61;
const lastSerial1900 = 2_958_465;

/** The day of a serial; a time of day in its fraction is left off. Undefined where it is no day that is certain. */
export function dateOfSerial(serial: number, is1904: boolean): CalendarDate | undefined {
  const day = Math.floor(serial) + (is1904 ? epoch1904 : epoch1900);
  const isDay = serial >= (is1904 ? 0 : firstSerial1900) && day <= lastSerial1900 + epoch1900;
  return isDay ? (new Date(day * millisecondsPerDay).toISOString().slice(0, 10) as CalendarDate) : undefined;
}

/** Undefined where the text is no date (`2026-11-22`), or one that the workbook cannot count. */
export function serialOfDate(text: string, is1904: boolean): number | undefined {
  const date = parseCalendarDate(text);
  if (date === undefined) return undefined;
  const serial = Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay - (is1904 ? epoch1904 : epoch1900);
  return dateOfSerial(serial, is1904) === date ? serial : undefined;
}
