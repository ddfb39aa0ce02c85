import { describe, expect, it } from 'vitest';
import { writeZip } from '../../src/containers/archives/zip-writer.ts';
import type { TrackerChange } from '../../src/tracker/contract.ts';
import { editTracker } from '../../src/tracker/edit-tracker.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import {
  change,
  date,
  listRows,
  number,
  settings,
  text,
  type TinyWorkbook,
  tinyRow,
  tinyWorkbook,
} from './workbooks.ts';

const refused = (message: RegExp) =>
  expect.objectContaining({
    code: 'TRACKER_REFUSED',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(/\.$/),
  });
const sheet = listRows([
  ['24-1', 'PD', null, 5],
  ['24-2', 'PD', null, 6],
]);
const edit = change('24-1', { agency: text('new') });
const append = change('24-9', { agency: text('new'), total: number(1) });
const table = 'ref="A1:D3"><autoFilter ref="A1:D3"/><tableColumns count="4"/>';

describe('editTracker refuses', () => {
  it.each<readonly [string, TinyWorkbook, TrackerChange, RegExp]>([
    ['a protected sheet', { sheet: `${sheet}<sheetProtection sheet="true" objects="1"/>` }, edit, /protected/],
    ['a signed workbook', { sheet, parts: [['_xmlsignatures/origin.sigs', '']] }, edit, /signed/],
    [
      'a legacy shared workbook',
      { sheet, parts: [['xl/revisions/revisionHeaders.xml', '<a/>']] },
      edit,
      /shared workbook/,
    ],
    [
      'a workbook without formats, for a date',
      { sheet, styles: null },
      change('24-1', { mailedOn: date('2024-01-01') }),
      /formats/,
    ],
    [
      'a formula in a cell of ours',
      { sheet: listRows([['24-1', 'PD', null, '=1+1']]) },
      change('24-1', { total: number(9) }),
      /formula .*row 2, column D/,
    ],
    [
      'a cell of an array formula',
      { sheet: listRows([['24-1', '<c r="REF"><f t="array" ref="B2:D2">X</f><v>1</v></c>', null, 5]]) },
      change('24-1', { total: number(9) }),
      /array formula .*column D/,
    ],
    [
      'a cell under a merged one',
      { sheet: `${sheet}<mergeCells><mergeCell ref="B2:C2"/></mergeCells>` },
      change('24-1', { mailedOn: date('2024-01-01') }),
      /merged/,
    ],
    ['a case that stands twice', { sheet: listRows([['24-1'], ['24-1']]) }, edit, /two rows/],
    [
      'a case whose number is computed',
      { sheet: listRows([['24-2'], ['<c r="REF" t="str"><f>A2</f><v>24-1</v></c>']]) },
      edit,
      /computed by a formula/,
    ],
    [
      'a new row where a case number is unknown',
      { sheet: listRows([['24-2'], ['<c r="REF"><f>A2</f></c>']]) },
      append,
      /formula without a result/,
    ],
    ['a new row below totals', { sheet: listRows([['24-2'], ['Total', null, null, '=SUM(D2:D2)']]) }, append, /totals/],
    [
      'a new row in a table with totals',
      { sheet: listRows([['24-1'], ['Total']]), table: 'ref="A1:D3" totalsRowCount="1"><tableColumns count="4"/>' },
      append,
      /row of totals/,
    ],
    [
      'a new row above other content',
      { sheet: listRows([['24-1'], [null, null], [null, 'a legend']]) },
      append,
      /content below .*row 4/,
    ],
    [
      'a new row above a sum',
      {
        sheet: listRows([
          ['24-1', null, null, 5],
          [null, null, null, '=SUM(D2:D2)'],
        ]),
      },
      append,
      /not the one of its column .*row 3, column D/,
    ],
    [
      'a new row above a sum further down',
      {
        sheet: listRows([
          ['24-1', null, null, '=A2'],
          [null, null],
          [null, null, null, '=SUM(D2:D2)'],
        ]),
      },
      append,
      /not the one of its column .*row 4, column D/,
    ],
    [
      'a new row where one without a case number is',
      { sheet: listRows([['24-1'], [null, 'PD']]) },
      append,
      /next case belongs .*row 3/,
    ],
    [
      'a new row under a table with content below',
      { sheet: listRows([['24-1'], ['24-2'], [null, 'note']]), table },
      append,
      /content/,
    ],
    [
      'a new row under a table with content further below',
      { sheet: listRows([['24-1'], ['24-2'], [null, null], [null, 'note']]), table },
      append,
      /content below/,
    ],
    [
      'a new row across merged cells',
      { sheet: `${sheet}<mergeCells><mergeCell ref="A4:B5"/></mergeCells>` },
      append,
      /Merged/,
    ],
    [
      'a new row below an array formula',
      { sheet: listRows([['24-1', 'PD', null, '<c r="REF"><f t="array" ref="D2">X</f><v>1</v></c>']]) },
      append,
      /filled down/,
    ],
    [
      'a new row where an array formula spreads',
      { sheet: listRows([['24-1', 'PD', null, '<c r="REF"><f t="array" ref="D2:D9">X</f><v>1</v></c>']]) },
      append,
      /array formula fills/,
    ],
    [
      'a new row below a data table',
      { sheet: listRows([['24-1', 'PD', null, '<c r="REF"><f t="dataTable" ref="D2" r1="A1"/><v>1</v></c>']]) },
      append,
      /filled down/,
    ],
    [
      'a new row below a formula that is missing',
      { sheet: listRows([['24-1', 'PD', null, '<c r="REF"><f t="shared" si="4"/><v>1</v></c>']]) },
      append,
      /missing/,
    ],
    [
      'a list that a table lies across',
      { sheet, table: 'ref="C2:D3" headerRowCount="0"><tableColumns count="2"/>' },
      append,
      /Another table, at C2/,
    ],
    [
      'an empty table that computes',
      {
        sheet: listRows([]),
        table:
          'ref="A1:D2"><tableColumns count="1"><tableColumn id="1" name="x"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn></tableColumns>',
      },
      append,
      /computes columns/,
    ],
    [
      'a row beyond the last of a sheet',
      { sheet: `<sheetData>${tinyRow(1, ['Case'])}${tinyRow(1_048_576, ['24-1'])}</sheetData>` },
      append,
      /no row left/,
    ],
    [
      'a text that no cell can hold',
      { sheet },
      change('24-1', { agency: text('x'.repeat(32_768)) }),
      /32768 characters/,
    ],
    [
      'a date that the workbook cannot count',
      { sheet },
      change('24-1', { mailedOn: date('1899-01-01') }),
      /1899-01-01/,
    ],
    ['a case without a number', { sheet }, change('  ', {}), /no number/],
  ])('%s', (_, tiny, wanted, message) => {
    const bytes = tinyWorkbook(tiny);
    expect(() => editTracker(bytes, settings, [wanted])).toThrow(refused(message));
  });

  it('the same case asked for twice', () => {
    expect(() => editTracker(tinyWorkbook({ sheet }), settings, [edit, edit])).toThrow(refused(/twice/));
  });

  it('nothing where nothing has to change, though the sheet is protected', () => {
    const bytes = tinyWorkbook({ sheet: `${sheet}<sheetProtection sheet="1"/>` });
    expect(editTracker(bytes, settings, [change('24-1', { agency: text('PD') })]).bytes).toBe(bytes);
  });
});

describe('reading refuses', () => {
  const whole = tinyWorkbook({ sheet });
  const entity =
    '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>';
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /no end record/],
    ['text', Buffer.from('Case number;Agency\n24-1;PD\n'), /no end record/],
    [
      'a compound file',
      Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(500)]),
      /password/,
    ],
    ['a file cut off', whole.subarray(0, whole.length - 40), /cut off/],
    ['an archive that is no workbook', writeZip([{ name: 'a.txt', bytes: Buffer.from('a') }]), /no workbook/],
    [
      'a binary workbook',
      writeZip([
        {
          name: '_rels/.rels',
          bytes: Buffer.from(
            '<Relationships xmlns="x"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
          ),
        },
      ]),
      /xlsb/,
    ],
    [
      'a part that is missing',
      writeZip([
        {
          name: '_rels/.rels',
          bytes: Buffer.from(
            '<Relationships xmlns="x"><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>',
          ),
        },
      ]),
      /lacks its part/,
    ],
    ['two parts of one name', tinyWorkbook({ sheet, parts: [['XL/WORKBOOK.XML', '<a/>']] }), /two parts of one name/],
    ['a document type and entities', tinyWorkbook({ sheet: entity }), /document type/],
    [
      'another encoding',
      tinyWorkbook({ sheet: `<?xml version="1.0" encoding="UTF-16"?><worksheet ${main}/>` }),
      /encoding/,
    ],
    ['XML that is not well-formed', tinyWorkbook({ sheet: '<sheetData><row></sheetData>' }), /well-formed/],
    [
      'a workbook saved as strict',
      tinyWorkbook({ sheet, namespace: 'http://purl.oclc.org/ooxml/spreadsheetml/main' }),
      /Strict/,
    ],
    ['another root', tinyWorkbook({ sheet: `<?xml version="1.0"?><chartsheet ${main}/>` }), /worksheet should be/],
    ['a sheet without data', tinyWorkbook({ sheet: '' }), /holds no sheet/],
    [
      'rows out of order',
      tinyWorkbook({ sheet: `<sheetData>${tinyRow(2, ['a'])}${tinyRow(1, ['Case'])}</sheetData>` }),
      /out of order/,
    ],
    [
      'cells out of order',
      tinyWorkbook({ sheet: '<sheetData><row r="1"><c r="B1"/><c r="A1"/></row></sheetData>' }),
      /out of order/,
    ],
    [
      'a cell of another row',
      tinyWorkbook({ sheet: '<sheetData><row r="1"><c r="B7"/></row></sheetData>' }),
      /out of order/,
    ],
    [
      'a cell beyond the sheet',
      tinyWorkbook({ sheet: '<sheetData><row r="1"><c r="XFE1"/></row></sheetData>' }),
      /out of order/,
    ],
    ['a row beyond the sheet', tinyWorkbook({ sheet: '<sheetData><row r="1048577"/></sheetData>' }), /out of order/],
    ['an element that is no row', tinyWorkbook({ sheet: '<sheetData><line/></sheetData>' }), /unknown kind/],
    [
      'a shared text that is missing',
      tinyWorkbook({ sheet: listRows([['<c r="REF" t="s"><v>7</v></c>']]) }),
      /refers to a text/,
    ],
    [
      'a sheet that is missing',
      tinyWorkbook({ sheet, behind: '<sheets><sheet name="x" r:id="none"/></sheets>' }),
      /lists a sheet/,
    ],
    ['formats that are missing', tinyWorkbook({ sheet, styles: '<fonts/>' }), /no cell formats/],
    ['a table without a place', tinyWorkbook({ sheet, table: 'ref="A:D"><tableColumns/>' }), /where its table/],
  ])('%s', (_, bytes, message) => {
    expect(() => readTracker(bytes, settings)).toThrow(refused(message));
    expect(() => editTracker(bytes, settings, [edit])).toThrow(refused(message));
  });

  it('a zip bomb, before it is inflated', () => {
    const relations = (list: string) => Buffer.from(`<Relationships xmlns="x">${list}</Relationships>`);
    const bytes = writeZip([
      {
        name: '_rels/.rels',
        bytes: relations('<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>'),
      },
      {
        name: 'xl/workbook.xml',
        bytes: Buffer.from(`<workbook ${main} xmlns:r="r"><sheets><sheet name="a" r:id="s"/></sheets></workbook>`),
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        bytes: relations('<Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'),
      },
      { name: 'xl/worksheets/sheet1.xml', bytes: Buffer.alloc(300_000_000, ' ') },
    ]);
    const before = process.memoryUsage().rss;
    expect(() => readTracker(bytes, settings)).toThrow(refused(/more than the limit/));
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });
});
