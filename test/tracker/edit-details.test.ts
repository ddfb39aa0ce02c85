import { describe, expect, it } from 'vitest';
import type { TrackerChange, TrackerValue } from '../../src/tracker/contract.ts';
import { editTracker } from '../../src/tracker/edit-tracker.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import { verifyEdit } from '../../src/tracker/verify-edit.ts';
import {
  change,
  date,
  listRows,
  number,
  partText,
  settings,
  text,
  type TinyWorkbook,
  tinyRow,
  tinyWorkbook,
} from './workbooks.ts';

const sheetPart = 'xl/worksheets/sheet1.xml';

/** Edits, has the edit verified, and gives the parts that an eye should look at. */
function edit(tiny: TinyWorkbook, ...changes: readonly TrackerChange[]) {
  const before = tinyWorkbook(tiny);
  const made = editTracker(before, settings, changes);
  verifyEdit(before, made, settings, changes);
  const sheet = partText(made.bytes, sheetPart);
  return {
    ...made,
    sheet,
    row: (number: number) =>
      new RegExp(`<(x:)?row r="${number}"[^>]*?(/>|>.*?</(x:)?row>)`, 's').exec(sheet)?.[0] ?? '',
    workbook: partText(made.bytes, 'xl/workbook.xml'),
    contents: readTracker(made.bytes, settings),
  };
}

describe('cells', () => {
  const list = listRows([['24-1', 'PD', null, 5]]);

  it.each<readonly [string, TrackerValue, string]>([
    ['text', text('new'), '<c r="B2" t="inlineStr"><is><t>new</t></is></c>'],
    ['text like a formula', text('=cmd()'), '<c r="B2" t="inlineStr"><is><t>=cmd()</t></is></c>'],
    ['markup', text('<a>&"b"'), '<c r="B2" t="inlineStr"><is><t>&lt;a&gt;&amp;&quot;b&quot;</t></is></c>'],
    ['blanks around', text(' a'), '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>'],
    ['lines', text('a\nb\r'), '<c r="B2" t="inlineStr"><is><t xml:space="preserve">a\nb_x000D_</t></is></c>'],
    [
      'what XML cannot hold',
      text('a\u0000\uFFFF\uD800'),
      '<c r="B2" t="inlineStr"><is><t>a_x0000__xFFFF_\uFFFD</t></is></c>',
    ],
    ['what looks like such a code', text('_x0041_'), '<c r="B2" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'],
    ['nothing', { kind: 'blank' }, '<c r="B2"/>'],
    ['a number', number(-12), '<c r="B2"><v>-12</v></c>'],
  ])('%s', (_, value, expected) => {
    expect(edit({ sheet: list }, change('24-1', { agency: value })).row(2)).toBe(
      `<row r="2"><c r="A2" t="inlineStr"><is><t>24-1</t></is></c>${expected}<c r="D2"><v>5</v></c></row>`,
    );
  });

  it('keep their format, and lose what belongs to the old value alone', () => {
    const sheet = listRows([['24-1', '<c r="REF" s="2" t="s" cm="1" vm="2"><v>0</v></c>', null, null]]);
    const made = edit({ sheet, strings: '<si><t>PD</t></si>' }, change('24-1', { agency: text('new') }));
    expect(made.row(2)).toContain('<c r="B2" s="2" t="inlineStr">');
  });

  it('are put where they belong into rows that lack them, even an empty one with a format of its own', () => {
    const sheet = `<cols><col min="4" max="9" width="9" style="2"/></cols><sheetData>${tinyRow(1, ['Case', 'Agency', 'Status', 'Total'])}<row r="2" s="1" customFormat="1"><c r="A2"><v>1</v></c></row>${tinyRow(3, [2])}</sheetData>`;
    const values = { agency: text('a'), status: text('b'), total: text('c') };
    expect(edit({ sheet }, change('1', values)).row(2)).toMatch(
      /^<row r="2" s="1" customFormat="1"><c r="A2"><v>1<\/v><\/c><c r="B2" s="1".*<c r="C2" s="1".*<c r="D2" s="1".*<\/row>$/,
    );
    expect(edit({ sheet }, change('2', values)).row(3)).toMatch(/<c r="B3" t=.*<c r="C3" t=.*<c r="D3" s="2" t=/);
  });

  it('keep the prefix of the sheet', () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    const inner = listRows([['24-1', 'PD', null, 5]]).replaceAll(/<(\/?)(\w)/g, '<$1x:$2');
    const made = edit(
      { sheet: `<?xml version="1.0"?><x:worksheet xmlns:x="${main}">${inner}</x:worksheet>` },
      change('24-2', { agency: text('a') }),
    );
    expect(made.row(3)).toBe(
      '<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>24-2</x:t></x:is></x:c><x:c r="B3" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c r="D3"/></x:row>',
    );
  });
});

describe('dates', () => {
  const dated = '<c r="REF" s="1"><v>45292</v></c>';

  it('take the format of the cell where it shows days, else that of another cell of the column', () => {
    const sheet = listRows([
      ['24-1', 'PD', dated],
      ['24-2', 'PD', '<c r="REF" s="2"/>'],
    ]);
    const made = edit(
      { sheet },
      change('24-1', { mailedOn: date('2024-02-01') }),
      change('24-2', { mailedOn: date('2024-03-01') }),
    );
    expect(made.row(2)).toContain('<c r="C2" s="1"><v>45323</v></c>');
    expect(made.row(3)).toContain('<c r="C3" s="1"><v>45352</v></c>');
    expect(made.changedParts).not.toContain('xl/styles.xml');
  });

  it('get one new format like that of the cell where none shows days', () => {
    const sheet = listRows([['24-1', 'PD', '<c r="REF" s="2"/>'], ['24-2', 'PD', '<c r="REF" s="2"/>'], ['24-3']]);
    const day = { mailedOn: date('2024-02-01') };
    const made = edit({ sheet }, change('24-1', day), change('24-2', day), change('24-3', day));
    expect(partText(made.bytes, 'xl/styles.xml')).toContain(
      '<cellXfs count="5"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="2" fontId="3"><alignment wrapText="1"/></xf>' +
        '<xf applyNumberFormat="1" numFmtId="14" fontId="3"><alignment wrapText="1"/></xf><xf applyNumberFormat="1" numFmtId="14" fontId="0"/></cellXfs>',
    );
    expect([2, 3, 4].map((row) => /r="C\d" s="(\d)"/.exec(made.row(row))?.[1])).toEqual(['3', '3', '4']);
    expect(made.contents.rows[2]?.cells.mailedOn?.value).toEqual(date('2024-02-01'));
  });

  it('give a number a format that does not show it as a day', () => {
    const made = edit({ sheet: listRows([['24-1', 'PD', null, dated]]) }, change('24-1', { total: number(45292) }));
    expect(made.row(2)).toContain('<c r="D2" s="3"><v>45292</v></c>');
    expect(partText(made.bytes, 'xl/styles.xml')).toContain(
      '<xf applyNumberFormat="1" numFmtId="0" fontId="0"/></cellXfs>',
    );
  });

  it('are counted from 1904 where the workbook does', () => {
    const made = edit(
      { sheet: listRows([['24-1', 'PD', dated]]), before: '<workbookPr date1904="true"/>' },
      change('24-1', { mailedOn: date('2024-01-01') }),
    );
    expect(made.row(2)).toContain('<v>43830</v>');
  });
});

describe('formulas', () => {
  it('lose their stored results in the rows that change, there alone', () => {
    const sheet = listRows([
      ['24-1', 'PD', '<c r="REF" t="str"><f>B2&amp;"x"</f><v>PDx</v></c>', '=1'],
      ['24-2', 'PD', null, '=2'],
    ]);
    const made = edit({ sheet }, change('24-1', { agency: text('a') }));
    expect(made.row(2)).toContain('<c r="C2"><f>B2&amp;"x"</f></c><c r="D2"><f>1</f></c>');
    expect(made.row(3)).toContain('<f>2</f><v>1</v>');
  });

  it.each<readonly [string, string, string]>([
    ['', '', '<calcPr fullCalcOnLoad="1"/></workbook>'],
    [
      '',
      '<definedNames><definedName name="a">1</definedName></definedNames><oleSize ref="A1"/>',
      '</definedNames><calcPr fullCalcOnLoad="1"/><oleSize',
    ],
    ['', '<calcPr calcId="5"/>', '<calcPr fullCalcOnLoad="1" calcId="5"/>'],
    ['', '<calcPr calcId="5" fullCalcOnLoad="0"/>', '<calcPr calcId="5" fullCalcOnLoad="1"/>'],
  ])('are computed anew when the workbook is opened%s: %s', (_, behind, expected) => {
    expect(edit({ sheet: listRows([['24-1']]), behind }, change('24-1', { agency: text('a') })).workbook).toContain(
      expected,
    );
  });

  it('are filled down, shared ones too', () => {
    const rows = [
      ['24-1', 'PD', '<c r="REF"><f t="shared" si="0" ref="C2:C3">B2&amp;$B$1</f><v>1</v></c>', '=A2*2'],
      ['24-2', 'PD', '<c r="REF" s="2"><f t="shared" si="0"/><v>1</v></c>', '=A3*2'],
    ];
    const made = edit(
      { sheet: listRows(rows) },
      change('24-3', { agency: text('a'), mailedOn: date('2024-01-01'), total: number(3) }),
    );
    expect(made.row(4)).toContain('<c r="C4" s="2"><f>B4&amp;$B$1</f></c><c r="D4"><f>A4*2</f></c>');
    expect(made.addedRows[0]?.computed).toEqual(['mailedOn', 'total']);
  });
});

describe('new rows', () => {
  it('are like the row above in height and formats, but shown', () => {
    const sheet = `<dimension ref="A1:D2"/><sheetData>${tinyRow(1, ['Case', 'Agency', 'Mailed', 'Total'])}<row r="2" spans="1:4" ht="30" customHeight="1" hidden="1"><c r="A2" s="2"><v>1</v></c><c r="B2" s="1"/><c r="F2" s="1"><v>9</v></c></row></sheetData>`;
    const made = edit({ sheet }, change('7', { total: number(3) }));
    expect(made.row(3)).toBe(
      '<row r="3" spans="1:4" ht="30" customHeight="1"><c r="A3" s="2" t="inlineStr"><is><t>7</t></is></c><c r="B3" s="1"/><c r="D3"><v>3</v></c></row>',
    );
    expect(made.sheet).toContain('<dimension ref="A1:D3"/>');
  });

  it('fill blank rows that are prepared, formulas and formats included, before the list grows', () => {
    const prepared = (row: number) =>
      `<row r="${row}"><c r="A${row}" s="2"/><c r="B${row}" s="2"/><c r="D${row}" s="2"><f>LEN(A${row})</f><v>0</v></c></row>`;
    const sheet = listRows([['24-1', 'PD', null, '=LEN(A2)']]).replace(
      '</sheetData>',
      `${prepared(3)}${prepared(4)}</sheetData>`,
    );
    const table = 'ref="A1:D4"><autoFilter ref="A1:D4"/><tableColumns count="4"/>';
    const two = edit({ sheet, table }, change('a', { total: number(1) }), change('b', {}));
    expect(two.row(3)).toBe(
      '<row r="3"><c r="A3" s="2" t="inlineStr"><is><t>a</t></is></c><c r="B3" s="2"/><c r="D3" s="2"><f>LEN(A3)</f></c></row>',
    );
    expect(two.changedParts).toEqual([sheetPart, 'xl/workbook.xml']);
    const three = edit({ sheet, table }, change('a', {}), change('b', {}), change('c', {}));
    expect(three.row(5)).toContain('<f>LEN(A5)</f>');
    expect(partText(three.bytes, 'xl/tables/table1.xml')).toContain('ref="A1:D5"><autoFilter ref="A1:D5"/>');
    expect(edit({ sheet }, change('a', {})).row(4)).toContain('<v>0</v>');
  });

  it('begin an empty list, without the looks of its header', () => {
    const sheet = `<sheetData>${tinyRow(1, ['<c r="REF" s="2" t="inlineStr"><is><t>Case</t></is></c>', 'Agency'])}</sheetData><autoFilter ref="A1:B1"/><conditionalFormatting sqref="A1:B1"/>`;
    const made = edit({ sheet }, change('a', { agency: text('x') }));
    expect(made.row(2)).toBe(
      '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="inlineStr"><is><t>x</t></is></c></row>',
    );
    expect(made.sheet).toContain('<autoFilter ref="A1:B2"/><conditionalFormatting sqref="A1:B1"/>');
  });

  it('let everything that ended with the list end with it again, and nothing else', () => {
    const extension =
      '<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting><xm:f>C3</xm:f><xm:sqref>C2:C3 F3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings><x14:sparkline><xm:f>Cases!A3:B3</xm:f><xm:sqref>D3</xm:sqref></x14:sparkline></ext></extLst>';
    const sheet =
      `<dimension ref="A1:D3"/><sheetViews><sheetView><selection sqref="A1:A3"/></sheetView></sheetViews>${listRows([
        ['24-1', 'PD'],
        ['24-2', 'PD'],
      ])}` +
      '<autoFilter ref="A1:D3"><sortState ref="A2:D3"/></autoFilter><conditionalFormatting sqref="B2:B3 D3 A1:A2 F1:F3"/>' +
      `<dataValidations><dataValidation sqref="A2:XFD3"/><dataValidation sqref="A2:A1048576"/></dataValidations><ignoredErrors><ignoredError sqref="A3"/></ignoredErrors>${extension}`;
    const behind =
      "<definedNames><definedName name=\"a\">'It''s &amp; more'!$A$1:$D$3,Other!$A$1:$D$3</definedName><definedName name=\"b\">SUM('It''s &amp; more'!$A$2:$A3)+'It''s &amp; more'!$A$3+'It''s &amp; more'!$F$1:$G$3</definedName></definedNames>";
    const made = edit({ sheet, sheetName: "It's &amp; more", behind }, change('24-3', {}));
    const grown: readonly string[] = [
      '<dimension ref="A1:D4"/>',
      '<selection sqref="A1:A3"/>',
      '<autoFilter ref="A1:D4"><sortState ref="A2:D4"/>',
      '<conditionalFormatting sqref="B2:B4 D3:D4 A1:A2 F1:F3"/>',
      '<dataValidation sqref="A2:XFD4"/><dataValidation sqref="A2:A1048576"/>',
      '<ignoredError sqref="A3:A4"/>',
      '<xm:f>C3</xm:f><xm:sqref>C2:C4 F3</xm:sqref>',
      '<xm:f>Cases!A3:B3</xm:f><xm:sqref>D3</xm:sqref>',
    ];
    for (const part of grown) expect(made.sheet).toContain(part);
    expect(made.workbook).toContain("'It''s &amp; more'!$A$1:$D$4,Other!$A$1:$D$3</definedName>");
    expect(made.workbook).toContain(
      "SUM('It''s &amp; more'!$A$2:$A4)+'It''s &amp; more'!$A$3+'It''s &amp; more'!$F$1:$G$3</definedName>",
    );
  });

  it('are of cases that are new: blanks and codings of the number do not count', () => {
    const made = edit(
      { sheet: listRows([['<c r="REF" t="inlineStr"><is><t xml:space="preserve"> e\u0301-1 </t></is></c>'], [17]]) },
      change('é-1', { agency: text('a') }),
      change(' 17 ', { agency: text('b') }),
      change('017', {}),
    );
    expect(made.changedCells.map(({ place }) => place.row)).toEqual([2, 3]);
    expect(made.addedRows).toMatchObject([{ caseNumber: '017', place: { row: 4 } }]);
  });

  it('leave out columns that the list lacks', () => {
    const made = edit({ sheet: listRows([['24-1']]) }, change('24-2', { status: text('x'), daysOut: number(3) }));
    expect(made.row(3)).toBe('<row r="3"><c r="A3" t="inlineStr"><is><t>24-2</t></is></c></row>');
  });
});

describe('verifyEdit', () => {
  const before = tinyWorkbook({ sheet: listRows([['24-1', 'PD', null, 5]]) });
  const changes = [change('24-1', { agency: text('new') })];
  const made = editTracker(before, settings, changes);
  const differs = expect.objectContaining({ code: 'OUTPUT_DIFFERS' });

  it('refuses an edit that did something else', () => {
    const other = editTracker(before, settings, [change('24-1', { agency: text('other') })]);
    const more = editTracker(before, settings, [change('24-1', { agency: text('new'), total: number(6) })]);
    const row = editTracker(before, settings, [...changes, change('24-2', {})]);
    const wrong = [
      { ...made, bytes: other.bytes },
      { ...made, bytes: more.bytes },
      { ...made, bytes: row.bytes },
      { ...made, bytes: before },
      { ...made, changedParts: ['xl/workbook.xml'] },
      { ...made, bytes: tinyWorkbook({ sheet: listRows([]), strings: '<si/>' }) },
    ];
    for (const edited of wrong) expect(() => verifyEdit(before, edited, settings, changes)).toThrow(differs);
    expect(() => verifyEdit(before, made, settings, [...changes, change('24-2', {})])).toThrow(differs);
  });
});
