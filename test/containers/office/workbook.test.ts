import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import type { TableDocument } from '../../../src/containers/contract.ts';
import { issuesOf, readBytes, textsOf, writeWorkbook } from '../reading.ts';
import { withParts } from '../archives/zip-bytes.ts';

/** Kind (first letter) and text of each cell of a row of the first sheet. */
function cellsOf(document: TableDocument, rowIndex: number): string[] {
  const cells = document.tables[0]?.rows[rowIndex]?.cells ?? [];
  return cells.map((cell) => `${cell.kind[0]}${cell.merged === true ? '*' : ''}:${cell.text}`);
}

function sheetOf(cells: Readonly<Record<string, XLSX.CellObject>>, more: Partial<XLSX.WorkSheet> = {}): XLSX.WorkSheet {
  return { '!ref': 'A1:J20', ...cells, ...more };
}

/** A workbook whose one sheet has a number in these cells. */
function withCellsAt(places: readonly string[]): Uint8Array {
  const rows = places.map((place) => `<row r="${place.replace(/\D+/, '')}"><c r="${place}"><v>1</v></c></row>`);
  return withParts(writeWorkbook({ S: [['a']] }), (_name, xml) =>
    xml.replace(/<sheetData>.*<\/sheetData>/, `<sheetData>${rows.join('')}</sheetData>`),
  );
}

/** A custom property of a type that SheetJS complains about on the terminal. */
function withOddProperty(): Uint8Array {
  const workbook: XLSX.WorkBook = {
    SheetNames: ['S'],
    Sheets: { S: XLSX.utils.aoa_to_sheet([['a']]) },
    Custprops: { odd: 'x' },
  };
  const bytes: Uint8Array = XLSX.write(workbook, { type: 'buffer', bookType: 'xlsx' });
  return withParts(bytes, (_name, xml) =>
    xml.replaceAll('vt:lpwstr>x', 'vt:odd>x').replaceAll('x</vt:lpwstr', 'x</vt:odd'),
  );
}

const text = (value: string): XLSX.CellObject => ({ t: 's', v: value });

describe('SheetJS', () => {
  it('is the version without the published faults of the registry', () => {
    expect(XLSX.version).toBe('0.20.3');
  });

  it('is kept from writing to the terminal, and the terminal is given back', async () => {
    const terminal = globalThis.console;
    const said: unknown[] = [];
    const listening = new Proxy(terminal, {
      get:
        () =>
        (...words: unknown[]) =>
          void said.push(words),
    });
    globalThis.console = listening;
    try {
      const document = await readBytes(withOddProperty());
      expect(document.traits.get('reader warnings')).toBe('1');
      expect(globalThis.console).toBe(listening);
      expect(said).toEqual([]);
    } finally {
      globalThis.console = terminal;
    }
  });
});

describe.each(['xlsx', 'biff8'] as const)('cells of a workbook (%s)', (bookType) => {
  it('keep their kind and plain text', async () => {
    const sheet = sheetOf({
      A1: text(' MD5 '),
      B1: { t: 'n', v: 1.23e31 },
      C1: { t: 'n', v: 12345.5, z: '#,##0.00' },
      D1: { t: 'b', v: true },
      E1: { t: 'e', v: 0x2a },
      F1: { t: 'n', v: 45_000.5, z: 'yyyy-mm-dd hh:mm' },
      G1: { t: 'n', v: 45_000, z: 'd/m/yy' },
      I1: text('__proto__'),
      J1: text('0012'),
    });
    const document = await readBytes(writeWorkbook([['S', sheet]], bookType));
    expect(cellsOf(document, 0)).toEqual([
      't: MD5 ',
      'n:1.23e+31',
      'n:12345.5',
      'b:TRUE',
      'e:#N/A',
      'd:2023-03-15 12:00:00',
      'd:2023-03-15',
      'b:',
      't:__proto__',
      't:0012',
    ]);
  });

  it('are all there: blank rows, sheets in order, whatever their names', async () => {
    const bytes = writeWorkbook(
      { Zulu: [['z'], [], [], ['last']], __proto__x: [['p']], constructor: [['c']], Alpha: [] },
      bookType,
    );
    const { tables } = await readBytes(bytes);
    expect(tables.map((table) => table.name)).toEqual(['Zulu', '__proto__x', 'constructor', 'Alpha']);
    expect(tables.map((table) => table.rows.length)).toEqual([4, 1, 1, 0]);
    expect(tables[0]?.rows[3]?.place).toEqual({ sheet: 'Zulu', row: 4 });
  });

  it('covered by a merged cell are marked', async () => {
    const sheet = sheetOf(
      { A1: text('title'), A2: text('x'), A4: text('below') },
      { '!merges': [XLSX.utils.decode_range('A1:C1'), XLSX.utils.decode_range('A2:A3')] },
    );
    const document = await readBytes(writeWorkbook([['S', sheet]], bookType));
    expect(cellsOf(document, 0)).toEqual(['t:title', 'b*:', 'b*:']);
    expect(cellsOf(document, 2)).toEqual(['b*:']);
  });
});

describe('a workbook', () => {
  it('reads a sheet named __proto__ and harms no other object', async () => {
    const bytes = writeWorkbook([
      ['First', XLSX.utils.aoa_to_sheet([['a']])],
      ['__proto__', XLSX.utils.aoa_to_sheet([['polluted', '__proto__']])],
    ]);
    const { tables } = await readBytes(bytes);
    expect(tables.map((table) => [table.name, table.rows[0]?.cells[0]?.text])).toEqual([
      ['First', 'a'],
      ['__proto__', 'polluted'],
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('keeps hidden rows, columns and sheets, and says so', async () => {
    const sheet = sheetOf(
      { A1: text('a'), B1: text('b'), A2: text('secret') },
      { '!rows': [{}, { hidden: true }], '!cols': [{}, { hidden: true }] },
    );
    const workbook: XLSX.WorkBook = {
      SheetNames: ['S', 'H'],
      Sheets: { S: sheet, H: XLSX.utils.aoa_to_sheet([['h']]) },
      Workbook: { Sheets: [{ Hidden: 0 }, { Hidden: 2 }] },
    };
    const document = await readBytes(XLSX.write(workbook, { type: 'buffer', bookType: 'xlsx' }));
    expect(document.tables.map((table) => table.hidden)).toEqual([false, true]);
    expect(document.tables[0]?.rows.map((row) => row.hidden)).toEqual([false, true]);
    expect(textsOf(document)[1]).toEqual(['secret']);
    expect([...document.traits]).toEqual([
      ['hidden sheets', '"H"'],
      ['hidden rows', '1 on sheet "S"'],
      ['hidden columns', 'B on sheet "S"'],
    ]);
  });

  it('tells formulas, and makes one without a stored result an issue of its row', async () => {
    const sheet = sheetOf({ A1: { t: 'n', v: 2, f: '1+1' }, B1: { t: 's', v: 'x', f: 'C1' }, A2: text('y') });
    const whole = writeWorkbook([['S', sheet]]);
    expect(cellsOf(await readBytes(whole), 0)).toEqual(['f:2', 'f:x']);
    const empty = withParts(whole, (_name, xml) => xml.replace(/<f>1\+1<\/f><v>2<\/v>/, '<f>1+1</f>'));
    const document = await readBytes(empty);
    expect(cellsOf(document, 0)).toEqual(['f:', 'f:x']);
    expect(issuesOf(document)).toEqual(['1 formula-without-value']);
    expect(document.issues[0]?.place).toEqual({ sheet: 'S', row: 1, column: 'A' });
  });

  it('is read beyond the range that it states', async () => {
    const bytes = withParts(writeWorkbook({ S: [['a'], ['b'], ['c']] }), (_name, xml) =>
      xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1"'),
    );
    expect(textsOf(await readBytes(bytes))).toEqual([['a'], ['b'], ['c']]);
  });

  it('is not held up by a range that is far too large', async () => {
    const bytes = withParts(writeWorkbook({ S: [['a'], ['b']] }), (_name, xml) =>
      xml.replace(/<dimension ref="[^"]*"/, '<dimension ref="A1:XFD1048576"'),
    );
    expect(textsOf(await readBytes(bytes))).toEqual([['a'], ['b']]);
  });

  it('is refused where cells are written that do not come out', async () => {
    const twice = withParts(writeWorkbook({ S: [['a', 'b']] }), (_name, xml) => xml.replace('r="B1"', 'r="A1"'));
    await expect(readBytes(twice)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('is refused where a sheet that it lists is missing', async () => {
    const bytes = withParts(writeWorkbook({ S: [['a']], T: [['b']] }), (name, xml) =>
      name === 'xl/_rels/workbook.xml.rels' ? xml.replace('worksheets/sheet2.xml', 'worksheets/sheet9.xml') : xml,
    );
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });

  it('is refused where nothing is filled in', async () => {
    await expect(readBytes(writeWorkbook({ S: [], T: [[]] }))).rejects.toMatchObject({ code: 'INPUT_EMPTY' });
  });

  it('is refused with more rows than a report has, saying where', async () => {
    await expect(readBytes(withCellsAt(['A1', 'A1048576']))).rejects.toMatchObject({
      code: 'INPUT_TOO_LARGE',
      place: { sheet: 'S', row: 1_048_576 },
    });
  });

  it('is refused with cells so far apart that their rows would fill the memory', async () => {
    const places = Array.from({ length: 200 }, (_, index) => `XFD${index + 1}`);
    await expect(readBytes(withCellsAt(places))).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it.each(['xlsx', 'biff8'] as const)('is refused where it is cut off (%s)', async (bookType) => {
    const whole = writeWorkbook({ S: Array.from({ length: 400 }, (_, index) => [index, `row ${index}`]) }, bookType);
    for (const share of [0.3, 0.6, 0.9]) {
      const cut = whole.slice(0, Math.floor(whole.length * share));
      await expect(readBytes(cut)).rejects.toMatchObject({
        code: expect.stringMatching(/^(INPUT_DAMAGED|FORMAT_UNKNOWN)$/),
      });
    }
  });
});
