import { describe, expect, it } from 'vitest';
import { trackerColumns } from '../../src/tracker/contract.ts';
import { columnTitle } from '../../src/tracker/column-names.ts';
import { editTracker } from '../../src/tracker/edit-tracker.ts';
import { newTrackerWorkbook } from '../../src/tracker/new-workbook.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import { verifyEdit } from '../../src/tracker/verify-edit.ts';
import { itWith } from '../peer-program.ts';
import { askOpenpyxl, change, date, itWithOpenpyxl, number, settings, sheetsByLibreOffice, text } from './workbooks.ts';

const made = newTrackerWorkbook('Lab <One> & "Two"');
const changes = [1, 2, 3].map((index) =>
  change(`24-${index}`, {
    agency: text('+PD'),
    mailedOn: date(`2024-01-0${index}`),
    total: number(index * 1000),
    status: text('sent'),
  }),
);
const edit = editTracker(made, settings, changes);

describe('newTrackerWorkbook', () => {
  it('is read as an empty list with every column', () => {
    const contents = readTracker(made, settings);
    expect(contents.columns.map(({ column, header }) => [column, header])).toEqual(
      trackerColumns.map((column) => [column, columnTitle(column)]),
    );
    expect(contents).toMatchObject({ sheet: 'Cases', rows: [], issues: [] });
  });

  it('is the same for the same lab', () => {
    expect(Buffer.compare(made, newTrackerWorkbook('Lab <One> & "Two"'))).toBe(0);
  });

  it('takes rows, the first into the blank row that it comes with', () => {
    verifyEdit(made, edit, settings, changes);
    expect(edit.addedRows.map(({ place }) => place.row)).toEqual([5, 6, 7]);
    expect(edit.changedParts).not.toContain('xl/styles.xml');
    expect(edit.changedParts).not.toContain('xl/workbook.xml');
  });

  itWith('soffice')('opens in LibreOffice and shows its rows as they are meant', () => {
    const sheets = sheetsByLibreOffice(edit.bytes);
    expect([...sheets.keys()]).toEqual(['Cases', 'About']);
    const lines = (sheets.get('Cases') ?? '').split('\n');
    expect(lines[0]).toContain('CRIS submissions: Lab <One> & "Two"');
    expect(lines[5]?.split('\t')).toEqual([
      '24-2',
      '+PD',
      '',
      '',
      '2024-01-02',
      '',
      '',
      '',
      '',
      '',
      '2000',
      'sent',
      '',
    ]);
    for (const column of trackerColumns) expect(sheets.get('About')).toContain(columnTitle(column));
  });

  itWithOpenpyxl()('opens in openpyxl 3.0.9: table, frozen panes, widths, formats', () => {
    const code = `b = openpyxl.load_workbook(path); s = b['Cases']
print(json.dumps({'table': s.tables['Cases'].ref, 'panes': s.freeze_panes, 'width': s.column_dimensions['B'].width, 'titles': s.print_title_rows,
 'bold': s['A4'].font.b, 'formats': [s[c + '7'].number_format for c in 'AEK'], 'borders': [s[c + '7'].border.left.style for c in 'ABCDEM']}))`;
    expect(askOpenpyxl(edit.bytes, code)).toEqual({
      table: 'A4:M7',
      panes: 'B5',
      width: 26,
      titles: '$4:$4',
      bold: true,
      formats: ['@', 'yyyy\\-mm\\-dd', '#,##0'],
      borders: Array.from({ length: 6 }, () => 'thin'),
    });
  });
});
