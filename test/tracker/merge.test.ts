import { describe, expect, it } from 'vitest';
import type { TrackerCell, TrackerRow, TrackerValue } from '../../src/tracker/contract.ts';
import { type MergeRequest, mergeRow } from '../../src/tracker/merge.ts';
import { isSameMeaning } from '../../src/tracker/same-value.ts';
import { date, number, text } from './workbooks.ts';

const place = { sheet: 'Cases', row: 5, column: 'C' };
const textCell = (value: string): TrackerCell => ({ value: text(value), text: value, isFormula: false, place });
const numberCell = (value: number, dateOfNumber?: string): TrackerCell => ({
  value: number(value),
  text: String(value),
  isFormula: false,
  place,
  ...(dateOfNumber === undefined ? {} : { dateOfNumber }),
});
const dateCell = (value: string, serial: string): TrackerCell => ({ ...textCell(serial), value: date(value) });
const blank: TrackerValue = { kind: 'blank' };

describe('isSameMeaning', () => {
  it.each<readonly [string, TrackerCell | undefined, TrackerValue, boolean]>([
    ['no cell and nothing', undefined, blank, true],
    ['blanks and nothing', textCell('  '), blank, true],
    ['no cell and empty text', undefined, text(''), true],
    ['no cell and 0', undefined, number(0), false],
    ['0 and nothing', numberCell(0), blank, false],
    ['text 1 and 1', textCell(' 1 '), number(1), true],
    ['text 1.0 and 1', textCell('1.0'), number(1), true],
    ['text 0x1 and 1', textCell('0x1'), number(1), false],
    ['text 1,000 and 1000', textCell('1,000'), number(1000), false],
    ['number 124 and text 00124', numberCell(124), text('00124'), false],
    ['number 1 and text 1', numberCell(1), text('1'), true],
    ['text and text with blanks', textCell('sent '), text('sent'), true],
    ['two letter cases', textCell('Sent'), text('sent'), false],
    ['two codings of é', textCell('e\u0301'), text('é'), true],
    ['serial and date', numberCell(46348, '2026-11-22'), date('2026-11-22'), true],
    ['day and date', dateCell('2026-11-22', '46348.5'), date('2026-11-22'), true],
    ['text and date', textCell('2026-11-22'), date('2026-11-22'), true],
    ['text in another order and date', textCell('11/22/2026'), date('2026-11-22'), false],
    ['day and its number', dateCell('2026-11-22', '46348'), number(46348), false],
  ])('%s', (_, cell, value, expected) => {
    expect(isSameMeaning(cell, value)).toBe(expected);
  });
});

describe('mergeRow', () => {
  const merge = (request: Partial<MergeRequest>) =>
    mergeRow({
      written: {},
      intended: {},
      standing: {},
      wanted: {},
      columns: ['caseNumber', 'status', 'total'],
      take: undefined,
      ...request,
    });
  const status = (value: string): TrackerRow => ({ status: text(value) });

  it('writes into blank cells that it never wrote', () => {
    expect(merge({ wanted: status('sent') })).toEqual({
      values: status('sent'),
      handChanges: [],
      computedOtherwise: [],
      isRowRemoved: false,
    });
  });

  it('writes over what it wrote, and leaves what is right already', () => {
    expect(
      merge({ written: status('sent'), standing: { status: textCell('sent') }, wanted: status('back') }).values,
    ).toEqual(status('back'));
    expect(merge({ standing: { status: textCell('back') }, wanted: status('back') }).values).toEqual({});
  });

  it('knows what it was about to write when it was stopped', () => {
    const request = { intended: status('back'), wanted: status('late') };
    for (const written of [status('sent'), {}]) {
      const cells = [textCell('back'), 'status' in written ? textCell('sent') : undefined];
      for (const cell of cells) {
        const standing = cell === undefined ? {} : { status: cell };
        expect(merge({ ...request, written, standing }).values).toEqual(status('late'));
      }
      expect(merge({ ...request, written, standing: { status: textCell('mine') } }).values).toEqual({});
    }
  });

  it.each<readonly [string, TrackerRow, TrackerCell | undefined]>([
    ['changed', status('sent'), textCell('mine')],
    ['cleared', status('sent'), undefined],
    ['filled before criskit came', {}, textCell('mine')],
  ])('reports a cell that a person %s, and writes it only when told to', (_, written, cell) => {
    const request = { written, standing: cell === undefined ? {} : { status: cell }, wanted: status('back') };
    const change = { column: 'status', standing: cell, wanted: text('back') };
    expect(merge(request)).toMatchObject({ values: {}, handChanges: [change] });
    expect(merge({ ...request, take: 'theirs' })).toMatchObject({ values: {}, handChanges: [change] });
    expect(merge({ ...request, take: 'ours' })).toMatchObject({ values: status('back'), handChanges: [change] });
  });

  it('never writes a cell that a formula computes', () => {
    const standing = { total: { ...numberCell(5), isFormula: true } };
    expect(merge({ standing, wanted: { total: number(5) } })).toMatchObject({ values: {}, computedOtherwise: [] });
    expect(merge({ standing, wanted: { total: number(6) }, take: 'ours' })).toMatchObject({
      values: {},
      handChanges: [],
      computedOtherwise: [{ column: 'total' }],
    });
  });

  it('leaves out the case number and columns that the workbook lacks', () => {
    const written = { agency: text('a'), caseNumber: text('1') };
    expect(merge({ written, wanted: { agency: text('b'), caseNumber: text('2') } })).toMatchObject({
      values: {},
      handChanges: [],
    });
  });

  it('adds a row that never was, but not one that a person removed', () => {
    expect(merge({ standing: undefined, wanted: status('sent') })).toMatchObject({
      values: status('sent'),
      isRowRemoved: false,
    });
    const intended = { intended: status('sent'), standing: undefined, wanted: status('sent') };
    expect(merge(intended)).toMatchObject({ values: status('sent'), isRowRemoved: false });
    const removed = { written: status('sent'), standing: undefined, wanted: status('sent') };
    expect(merge(removed)).toMatchObject({ values: {}, isRowRemoved: true });
    expect(merge({ ...removed, take: 'ours' })).toMatchObject({ values: status('sent'), isRowRemoved: true });
  });
});
