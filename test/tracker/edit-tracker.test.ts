import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrackerChange, TrackerRow } from '../../src/tracker/contract.ts';
import { editTracker } from '../../src/tracker/edit-tracker.ts';
import { readTracker } from '../../src/tracker/read-tracker.ts';
import { verifyEdit } from '../../src/tracker/verify-edit.ts';
import { itWith } from '../peer-program.ts';
import {
  askOpenpyxl,
  cellsBySheetJs,
  change,
  date,
  itWithOpenpyxl,
  number,
  partText,
  rawParts,
  sample,
  settings,
  sheetsByLibreOffice,
  text,
} from './workbooks.ts';

interface Sample {
  readonly name: string;
  readonly sheet: string;
  /** A case that is there, and the row of the next one. */
  readonly known: string;
  readonly row: number;
  readonly nextRow: number;
  /** Letters of the columns of status, images known, date mailed and total. */
  readonly columns: {
    readonly status: string;
    readonly images: string;
    readonly mailed: string;
    readonly total: string;
  };
  readonly changed: readonly string[];
}

const register = {
  sheet: 'Register',
  known: '25-0003',
  row: 8,
  nextRow: 18,
  columns: { status: 'A', images: 'C', mailed: 'H', total: 'G' },
  changed: ['xl/worksheets/sheet2.xml', 'xl/tables/table1.xml', 'xl/workbook.xml'],
};
const samples: readonly Sample[] = [
  {
    name: 'lab-tracker.xlsx',
    sheet: 'Cases',
    known: '24-0002',
    row: 6,
    nextRow: 9,
    columns: { status: 'L', images: 'G', mailed: 'E', total: 'K' },
    changed: ['xl/worksheets/sheet1.xml', 'xl/tables/table1.xml', 'xl/workbook.xml'],
  },
  { name: 'table-tracker.xlsx', ...register },
  { name: 'macro-tracker.xlsm', ...register },
  { name: 'resaved-tracker.xlsx', ...register },
];

const added = change('26-0001', {
  agency: text('=cmd|"/c calc"!A0'),
  mailedOn: date('2026-03-04'),
  imagesKnown: number(41),
  videosKnown: number(0),
  total: number(99),
  status: text('sent <&> "späť"'),
});

describe.each(samples)('editTracker on $name', (tracker) => {
  const before = sample(tracker.name);
  const changes = [change(tracker.known, { status: text('overdue'), imagesKnown: number(7) }), added];
  const edit = editTracker(before, settings, changes);
  const { columns, nextRow, row, sheet } = tracker;
  const extension = tracker.name.split('.').at(-1) ?? '';

  it('says what it did', () => {
    expect(edit.changedParts.toSorted()).toEqual(tracker.changed.toSorted());
    const cells = [
      {
        caseNumber: tracker.known,
        column: 'status',
        value: text('overdue'),
        place: { sheet, row, column: columns.status },
      },
      {
        caseNumber: tracker.known,
        column: 'imagesKnown',
        value: number(7),
        place: { sheet, row, column: columns.images },
      },
    ];
    expect(edit.changedCells).toEqual(cells.toSorted((a, b) => (a.place.column < b.place.column ? -1 : 1)));
    expect(edit.addedRows).toMatchObject([
      { caseNumber: '26-0001', place: { sheet, row: nextRow }, computed: ['total'] },
    ]);
    verifyEdit(before, edit, settings, changes);
  });

  it('keeps the compressed bytes of every other part', () => {
    const [old, made] = [rawParts(before), rawParts(edit.bytes)];
    expect([...made.keys()]).toEqual([...old.keys()]);
    expect(
      [...old]
        .filter(([name, bytes]) => made.get(name) !== bytes)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(tracker.changed.toSorted());
  });

  it('changes no other cell, as SheetJS 0.20.3 reads them', () => {
    const [old, made] = [cellsBySheetJs(before), cellsBySheetJs(edit.bytes)];
    const touched = new RegExp(`^${sheet}!(${columns.status}${row}|${columns.images}${row}|[A-Z]+${nextRow})$`);
    const stale = new RegExp(`^${sheet}![A-Z]+${row}$`);
    const kept = [...old].filter(
      ([cell, value]) => !touched.test(cell) && !(stale.test(cell) && !value.endsWith(',null]')),
    );
    expect(kept.length).toBeGreaterThan(60);
    expect(kept.filter(([cell, value]) => made.get(cell) !== value)).toEqual([]);
    expect([...made.keys()].filter((cell) => !old.has(cell) && !touched.test(cell))).toEqual([]);
    expect(made.get(`${sheet}!${columns.status}${row}`)).toBe('["overdue",null]');
    expect(made.get(`${sheet}!${columns.images}${nextRow}`)).toBe('[41,null]');
  });

  it('reads back', () => {
    const rows = readTracker(edit.bytes, settings).rows;
    expect(rows).toHaveLength(readTracker(before, settings).rows.length + 1);
    expect(rows.at(-1)).toMatchObject({
      caseNumber: '26-0001',
      cells: {
        agency: { value: added.values.agency, isFormula: false },
        mailedOn: { value: date('2026-03-04') },
        total: { isFormula: true },
        status: { value: added.values.status },
      },
    });
  });

  it('lets the list, its table and its rules end with the new row', () => {
    const end = nextRow - 1;
    const parts = tracker.changed.map((name) => [partText(before, name), partText(edit.bytes, name)] as const);
    for (const [old, made] of parts) {
      expect([...made.matchAll(new RegExp(`(?:ref|sqref)="([A-Z]+\\d+:[A-Z]+${end}\\b)`, 'g'))]).toEqual([]);
      const rangesOf = (part: string, bottom: number) =>
        [...part.matchAll(new RegExp(`:\\$?[A-Z]+\\$?${bottom}(?=[ "<])`, 'g'))].length;
      expect(rangesOf(made, nextRow)).toBeGreaterThanOrEqual(rangesOf(old, end) - 1);
    }
  });

  it('changes nothing, not a byte, the second time', () => {
    const again = editTracker(
      edit.bytes,
      settings,
      changes.map((wanted) => ({ ...wanted, values: without(wanted.values, 'total') })),
    );
    expect(again.bytes).toBe(edit.bytes);
    expect(again.changedParts).toEqual([]);
  });

  itWith('soffice')('is opened by LibreOffice, which shows the new row and the old values', () => {
    const lines = (bytes: Uint8Array) => (sheetsByLibreOffice(bytes, extension).get(sheet) ?? '').split('\n');
    const [old, made] = [lines(before), lines(edit.bytes)];
    expect(made[nextRow - 1]).toContain('26-0001');
    expect(made[nextRow - 1]).toContain('=cmd|');
    expect(made[row - 1]).toContain('overdue');
    const others = old.map((line, index) => [index + 1, line] as const).filter(([at]) => at !== row && at !== nextRow);
    for (const [at, line] of others) expect(made[at - 1]).toBe(line);
  });

  itWithOpenpyxl()('is read by openpyxl 3.0.9, formulas filled down, dates as dates, ranges grown', () => {
    const code = `b = openpyxl.load_workbook(path, keep_vba=True); s = b['${sheet}']
r = ${nextRow}
print(json.dumps({'total': s['${columns.total}%d' % r].value, 'mailed': str(s['${columns.mailed}%d' % r].value), 'date': s['${columns.mailed}%d' % r].is_date,
 'status': s['${columns.status}%d' % r].value, 'tables': [t.ref for t in s.tables.values()], 'dv': [str(v.sqref) for v in s.data_validations.dataValidation],
 'height': s.row_dimensions[r].height == s.row_dimensions[r - 1].height, 'sheets': b.sheetnames}))`;
    const found = askOpenpyxl(edit.bytes, code, extension) as Record<string, unknown>;
    expect(found).toMatchObject({ mailed: '2026-03-04 00:00:00', date: true, status: 'sent <&> "späť"', height: true });
    expect(found['total']).toMatch(new RegExp(`^=SUM\\([A-Z]${nextRow}:[A-Z]${nextRow}\\)$`));
    expect(found['tables']).toEqual([expect.stringMatching(new RegExp(`:M${nextRow}$`))]);
    expect(found['dv']).toEqual([
      `${columns.status}${tracker.name === 'lab-tracker.xlsx' ? 5 : 6}:${columns.status}${nextRow}`,
    ]);
  });
});

describe('editTracker', () => {
  it('keeps all parts through forty edits, one after another', () => {
    const before = sample('macro-tracker.xlsm');
    let bytes = before;
    for (let index = 1; index <= 40; index += 1) {
      const changes = [change(`27-${index}`, { imagesKnown: number(index), mailedOn: date('2027-01-01') })];
      if (index > 1)
        changes.push(change(`27-${index - 1}`, { status: text('returned'), returnedOn: date('2027-02-02') }));
      const edit = editTracker(bytes, settings, changes);
      verifyEdit(bytes, edit, settings, changes);
      bytes = edit.bytes;
    }
    const [old, made] = [rawParts(before), rawParts(bytes)];
    const changed = [...old].filter(([name, raw]) => made.get(name) !== raw).map(([name]) => name);
    expect(changed.toSorted()).toEqual(register.changed.toSorted());
    const { rows, issues } = readTracker(bytes, settings);
    expect(rows.map((row) => row.caseNumber).slice(-40)).toEqual(
      Array.from({ length: 40 }, (_, index) => `27-${index + 1}`),
    );
    expect(rows.at(-2)?.cells.returnedOn?.value).toEqual(date('2027-02-02'));
    expect(issues).toEqual([]);
  });

  it('gives the same workbook for many rows at once as for one after another', () => {
    const before = sample('lab-tracker.xlsx');
    const changes = ['a', 'b', 'c'].map((name, index) => change(name, { imagesKnown: number(index) }));
    const atOnce = editTracker(before, settings, changes).bytes;
    const inTurn = changes.reduce((bytes, wanted) => editTracker(bytes, settings, [wanted]).bytes, before);
    for (const part of ['xl/worksheets/sheet1.xml', 'xl/tables/table1.xml', 'xl/workbook.xml']) {
      expect(partText(atOnce, part)).toBe(partText(inTurn, part));
    }
  });

  it('does not touch the bytes that it was given', () => {
    const before = sample('lab-tracker.xlsx');
    const copy = new Uint8Array(before);
    editTracker(before, settings, [added]);
    expect(Buffer.compare(before, copy)).toBe(0);
  });

  it('leaves all other cells as they are, whatever is edited', () => {
    const names = ['lab-tracker.xlsx', 'table-tracker.xlsx', 'resaved-tracker.xlsx'];
    const originals = new Map(
      names.map((name) => [
        name,
        {
          bytes: sample(name),
          cells: cellsBySheetJs(sample(name)),
          cases: readTracker(sample(name), settings).rows.map((row) => row.caseNumber),
        },
      ]),
    );
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((raw) => text(raw.toWellFormed())),
      fc.integer({ min: -5, max: 1e9 }).map(number),
      fc
        .date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
        .map((day) => date(day.toISOString().slice(0, 10))),
      fc.constant({ kind: 'blank' } as const),
    );
    const values = fc.record(
      { status: value, agency: value, imagesKnown: value, mailedOn: value, returnedOn: value, agencyCaseNumber: value },
      { requiredKeys: [] },
    );
    const anyChange = fc.tuple(fc.nat(7), values as fc.Arbitrary<TrackerRow>);
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.uniqueArray(anyChange, { selector: ([index]) => index, maxLength: 5 }),
        (name, list) => {
          const original = originals.get(name);
          if (original === undefined) throw new Error(name);
          const changes: TrackerChange[] = list.map(([index, wanted]) =>
            change(original.cases[index] ?? `new ${index}`, wanted),
          );
          const edit = editTracker(original.bytes, settings, changes);
          verifyEdit(original.bytes, edit, settings, changes);
          const touched = new Set(edit.changedCells.map(({ place }) => `${place.sheet}!${place.column}${place.row}`));
          const rows = new Set(
            [...edit.addedRows, ...edit.changedCells].map(({ place }) => `${place.sheet}!${place.row}`),
          );
          const made = cellsBySheetJs(edit.bytes);
          const differing = [...original.cells].filter(([cell, old]) => {
            const isStale = rows.has(cell.replace(/![A-Z]+/, '!')) && !old.endsWith(',null]');
            return !touched.has(cell) && !isStale && made.get(cell) !== old;
          });
          expect(differing).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

function without(row: TrackerRow, column: keyof TrackerRow): TrackerRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
}
