import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcileLab } from '../../src/app/reconcile-lab.ts';
import { syncTracker } from '../../src/app/sync-tracker.ts';
import { describeFindings, renderFindings, writeFindingsFile } from '../../src/app/write-findings.ts';
import { md5, sentFile } from '../reconcile/invented.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

let test: TestLab;

beforeEach(async () => {
  test = await makeLab();
  await test.addCase('26-0001');
});

afterEach(() => test.close());

const sent = [sentFile('a.jpg'), sentFile('x/b.jpg', 'b'), sentFile('y/b.jpg', 'b'), sentFile('c.mp4', 'c', 'video')];
const header = 'MD5,File Name,Result\n';

function kinds(caseNumber?: string) {
  return reconcileLab(test.lab, { caseNumber }).then((findings) => findings.map(({ kind }) => kind));
}

describe('reconcile', () => {
  it('has nothing to say of a lab in which all agrees', async () => {
    await test.send('26-0001', sent);
    const reply = `${header}${md5('a.jpg').md5},a.jpg,Identified\n,x/b.jpg,Recognized\n,y/b.jpg,Recognized\n,c.mp4,Unrecognized\n`;
    await test.importReply(test.write('r.csv', reply), '26-0001');
    expect(await reconcileLab(test.lab, { caseNumber: undefined })).toEqual([]);
    expect(describeFindings([])).toEqual(['No differences.']);
  });

  it('waits for an answer, first patiently', async () => {
    await test.send('26-0001', sent);
    await syncTracker(test.lab, { cases: [], take: undefined, dryRun: false });
    expect(await reconcileLab(test.lab, { caseNumber: '26-0001' })).toMatchObject([
      { kind: 'no-answer', weight: 'note' },
    ]);
    test.setTime('2026-09-01T10:00:00.000Z');
    const late = await reconcileLab(test.lab, { caseNumber: '26-0001' });
    expect(late.map(({ kind, weight }) => [kind, weight])).toEqual([
      ['no-answer', 'difference'],
      ['spreadsheet-differs', 'difference'],
      ['spreadsheet-differs', 'note'],
    ]);
  });

  it('finds again what the import found, each once', async () => {
    await test.send('26-0001', sent);
    const rows = [
      `${md5('a.jpg').md5},a.jpg,Identified`,
      `${md5('a.jpg').md5},a.jpg,Recognized`,
      `${md5('unsent').md5},u.jpg,Recognized`,
      ',nowhere.jpg,Identified',
      `${md5('other').md5},c.mp4,Identified`,
      `${md5('a.jpg').md5},a.jpg,gibberish`,
      'Total identified: 9',
    ];
    await test.importReply(test.write('r.csv', `${header}${rows.join('\n')}\n`), '26-0001', {
      acceptDifference: 'known',
    });
    expect((await kinds()).toSorted()).toEqual([
      'digest-differs',
      'document-issues',
      'not-mentioned',
      'not-mentioned',
      'not-mentioned',
      'not-sent',
      'not-sent',
      'open-conflict',
      'outcomes-differ',
      'totals-differ',
    ]);
    expect(await kinds('26-0001')).toHaveLength(10);
  });

  it('takes back what an undo takes back', async () => {
    await test.send('26-0001', sent);
    await test.importReply(test.write('r.csv', `${header}${md5('a.jpg').md5},,Identified\n`), '26-0001');
    await test.lab.store.undoImport(1, 'wrong case', test.lab.actor());
    await syncTracker(test.lab, { cases: [], take: undefined, dryRun: false });
    expect(await kinds()).toEqual(['no-answer']);
    expect(await test.rowOf('26-0001')).toMatchObject({ status: 'prepared' });
  });

  it('knows no case that is not there', async () => {
    await expect(reconcileLab(test.lab, { caseNumber: '1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stops where it is interrupted', async () => {
    await test.send('26-0001', sent);
    const request = { caseNumber: undefined, signal: AbortSignal.abort() };
    await expect(reconcileLab(test.lab, request)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('writes findings in each form, and over no file unless told to', async () => {
    const findings = await reconcileLab(test.lab, { caseNumber: undefined });
    const path = join(test.folder, 'findings.csv');
    const options = { format: 'csv', force: false, signal: new AbortController().signal } as const;
    await writeFindingsFile(path, findings, options);
    expect(readFileSync(path, 'utf8')).toContain('spreadsheet-missing,difference,26-0001');
    await expect(writeFindingsFile(path, findings, options)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    await writeFindingsFile(path, findings, { ...options, format: 'json', force: true });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ findings });
    expect(new TextDecoder().decode(renderFindings(findings, 'table'))).toContain('1 difference, 0 notes.');
    expect(renderFindings(findings, 'xlsx').subarray(0, 2)).toEqual(new TextEncoder().encode('PK'));
  });
});
