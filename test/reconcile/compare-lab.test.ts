import { describe, expect, it } from 'vitest';
import { type CalendarDate, parseCalendarDate } from '../../src/core/dates.ts';
import { compareLab } from '../../src/reconcile/compare-lab.ts';
import type { CaseState, LabState, SpreadsheetDifference, StoredReport } from '../../src/reconcile/contract.ts';
import { account, md5, row, sentFile } from './invented.ts';

function date(text: string): CalendarDate {
  const parsed = parseCalendarDate(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

const files = [sentFile('a.jpg'), sentFile('b.jpg')];
const submission = { submissionId: 1, entries: files, preparedOn: date('2026-05-01'), mailedOn: null };
const bothReturned = files.map((file, index) => row(index + 2, 'recognized', { digests: file.digests }));
const report: StoredReport = {
  importId: 7,
  documentName: 'reply.csv',
  answers: [1],
  records: bothReturned,
  findings: [],
  outcomes: account(files, bothReturned).outcomes,
  lost: [],
};
const settled: CaseState = {
  caseNumber: '26-0001',
  submissions: [submission],
  reports: [report],
  openConflicts: [],
  pending: undefined,
  spreadsheet: { hasRow: true, cells: [], findings: [] },
};

function compare(change: Partial<CaseState>, lab: Partial<LabState> = {}) {
  return compareLab({
    cases: [{ ...settled, ...change }],
    spreadsheetFailure: undefined,
    unknownRows: [],
    spreadsheetIssues: [],
    today: date('2026-06-01'),
    followUpDays: 90,
    ...lab,
  });
}

describe('a case in which all agrees', () => {
  it('has no finding', () => {
    expect(compare({})).toEqual([]);
  });

  it('has none before anything was sent', () => {
    expect(compare({ submissions: [], reports: [] })).toEqual([]);
  });
});

describe('sent and returned', () => {
  it('finds what no report mentions, with case and submission', () => {
    const [first] = bothReturned;
    const records = first === undefined ? [] : [first];
    const found = compare({ reports: [{ ...report, records, outcomes: account(files, records).outcomes }] });
    expect(found).toMatchObject([
      { kind: 'not-mentioned', subject: 'b.jpg', caseNumber: '26-0001', submissionId: 1, weight: 'difference' },
    ]);
  });

  it('takes two reports together, and a later outcome for progress, not for a contradiction', () => {
    const [first, second] = bothReturned.map((record): StoredReport => {
      const records = [record];
      return { ...report, records, outcomes: account(files, records).outcomes };
    });
    const later = [row(2, 'identified', { digests: md5('a.jpg') })];
    const third = { ...report, importId: 9, records: later, outcomes: account(files, later).outcomes };
    expect(compare({ reports: [first, second, third].filter((one) => one !== undefined) })).toEqual([]);
  });

  it('repeats what the import found, and finds the rest from what is stored', () => {
    const records = [
      ...bothReturned,
      row(4, 'identified', { digests: md5('a.jpg') }),
      row(5, 'identified', { digests: md5('z') }),
    ];
    const totals = {
      kind: 'totals-differ',
      weight: 'difference',
      message: 'stated 9, read 4',
      place: { line: 6 },
    } as const;
    const gone = { kind: 'not-mentioned', weight: 'difference', message: 'of that moment' } as const;
    const found = compare({
      reports: [{ ...report, records, findings: [totals, gone], outcomes: account(files, records).outcomes }],
    });
    expect(found.map(({ kind, importId }) => [kind, importId])).toEqual([
      ['totals-differ', 7],
      ['not-sent', 7],
      ['outcomes-differ', 7],
    ]);
  });

  it('does not tell the same finding twice', () => {
    const records = [...bothReturned, row(5, 'identified', { digests: md5('z') })];
    const { findings, outcomes } = account(files, records);
    expect(compare({ reports: [{ ...report, records, findings, outcomes }] }).map(({ kind }) => kind)).toEqual([
      'not-sent',
    ]);
  });
});

describe('waiting', () => {
  it.each([
    [null, '2026-06-01', 'note'],
    [null, '2026-07-30', 'note'],
    [null, '2026-07-31', 'difference'],
    ['2026-05-20', '2026-07-31', 'note'],
    ['2026-05-20', '2026-08-19', 'difference'],
  ] as const)('mailed %s, today %s: %s', (mailedOn, today, weight) => {
    const waiting = { ...submission, mailedOn: mailedOn === null ? null : date(mailedOn) };
    const found = compare({ submissions: [waiting], reports: [] }, { today: date(today) });
    expect(found).toMatchObject([{ kind: 'no-answer', weight, submissionId: 1 }]);
  });

  it('is told of the submission that has no answer, and its files are not called unmentioned', () => {
    const second = { ...submission, submissionId: 2, entries: [sentFile('c.jpg')] };
    expect(compare({ submissions: [submission, second] })).toMatchObject([{ kind: 'no-answer', submissionId: 2 }]);
  });

  it('goes on where a report was taken in before anything was known to be sent', () => {
    const alone = { ...report, answers: [], outcomes: account(null, bothReturned).outcomes };
    expect(compare({ reports: [alone] }).map(({ kind }) => kind)).toEqual(['nothing-to-compare', 'no-answer']);
  });
});

describe('stored', () => {
  it('finds counts that no longer come out as they were kept, and records that are lost', () => {
    const [first] = bothReturned;
    const records = first === undefined ? [] : [first];
    const found = compare({ reports: [{ ...report, records, lost: records }] });
    expect(found.map(({ kind, expected, found: now }) => [kind, expected, now])).toEqual([
      ['database-differs', 2, 1],
      ['database-differs', 0, 1],
      ['database-differs', 'recognized', undefined],
      ['not-mentioned', md5('b.jpg').md5, undefined],
    ]);
  });

  it('tells open conflicts and rows that wait', () => {
    const found = compare({
      openConflicts: [{ conflictId: 3, message: 'two contents' }],
      pending: { sinceUtc: '2026-05-30T10:00:00.000Z', reason: 'the workbook was open' },
    });
    expect(found).toMatchObject([
      { kind: 'open-conflict', conflictId: 3 },
      { kind: 'spreadsheet-pending', weight: 'difference' },
    ]);
  });
});

describe('spreadsheet', () => {
  const cell: SpreadsheetDifference = {
    title: 'Images known',
    place: { sheet: 'Cases', row: 5, column: 'G' },
    expected: '2',
    found: '',
    reason: 'behind',
  };

  it.each([
    ['behind', 'spreadsheet-differs', 'difference'],
    ['day-count', 'spreadsheet-differs', 'note'],
  ] as const)('a cell that is %s', (reason, kind, weight) => {
    const found = compare({ spreadsheet: { hasRow: true, cells: [{ ...cell, reason }], findings: [] } });
    expect(found).toMatchObject([{ kind, weight, expected: '2', found: '', place: cell.place }]);
  });

  it('passes on what persons changed', () => {
    const change = {
      kind: 'spreadsheet-hand-change',
      weight: 'difference',
      message: 'A person changed Total.',
    } as const;
    const found = compare({ spreadsheet: { hasRow: true, cells: [], findings: [change] } });
    expect(found).toEqual([{ ...change, caseNumber: '26-0001' }]);
  });

  it('misses a row, knows a row too many, or cannot be read at all', () => {
    expect(compare({ spreadsheet: { hasRow: false, cells: [], findings: [] } })).toMatchObject([
      { kind: 'spreadsheet-missing' },
    ]);
    const unknownRows = [{ caseNumber: '99\u0007', place: { row: 9 } }];
    expect(compare({}, { unknownRows })).toMatchObject([{ kind: 'spreadsheet-unknown-case', caseNumber: '99\u0007' }]);
    expect(compare({}, { unknownRows })[0]?.message).toContain('99\\x07');
    const failed = compare({ spreadsheet: undefined }, { spreadsheetFailure: 'It is no workbook.' });
    expect(failed).toMatchObject([{ kind: 'spreadsheet-unreadable', message: 'It is no workbook.' }]);
  });
});
