import { describe, expect, it } from 'vitest';
import { dateOfSerial, serialOfDate } from '../../src/tracker/date-serial.ts';

describe('dates as serials', () => {
  // Values: openpyxl 3.0.9, openpyxl.utils.datetime.to_excel with both epochs.
  it.each([
    ['1900-03-01', 61, undefined],
    ['1904-01-01', 1462, 0],
    ['2024-02-29', 45351, 43889],
    ['2026-11-22', 46348, 44886],
    ['9999-12-31', 2958465, 2957003],
  ])('%s', (date, since1900, since1904) => {
    expect(serialOfDate(date, false)).toBe(since1900);
    expect(serialOfDate(date, true)).toBe(since1904);
    expect(dateOfSerial(since1900 + 0.75, false)).toBe(date);
    expect(dateOfSerial(since1904 ?? -1, true)).toBe(since1904 === undefined ? undefined : date);
  });

  it.each([
    '1900-02-28',
    '1899-12-31',
    '10000-01-01',
    '2024-02-30',
    '2024-2-3',
    'yesterday',
    '',
  ])('%s is none', (text) => {
    expect(serialOfDate(text, false)).toBeUndefined();
  });

  it.each([60, 0, -1, 2_958_466, Number.NaN, Number.POSITIVE_INFINITY])('serial %d is no certain day', (serial) => {
    expect(dateOfSerial(serial, false)).toBeUndefined();
  });
});
