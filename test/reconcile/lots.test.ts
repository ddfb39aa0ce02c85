import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/core/digest.ts';
import { parseCalendarDate } from '../../src/core/dates.ts';
import { compareLab } from '../../src/reconcile/compare-lab.ts';
import type { AnsweredLot, CaseState, SentLot, StoredReport } from '../../src/reconcile/contract.ts';
import { lotOfRecords, manifestsOfLot } from '../../src/reconcile/lot-manifest.ts';
import { account, digestOf, md5, row, sentFile } from './invented.ts';

const today = parseCalendarDate('2026-06-01');
if (today === undefined) throw new Error('no date');

const files = ['a', 'b', 'c', 'd'].map((name) => sentFile(`${name}.jpg`, name));
const manifests = [
  { submissionId: 1, entries: [...files.slice(0, 2), sentFile('again/a.jpg', 'a')] },
  { submissionId: 2, entries: files.slice(2) },
];

function lot(number: number, names: readonly string[], submissions: readonly number[] = [1]): SentLot {
  return {
    number,
    submissions,
    algorithm: 'md5',
    digests: new Set<Digest>(names.map((name) => digestOf('md5', name))),
  };
}

function records(...names: readonly string[]) {
  return names.map((name, index) => row(index + 2, 'recognized', { digests: md5(name) }));
}

describe('what was sent, reduced to a lot', () => {
  it('holds every file of its digests, and no manifest of which nothing is left', () => {
    const [only, ...rest] = manifestsOfLot(manifests, lot(1, ['a']));
    expect(rest).toEqual([]);
    expect(only?.entries.map(({ path }) => path)).toEqual(['a.jpg', 'again/a.jpg']);
    expect(manifestsOfLot(manifests, lot(1, ['z']))).toEqual([]);
  });
});

describe('the lot that a report answers', () => {
  const lots = [lot(1, ['a', 'b']), lot(2, ['c', 'd'], [2]), lot(3, ['a'])];

  it.each([
    ['all of a lot', ['a', 'b'], 1],
    ['a part of it', ['d'], 2],
    ['several lots: the smallest', ['a'], 3],
    ['digests of two lots', ['a', 'c'], undefined],
    ['one that was never sent', ['a', 'z'], undefined],
  ])('is found from %s', (_, names, expected) => {
    expect(lotOfRecords(records(...names), manifests, lots)?.number).toBe(expected);
  });

  it('is found from another algorithm than the one that was put', () => {
    const bySha1 = [row(2, 'recognized', { digests: { sha1: digestOf('sha1', 'c') } })];
    expect(lotOfRecords(bySha1, manifests, lots)?.number).toBe(2);
  });

  it('is none where a record has no digest, and where there is no record or no lot', () => {
    expect(
      lotOfRecords([...records('a'), row(3, 'recognized', { fileName: 'b.jpg' })], manifests, lots),
    ).toBeUndefined();
    expect(lotOfRecords([], manifests, lots)).toBeUndefined();
    expect(lotOfRecords(records('a'), manifests, [])).toBeUndefined();
  });
});

describe('a case that was put in lots', () => {
  const entries = files;
  const submission = { submissionId: 1, entries, preparedOn: today, mailedOn: null };
  const answered = (one: SentLot, count: number): AnsweredLot => ({ ...one, answered: count, writtenOn: today });
  const ofFirst = records('a', 'b');
  const report: StoredReport = {
    importId: 7,
    documentName: 'lot-1.csv',
    answers: [1],
    lot: 1,
    records: ofFirst,
    findings: [],
    outcomes: account(entries.slice(0, 2), ofFirst).outcomes,
    lost: [],
  };
  const state: CaseState = {
    caseNumber: '26-0001',
    submissions: [submission],
    lots: [answered(lot(1, ['a', 'b']), 2), answered(lot(2, ['c']), 0), answered(lot(3, ['d']), 0)],
    reports: [report],
    openConflicts: [],
    pending: undefined,
    spreadsheet: { hasRow: true, cells: [], findings: [] },
  };
  const compare = (change: Partial<CaseState>, at = today) =>
    compareLab({
      cases: [{ ...state, ...change }],
      spreadsheetFailure: undefined,
      unknownRows: [],
      spreadsheetIssues: [],
      today: at,
      followUpDays: 90,
    });

  it('has one note on the lots that wait, and nothing on their files', () => {
    expect(compare({})).toEqual([
      {
        kind: 'lot-unanswered',
        weight: 'note',
        message: 'Lots 2 and 3 have no answer yet.',
        subject: '2, 3',
        caseNumber: '26-0001',
      },
    ]);
  });

  it('is late when they wait for too long', () => {
    const later = parseCalendarDate('2026-10-01');
    expect(compare({}, later)).toMatchObject([{ kind: 'lot-unanswered', weight: 'difference' }]);
  });

  it('tells a file of an answered lot that no report mentions', () => {
    const [first] = ofFirst;
    const half = first === undefined ? [] : [first];
    const found = compare({
      lots: [answered(lot(1, ['a', 'b']), 1), answered(lot(2, ['c', 'd']), 0)],
      reports: [{ ...report, records: half, outcomes: account(entries.slice(0, 2), half).outcomes }],
    });
    expect(found.map(({ kind, weight, subject }) => [kind, weight, subject])).toEqual([
      ['not-mentioned', 'difference', 'b.jpg'],
      ['lot-unanswered', 'note', '2'],
      ['lot-unanswered', 'note', '1'],
    ]);
  });

  it('has no finding when every lot has its answer', () => {
    const rest = records('c', 'd');
    const second = {
      ...report,
      importId: 8,
      lot: 2,
      records: rest,
      outcomes: account(entries.slice(2), rest).outcomes,
    };
    const lots = [answered(lot(1, ['a', 'b']), 2), answered(lot(2, ['c', 'd']), 2)];
    expect(compare({ lots, reports: [report, second] })).toEqual([]);
  });

  it('waits as a whole while nothing of it came back', () => {
    expect(compare({ reports: [], lots: [answered(lot(1, ['a', 'b', 'c', 'd']), 0)] })).toMatchObject([
      { kind: 'no-answer' },
    ]);
  });
});
