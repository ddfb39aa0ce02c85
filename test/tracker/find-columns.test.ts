import { describe, expect, it } from 'vitest';
import { trackerColumns, type TrackerSettings } from '../../src/tracker/contract.ts';
import { columnTitle, headerNames, normaliseHeader } from '../../src/tracker/column-names.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import { listRows, settings, tinyRow, tinyWorkbook } from './workbooks.ts';

const columnsOf = (bytes: Uint8Array, use: TrackerSettings = settings) =>
  Object.fromEntries(
    readTracker(bytes, use).columns.map(({ column, place }) => [column, `${place.column}${place.row}`]),
  );
const header = (...cells: string[]) => `<sheetData>${tinyRow(1, cells)}</sheetData>`;
const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'TRACKER_COLUMNS', message: expect.stringMatching(message) });

describe('column names', () => {
  it('are told apart: no header text names two columns', () => {
    const names = headerNames({});
    for (const column of trackerColumns)
      expect(names.find(columnTitle(column))).toEqual({ columns: [column], isOwn: false });
  });

  it.each([
    ['Lab Case No.', 'labcasenumber'],
    ['  CASE   #', 'casenumber'],
    ['Days-Out:', 'daysout'],
    ['Ｓｔａｔｕｓ', 'status'],
    ['***', ''],
    ['Fälle Nr.', 'fällenumber'],
  ])('%j is read as %j', (text, expected) => {
    expect(normaliseHeader(text)).toBe(expected);
  });
});

describe('finding the list', () => {
  it('takes columns in any order, below title rows, on any sheet', () => {
    const sheet = `<sheetData>${tinyRow(2, ['Case number: see below'])}${tinyRow(5, [null as never, 'STATUS', 'Extra', 'date_mailed', 'Case #', 'Agency Case #'])}</sheetData>`;
    const bytes = tinyWorkbook({ sheet: header('nothing'), more: [['Second', sheet]] });
    expect(columnsOf(bytes)).toEqual({ status: 'B5', mailedOn: 'D5', caseNumber: 'E5', agencyCaseNumber: 'F5' });
  });

  it('needs no more than a case number', () => {
    expect(columnsOf(tinyWorkbook({ sheet: header('Case') }))).toEqual({ caseNumber: 'A1' });
  });

  it('prefers a header of several columns to a cell that mentions one', () => {
    const bytes = tinyWorkbook({
      sheet: header('Case number', 'see the other sheet'),
      more: [['L', header('Case number', 'Agency', 'Status')]],
    });
    expect(readTracker(bytes, settings).sheet).toBe('L');
    const below = `<sheetData>${tinyRow(1, ['Case number'])}${tinyRow(3, ['Case number', 'Agency', 'Status'])}${tinyRow(4, ['24-1'])}</sheetData>`;
    expect(readTracker(tinyWorkbook({ sheet: below }), settings)).toMatchObject({
      rows: [{ caseNumber: '24-1' }],
      issues: [],
    });
  });

  it('lets the names of the lab come before the built-in ones', () => {
    const bytes = tinyWorkbook({ sheet: header('Case number', 'Akte', 'Status', 'Stand') });
    const own = { ...settings, aliases: { caseNumber: ['AKTE'], status: ['Stand'] } };
    expect(columnsOf(bytes, own)).toEqual({ caseNumber: 'B1', status: 'D1' });
  });

  it('looks only on the sheet that is named', () => {
    const bytes = tinyWorkbook({
      sheet: header('Case number', 'Agency', 'Status'),
      more: [['2025', header('Case number', 'Agency', 'Status')]],
    });
    expect(readTracker(bytes, { ...settings, sheet: '2025' }).sheet).toBe('2025');
  });

  it('takes __proto__ for a name like any other, of sheets and of headers', () => {
    const bytes = tinyWorkbook({ sheetName: '__proto__', sheet: header('__proto__', 'constructor', 'Case number') });
    expect(readTracker(bytes, settings)).toMatchObject({ sheet: '__proto__', columns: [{ column: 'caseNumber' }] });
    expect(columnsOf(bytes, { ...settings, sheet: '__proto__', aliases: { agency: ['__proto__'] } })).toEqual({
      agency: 'A1',
      caseNumber: 'C1',
    });
  });

  it('reads what is written with a prefix, and rows and cells that do not say where they are', () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const cell = (text: string) =>
      `<x:c t="inlineStr"><x:is><x:r><x:t>${text.slice(0, 2)}</x:t></x:r><x:r><x:t>${text.slice(2)}</x:t></x:r><x:rPh sb="0" eb="1"><x:t>no</x:t></x:rPh></x:is></x:c>`;
    const sheet = `<?xml version="1.0"?><x:worksheet xmlns:x="${main}"><x:sheetData><x:row>${cell('Case number')}${cell('Agency')}</x:row><x:row>${cell('24-1')}${cell('PD')}</x:row></x:sheetData></x:worksheet>`;
    expect(readTracker(tinyWorkbook({ sheet }), settings).rows).toMatchObject([
      { caseNumber: '24-1', place: { row: 2 }, cells: { agency: { text: 'PD' } } },
    ]);
  });

  it.each<readonly [string, Uint8Array, TrackerSettings, RegExp]>([
    ['no case number', tinyWorkbook({ sheet: header('Agency', 'Status') }), settings, /No row/],
    ['nothing at all', tinyWorkbook({ sheet: '<sheetData/>' }), settings, /No row/],
    [
      'two lists on two sheets',
      tinyWorkbook({ sheet: header('Case', 'Agency', 'Status'), more: [['2', header('Case', 'Agency', 'Total')]] }),
      settings,
      /sheet "Cases", row 1; sheet "2", row 1/,
    ],
    [
      'two lists on one sheet',
      tinyWorkbook({
        sheet: `<sheetData>${[1, 9].map((row) => tinyRow(row, ['Case', 'Agency', 'Status'])).join('')}</sheetData>`,
      }),
      settings,
      /row 1; .*row 9/,
    ],
    [
      'a header repeated far below',
      tinyWorkbook({
        sheet: `<sheetData>${[1, 900].map((row) => tinyRow(row, ['Case', 'Agency', 'Status'])).join('')}</sheetData>`,
      }),
      settings,
      /row 1; .*row 900/,
    ],
    [
      'two cells for one column',
      tinyWorkbook({ sheet: header('Case', 'Status', 'NCMEC status') }),
      settings,
      /status could be "Status" or "NCMEC status"/,
    ],
    [
      'one name set for two columns',
      tinyWorkbook({ sheet: header('Case', 'Day') }),
      { ...settings, aliases: { mailedOn: ['Day'], returnedOn: ['day'] } },
      /"Day" is set for mailedOn and returnedOn/,
    ],
    [
      'no sheet of that name',
      tinyWorkbook({ sheet: header('Case') }),
      { ...settings, sheet: 'Csaes' },
      /no sheet named "Csaes"/,
    ],
  ])('refuses %s', (_, bytes, use, message) => {
    expect(() => readTracker(bytes, use)).toThrow(refused(message));
  });
});

describe('reading rows', () => {
  const formula = '<c r="REF"><f>A1</f></c>';
  const typed = (type: string, value: string) => `<c r="REF" t="${type}"><v>${value}</v></c>`;
  const issuesOf = (key: string | number) =>
    readTracker(
      tinyWorkbook({
        sheet: listRows([
          ['24-1', 'PD'],
          [key, 'PD'],
        ]),
      }),
      settings,
    ).issues.map(({ code, place }) => [code, place.row]);

  it.each<readonly [string, string | number, string]>([
    ['a formula', '=A2', 'case-number-formula'],
    ['a formula without a result', formula, 'case-number-formula'],
    ['a formula that yields text', '<c r="REF" t="str"><f>A2</f><v>24-1</v></c>', 'case-number-formula'],
    ['a date', '<c r="REF" s="1"><v>45292</v></c>', 'case-number-date'],
    ['a fraction', 24.5, 'case-number-mangled'],
    ['a number that lost its digits', '<c r="REF"><v>1.23E+31</v></c>', 'case-number-mangled'],
    ['an error', typed('e', '#N/A'), 'case-number-error'],
    ['a truth value', typed('b', '1'), 'case-number-error'],
    ['a word for totals', 'Grand Total:', 'totals-row'],
    ['a case that is there', ' 24-1 ', 'duplicate-case'],
    ['nothing', '<c r="REF"/>', 'no-case-number'],
  ])('%s in place of a case number is an issue', (_, key, code) => {
    expect(issuesOf(key)).toEqual([[code, 3]]);
  });

  it('takes a plain number for a case number', () => {
    expect(issuesOf(240001)).toEqual([]);
  });

  it('reads values of every kind, with what is stored', () => {
    const strings = '<si><t>24-1</t></si><si><t xml:space="preserve"> a_x0041_b </t></si>';
    const sheet = `<sheetData>${tinyRow(1, ['Case', 'Agency', 'Mailed', 'Returned', 'Total', 'Status'])}${tinyRow(2, [typed('s', '0'), typed('s', '1'), '<c r="REF" s="1"><v>45292.5</v></c>', typed('d', '2024-03-04T00:00:00'), '=SUM(A1)', typed('b', '0')])}</sheetData>`;
    const [row] = readTracker(tinyWorkbook({ sheet, strings }), settings).rows;
    expect(row?.caseNumber).toBe('24-1');
    expect(row?.cells).toMatchObject({
      agency: { value: { kind: 'text', text: ' aAb ' }, text: ' aAb ' },
      mailedOn: {
        value: { kind: 'date', date: '2024-01-01' },
        text: '45292.5',
        place: { sheet: 'Cases', row: 2, column: 'C' },
      },
      returnedOn: { value: { kind: 'date', date: '2024-03-04' } },
      total: { value: { kind: 'number', number: 1 }, isFormula: true },
      status: { value: { kind: 'text', text: 'FALSE' } },
    });
  });

  it('counts days from 1904 where the workbook does', () => {
    const sheet = listRows([['24-1', 'PD', '<c r="REF" s="1"><v>43830</v></c>']]);
    const bytes = tinyWorkbook({ sheet, before: '<workbookPr date1904="1"/>' });
    expect(readTracker(bytes, settings).rows[0]?.cells.mailedOn?.value).toEqual({ kind: 'date', date: '2024-01-01' });
  });

  it('reads no further than the table, and says what stands below it', () => {
    const table = 'ref="A1:D4" totalsRowCount="1"><autoFilter ref="A1:D3"/><tableColumns count="4"/>';
    const sheet = listRows([['24-1'], ['24-2'], ['Total'], ['24-3', 'PD']]);
    expect(readTracker(tinyWorkbook({ sheet, table }), settings)).toMatchObject({
      rows: [{ caseNumber: '24-1' }, { caseNumber: '24-2' }],
      issues: [{ code: 'below-table', place: { row: 5 } }],
    });
  });
});
