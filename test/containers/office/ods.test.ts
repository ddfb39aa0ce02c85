import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { readBytes, textsOf, writeWorkbook } from '../reading.ts';
import { entryOf, withParts, zipOf } from '../archives/zip-bytes.ts';

const type = 'application/vnd.oasis.opendocument.spreadsheet';
const names = ['office', 'table', 'text', 'style', 'draw:drawing']
  .map((each) => each.split(':'))
  .map(([prefix = '', name = prefix]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');

function contentOf(sheets: string, styles = ''): string {
  return (
    `<?xml version="1.0"?><office:document-content ${names} xmlns:calcext="urn:x"><office:automatic-styles>${styles}</office:automatic-styles>` +
    `<office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>`
  );
}

function odsOf(content: string, manifest = '<m/>'): Buffer {
  return zipOf([
    entryOf('mimetype', type),
    entryOf('META-INF/manifest.xml', manifest),
    entryOf('content.xml', content),
  ]);
}

const cell = (text: string, attributes = ''): string =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${text}</text:p></table:table-cell>`;
const row = (cells: string, attributes = ''): string => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const sheet = (rows: string, attributes = ''): string =>
  `<table:table table:name="S" ${attributes}>${rows}</table:table>`;

const repeatedColumns = (count: number): string => `table:number-columns-repeated="${count}"`;
const repeatedRows = (count: number): string => `table:number-rows-repeated="${count}"`;

async function read(rows: string): Promise<TableDocument> {
  return readBytes(odsOf(contentOf(sheet(rows))));
}

function cellsOf(document: TableDocument, rowIndex: number): string[] {
  const cells = document.tables[0]?.rows[rowIndex]?.cells ?? [];
  return cells.map((each) => `${each.kind[0]}${each.merged === true ? '*' : ''}:${each.text}`);
}

describe('cells of a spreadsheet', () => {
  it('keep their kind and plain text, as those of a workbook do', async () => {
    const value = (kind: string, rest: string): string =>
      `<table:table-cell office:value-type="${kind}" ${rest}><text:p>shown</text:p></table:table-cell>`;
    const document = await read(
      row(
        cell(' MD5') +
          value('float', 'office:value="1.23E+031"') +
          value('percentage', 'office:value="0.5"') +
          value('date', 'office:date-value="2023-03-15T12:00:00"') +
          value('date', 'office:date-value="2023-03-15"') +
          value('time', 'office:time-value="PT01H02M03.5S"') +
          value('boolean', 'office:boolean-value="true"') +
          value('float', 'office:value="2" table:formula="of:=1+1"') +
          `<table:table-cell office:value-type="string" calcext:value-type="error" table:formula="of:=x"><text:p>#N/A</text:p></table:table-cell>` +
          value('float', ''),
      ),
    );
    expect(cellsOf(document, 0)).toEqual([
      't:MD5',
      'n:1.23e+31',
      'n:0.5',
      'd:2023-03-15 12:00:00',
      'd:2023-03-15',
      'd:01:02:03',
      'b:TRUE',
      'f:2',
      'e:#N/A',
      't:shown',
    ]);
  });

  it('have blanks, tabs, line breaks and several paragraphs', async () => {
    const document = await read(
      row(
        cell('a<text:s text:c="3"/>b \n c<text:tab/>d<text:line-break/><text:span>e</text:span></text:p><text:p>f') +
          cell('<text:a>link</text:a>'),
      ),
    );
    expect(textsOf(document)).toEqual([['a   b c\td\ne\nf', 'link']]);
  });

  it('do not hold comments and drawings', async () => {
    const document = await read(
      row(
        '<table:table-cell office:value-type="string"><office:annotation><text:p>no</text:p></office:annotation><text:p>a</text:p>' +
          '<draw:frame><draw:text-box><text:p>no</text:p></draw:text-box></draw:frame></table:table-cell>',
      ),
    );
    expect(textsOf(document)).toEqual([['a']]);
    expect(document.traits.get('comments')).toBe('1, not read');
    expect(document.traits.get('drawings')).toBe('1, not read');
  });

  it('are repeated as often as they stand for, empty ones only between filled ones', async () => {
    const document = await read(
      row(
        cell('a', 'table:number-columns-repeated="2"') +
          '<table:table-cell table:number-columns-repeated="2"/>' +
          cell('b') +
          '<table:table-cell table:number-columns-repeated="16000"/>',
        'table:number-rows-repeated="2"',
      ) +
        row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="3"') +
        row(cell('c')) +
        row('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048570"'),
    );
    expect(textsOf(document)).toEqual([['a', 'a', '', '', 'b'], ['a', 'a', '', '', 'b'], [], [], [], ['c']]);
    expect(document.tables[0]?.rows[5]?.place).toEqual({ sheet: 'S', row: 6 });
  });

  it('that are covered are marked, and nothing in them is lost', async () => {
    const document = await read(
      row(cell('a', 'table:number-columns-spanned="2"') + '<table:covered-table-cell/>' + cell('x')) +
        row('<table:covered-table-cell table:number-columns-repeated="16384"/>') +
        row(
          '<table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell>' +
            cell('y'),
        ),
    );
    expect(cellsOf(document, 0)).toEqual(['t:a', 'b*:', 't:x']);
    expect(cellsOf(document, 1)).toHaveLength(63);
    expect(cellsOf(document, 2)).toEqual(['t*:under', 't:y']);
  });

  it('with a formula without a result are issues', async () => {
    const document = await read(row(cell('a') + '<table:table-cell table:formula="of:=1+1"/>'));
    expect(document.issues).toMatchObject([
      { code: 'formula-without-value', place: { sheet: 'S', row: 1, column: 'B' } },
    ]);
  });
});

describe('what a spreadsheet hides', () => {
  it('is read and told: sheets, rows, columns', async () => {
    const styles =
      '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const shown =
      '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>' +
      row(cell('a') + cell('b')) +
      row(cell('c'), 'table:visibility="collapse"') +
      row(cell('d'), 'table:visibility="filter"');
    const document = await readBytes(
      odsOf(contentOf(sheet(shown) + sheet(row(cell('e')), 'table:style-name="h"'), styles)),
    );
    expect(document.tables.map((table) => table.hidden)).toEqual([false, true]);
    expect(document.tables[0]?.rows.map((each) => each.hidden)).toEqual([false, true, true]);
    expect(Object.fromEntries(document.traits)).toEqual({
      'hidden sheets': '"S"',
      'hidden rows': '2 on sheet "S"',
      'hidden columns': 'B on sheet "S"',
    });
  });

  it('does not come back from its record of changes', async () => {
    const changes = `<table:tracked-changes><table:deletion><table:cell-content-deletion><table:change-track-table-cell><text:p>old</text:p></table:change-track-table-cell></table:cell-content-deletion></table:deletion></table:tracked-changes>`;
    const document = await readBytes(odsOf(contentOf(changes + sheet(row(cell('a'))))));
    expect(document.tables.map((table) => table.rows.length)).toEqual([1]);
  });
});

describe('bad input', () => {
  it.each([
    [
      'protected by a password',
      odsOf(contentOf(sheet(row(cell('a')))), '<m><manifest:encryption-data xmlns:manifest="x"/></m>'),
      'INPUT_ENCRYPTED',
    ],
    ['protected whole', zipOf([entryOf('mimetype', type), entryOf('encrypted-package', 'x')]), 'INPUT_ENCRYPTED'],
    ['without content', zipOf([entryOf('mimetype', type)]), 'INPUT_DAMAGED'],
    ['with a document type', odsOf(`<!DOCTYPE x>${contentOf('')}`), 'INPUT_HOSTILE'],
    ['not well-formed', odsOf(contentOf(sheet(row('<text:p>')))), 'INPUT_DAMAGED'],
    ['with other names', odsOf(contentOf(sheet(row(cell('a')))).replaceAll('table:', 'tab:')), 'INPUT_DAMAGED'],
    ['with nothing in it', odsOf(contentOf(sheet(row('<table:table-cell/>')))), 'INPUT_EMPTY'],
    [
      'with a stray entry a million rows down',
      odsOf(contentOf(sheet(row('', 'table:number-rows-repeated="1048575"') + row(cell('a'))))),
      'INPUT_TOO_LARGE',
    ],
    [
      'with a row that stands for millions',
      odsOf(contentOf(sheet(row(cell('a'), 'table:number-rows-repeated="999999999"')))),
      'INPUT_TOO_LARGE',
    ],
    [
      'with cells that stand for millions',
      odsOf(contentOf(sheet(row(cell('a', 'table:number-columns-repeated="999999999"')).repeat(200)))),
      'INPUT_HOSTILE',
    ],
    ['with one text in 257 cells', odsOf(contentOf(sheet(row(cell('a', repeatedColumns(257)))))), 'INPUT_HOSTILE'],
    [
      'with a long text in many cells',
      odsOf(contentOf(sheet(row(cell('a'.repeat(1000), repeatedColumns(200)), repeatedRows(21))))),
      'INPUT_HOSTILE',
    ],
    [
      'with two rows that stand for more than a hundred thousand cells each, on two sheets',
      odsOf(contentOf(sheet(row(cell('a', repeatedColumns(200)), repeatedRows(800))).repeat(2))),
      'INPUT_HOSTILE',
    ],
    [
      'with a table inside a cell',
      odsOf(contentOf(sheet(row(`<table:table-cell>${sheet('')}</table:table-cell>`)))),
      'INPUT_DAMAGED',
    ],
  ])('%s', async (_title, bytes, code) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({ code });
  });
});

describe('any sheet', () => {
  const text = fc
    .string({ maxLength: 6 })
    .filter((each) => each.trim() === each && /^[ -~]*$/.test(each) && !each.includes('  '));
  const rows = fc.array(fc.array(fc.oneof(text, fc.nat(1e6), fc.boolean()), { maxLength: 5 }), {
    minLength: 1,
    maxLength: 8,
  });

  it('that SheetJS writes reads like the Excel file that it writes', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const shown = async (bytes: Uint8Array): Promise<unknown> => {
          const document = await readBytes(bytes).catch((error: unknown) => error as { readonly code: string });
          if ('code' in document) return document.code;
          return document.tables.map((table) =>
            table.rows.map((each) => each.cells.map((one) => `${one.kind}:${one.text}`)),
          );
        };
        const filled = cells.map((each) => each.map((value) => (value === '' ? null : value)));
        expect(await shown(writeWorkbook({ S: filled }, 'ods'))).toEqual(await shown(writeWorkbook({ S: filled })));
      }),
      { numRuns: 100 },
    );
  });

  it('of several is there, in order, whatever their names', async () => {
    const bytes = writeWorkbook({ Zulu: [['z']], __proto__x: [['p']], constructor: [['c']] }, 'ods');
    expect((await readBytes(bytes)).tables.map((table) => table.name)).toEqual(['Zulu', '__proto__x', 'constructor']);
    await expect(
      readBytes(withParts(bytes, (name, xml) => (name === 'content.xml' ? xml.slice(0, -20) : xml))),
    ).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
    });
  });
});
