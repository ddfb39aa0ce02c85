import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTracker } from '../../src/app/check-tracker.ts';
import { syncTracker } from '../../src/app/sync-tracker.ts';
import { formatSync } from '../../src/app/sync-tracker-text.ts';
import { editTracker } from '../../src/tracker/edit-tracker.ts';
import type { TrackerRow } from '../../src/tracker/contract.ts';
import { md5, sentFile } from '../reconcile/invented.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

let test: TestLab;

beforeEach(async () => {
  test = await makeLab();
  await test.addCase('26-0001');
  await test.addCase('26-0002');
});

afterEach(() => test.close());

function sync(cases: readonly string[] = [], take?: 'ours' | 'theirs', dryRun = false) {
  return syncTracker(test.lab, { cases, take, dryRun });
}

/** What a person types into the row of a case, as far as criskit can tell. */
function typeIn(caseNumber: string, values: TrackerRow): void {
  const path = test.lab.settings.tracker.path;
  const bytes = new Uint8Array(readFileSync(path));
  writeFileSync(path, editTracker(bytes, test.lab.settings.tracker, [{ caseNumber, values }]).bytes);
}

const text = (value: string) => ({ kind: 'text', text: value }) as const;

describe('tracker sync', () => {
  it('adds a row for each case, and has nothing to do the second time', async () => {
    await test.send('26-0001', [sentFile('a.jpg'), sentFile('b.jpg')]);
    const first = await sync();
    expect(first).toMatchObject({ written: true, findings: [] });
    expect(first.rows.map((row) => [row.case, row.state])).toEqual([
      ['26-0001', 'added'],
      ['26-0002', 'added'],
    ]);
    expect(await test.rowOf('26-0001')).toMatchObject({
      submittedOn: '2026-05-01',
      total: '2',
      status: 'prepared',
      daysOut: '0',
    });
    expect(await test.rowOf('26-0002')).toMatchObject({ status: 'new' });
    expect((await test.rowOf('26-0001'))?.['imagesKnown']).toBeFalsy();
    const before = readFileSync(test.lab.settings.tracker.path);
    const second = await sync();
    expect(second).toMatchObject({ written: false, backup: null, findings: [] });
    expect(readFileSync(test.lab.settings.tracker.path).equals(before)).toBe(true);
    expect(formatSync(second, false)).toEqual([expect.stringContaining('was left as it is (2 cases)')]);
  });

  it('writes only the cases that are named, and knows no others', async () => {
    expect((await sync(['26-0002'])).rows.map((row) => row.case)).toEqual(['26-0002']);
    expect(await test.rowOf('26-0001')).toBeUndefined();
    await expect(sync(['26-9999'])).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('counts the days, and says what is late', async () => {
    await test.send('26-0001', [sentFile('a.jpg')]);
    await sync();
    test.setTime('2026-08-01T10:00:00.000Z');
    const later = await sync();
    expect(later.rows[0]?.cells).toMatchObject([
      { column: 'status', before: 'prepared', after: 'late' },
      { column: 'daysOut', before: '0', after: '92' },
    ]);
    expect(formatSync(later, false).join('\n')).toContain('Status: prepared → late');
  });

  it('with --dry-run says what it would write and writes nothing', async () => {
    const result = await sync([], undefined, true);
    expect(result).toMatchObject({ written: false, rows: [{ state: 'added' }, { state: 'added' }] });
    expect(formatSync(result, true).join('\n')).toContain('Would write 2 rows of 2 cases');
    expect(await test.rowOf('26-0001')).toBeUndefined();
    expect(await test.lab.store.rememberedRow('26-0001')).toBeUndefined();
  });
});

describe('what a person changed', () => {
  beforeEach(async () => {
    await sync();
    typeIn('26-0001', { agency: text('Shelbyville PD') });
    test.setTime('2026-05-02T10:00:00.000Z');
    await test.send('26-0001', [sentFile('a.jpg')]);
  });

  it('is a finding and stays, while the other cells of the row are written', async () => {
    for (const _ of ['once', 'and again']) {
      const { findings } = await sync();
      expect(findings).toMatchObject([
        {
          kind: 'spreadsheet-hand-change',
          weight: 'difference',
          caseNumber: '26-0001',
          expected: 'Springfield PD',
          found: 'Shelbyville PD',
        },
      ]);
    }
    expect(await test.rowOf('26-0001')).toMatchObject({ agency: 'Shelbyville PD', total: '1' });
  });

  it('is written over with --take ours', async () => {
    expect((await sync([], 'ours')).findings).toMatchObject([{ weight: 'note' }]);
    expect(await test.rowOf('26-0001')).toMatchObject({ agency: 'Springfield PD' });
    expect((await sync()).findings).toEqual([]);
  });

  it('is kept in peace with --take theirs, until either side changes again', async () => {
    expect((await sync([], 'theirs')).findings).toMatchObject([{ weight: 'note' }]);
    expect(await test.rowOf('26-0001')).toMatchObject({ agency: 'Shelbyville PD' });
    expect((await sync()).findings).toEqual([]);
    expect(await checkTracker(test.lab, [])).toEqual([]);
    typeIn('26-0001', { agency: text('Capital City PD') });
    expect((await sync()).findings).toMatchObject([{ found: 'Capital City PD', weight: 'difference' }]);
  });

  it('may be a removed row, which comes back with --take ours alone', async () => {
    typeIn('26-0001', { caseNumber: text('26-0001') });
    const path = test.lab.settings.tracker.path;
    const { newTrackerWorkbook } = await import('../../src/tracker/new-workbook.ts');
    writeFileSync(path, newTrackerWorkbook('Test lab'));
    expect((await sync(['26-0001'])).findings).toMatchObject([{ kind: 'spreadsheet-missing', caseNumber: '26-0001' }]);
    expect(await test.rowOf('26-0001')).toBeUndefined();
    await sync(['26-0001'], 'ours');
    expect(await test.rowOf('26-0001')).toMatchObject({ agency: 'Springfield PD' });
  });
});

describe('a crash', () => {
  it('after the workbook was replaced and before that was remembered is healed, though the days went on', async () => {
    await test.send('26-0001', [sentFile('a.jpg')]);
    await sync();
    const remembered = await test.lab.store.rememberedRow('26-0001');
    test.setTime('2026-05-11T10:00:00.000Z');
    await sync();
    const intended = { ...Object.fromEntries(remembered ?? []), 'intended daysOut': '{"kind":"number","number":10}' };
    await test.lab.store.rememberRow('26-0001', new Map(Object.entries(intended)), test.lab.actor());
    test.setTime('2026-05-12T10:00:00.000Z');
    expect((await sync()).findings).toEqual([]);
    expect(await test.rowOf('26-0001')).toMatchObject({ daysOut: '11' });
  });
});

describe('two at the same moment', () => {
  it('lose nothing and blame nobody', async () => {
    await test.send('26-0001', [sentFile('a.jpg')]);
    const results = await Promise.all([sync(), sync(['26-0001']), sync(), sync(['26-0002'])]);
    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
    expect((await sync()).rows.map(({ state }) => state)).toEqual(['unchanged', 'unchanged']);
    expect(await checkTracker(test.lab, [])).toEqual([]);
  });
});

describe('tracker check', () => {
  it('finds rows that are missing, behind, changed, unknown and pending, and writes nothing', async () => {
    expect(await checkTracker(test.lab, [])).toMatchObject([
      { kind: 'spreadsheet-missing', caseNumber: '26-0001' },
      { kind: 'spreadsheet-missing', caseNumber: '26-0002' },
    ]);
    await test.send('26-0001', [sentFile('a.jpg')]);
    await sync();
    expect(await checkTracker(test.lab, [])).toEqual([]);
    await test.importReply(test.write('r.csv', `MD5,Status\n${md5('a.jpg').md5},Identified\n`), '26-0001', {
      syncTracker: false,
    });
    typeIn('26-0002', { agency: text('=cmd()') });
    typeIn('99-9999', { agency: text('Nobody') });
    await test.lab.store.markPending('26-0002', 'it was open', test.lab.actor());
    const found = await checkTracker(test.lab, []);
    expect(found.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['spreadsheet-unknown-case', undefined],
      ...['Returned', 'Images known', 'Videos known', 'Images unidentified', 'Videos unidentified', 'Status'].map(
        (title) => ['spreadsheet-differs', title],
      ),
      ['spreadsheet-pending', undefined],
      ['spreadsheet-hand-change', 'Agency'],
    ]);
    expect(await test.rowOf('26-0001')).toMatchObject({ status: 'prepared' });
  });

  it('calls it a note where only the days went on', async () => {
    await test.send('26-0001', [sentFile('a.jpg')]);
    await sync();
    test.setTime('2026-05-09T10:00:00.000Z');
    expect(await checkTracker(test.lab, [])).toMatchObject([
      { kind: 'spreadsheet-differs', weight: 'note', expected: '8' },
    ]);
  });

  it('says where the workbook is missing or is none', async () => {
    rmSync(join(test.folder, 'tracker.xlsx'));
    expect(await checkTracker(test.lab, [])).toMatchObject([{ kind: 'spreadsheet-unreadable', weight: 'difference' }]);
    await expect(sync()).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
      hint: expect.stringContaining('criskit.toml'),
    });
    test.write('tracker.xlsx', 'no workbook');
    expect(await checkTracker(test.lab, [])).toMatchObject([{ kind: 'spreadsheet-unreadable' }]);
    await expect(sync()).rejects.toMatchObject({ name: 'CriskitError' });
  });
});
