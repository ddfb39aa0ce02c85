import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDifferences } from '../../src/app/import-report.ts';
import { formatImport } from '../../src/app/import-report-text.ts';
import { md5, sentFile } from '../reconcile/invented.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

let test: TestLab;

beforeEach(async () => {
  test = await makeLab();
  await test.addCase('26-0001');
  await test.send(
    '26-0001',
    ['a', 'b', 'c'].map((name) => sentFile(`${name}.jpg`, name)),
  );
});

afterEach(() => test.close());

function reply(name: string, rows: Readonly<Record<string, string>>): string {
  const lines = Object.entries(rows).map(([content, outcome]) => `${md5(content).md5},${content}.jpg,${outcome}`);
  return test.write(`${name}.csv`, `${['MD5,File Name,Status', ...lines].join('\n')}\n`);
}

async function states() {
  return (await test.lab.store.listImports()).map(({ state }) => state);
}

describe('a report that takes back what an earlier one said', () => {
  beforeEach(async () => {
    await test.importReply(reply('1', { a: 'Identified Child', b: 'Recognized', c: 'Unrecognized' }), '26-0001');
  });

  it.each([
    ['identified to recognized', { a: 'Recognized' }, 'a', ['identified'], ['recognized']],
    ['identified to not identified', { a: 'Not identified' }, 'a', ['identified'], ['not-identified']],
    ['recognized to unrecognized', { b: 'Unrecognized' }, 'b', ['recognized'], ['unrecognized']],
  ])('is not written: %s', async (_, rows, content, before, after) => {
    const result = await test.importReply(reply('2', rows), '26-0001');
    expect(result).toMatchObject({
      written: false,
      unwritten: 'goes-backwards',
      import: { id: null },
      changes: { backwards: [{ digests: { md5: md5(content).md5 }, before, after }] },
    });
    expect(result.findings).toContainEqual(
      expect.objectContaining({ kind: 'outcome-backwards', weight: 'difference' }),
    );
    expect(result.findings.filter(({ kind }) => kind === 'outcome-backwards')).toHaveLength(1);
    expect(hasDifferences(result)).toBe(true);
    const page = formatImport(result).join('\n');
    expect(page).toContain('Outcomes that it takes back (1):');
    expect(page).toContain(`${md5(content).md5} "${content}.jpg": ${before.join()} → ${after.join()}`);
    expect(page).toContain('--accept-difference "reason"');
    expect(await states()).toEqual(['in-force']);
    expect(await test.lab.store.listConflicts()).toEqual([]);
  });

  it.each([
    ['the other way', { a: 'Identified', b: 'Identified', c: 'Recognized' }],
    ['the same', { a: 'Identified', b: 'Recognized', c: 'Unrecognized' }],
    ['less exactly', { b: 'Not identified', c: 'Not identified' }],
  ])('is written where it goes %s', async (_, rows) => {
    expect(await test.importReply(reply('2', rows), '26-0001')).toMatchObject({
      written: true,
      changes: { backwards: [] },
    });
  });

  it('is written with a reason, which is kept, and the conflict is raised all the same', async () => {
    const path = reply('2', { a: 'Recognized' });
    const result = await test.importReply(path, '26-0001', { acceptDifference: 'NCMEC corrected it by phone' });
    expect(result).toMatchObject({ written: true, acceptedDifference: 'NCMEC corrected it by phone' });
    expect((await test.lab.store.findImport(2))?.acceptedDifference).toBe('NCMEC corrected it by phone');
    expect(await test.lab.store.listConflicts({ state: 'open' })).toMatchObject([{ kind: 'outcome-backwards' }]);
    expect((await test.rowOf('26-0001'))?.['status']).toBe('conflict');
  });

  it('needs a reason again where a third one says so, and none when a person has settled it', async () => {
    await test.importReply(reply('2', { a: 'Recognized' }), '26-0001', { acceptDifference: 'by phone' });
    const third = reply('3', { a: 'Recognized', b: 'Recognized' });
    expect(await test.importReply(third, '26-0001')).toMatchObject({ unwritten: 'goes-backwards' });
    const decision = { kind: 'category', categoryId: 'unidentified' } as const;
    await test.lab.store.settleConflict(1, decision, 'by phone', test.lab.actor());
    expect(await test.importReply(third, '26-0001')).toMatchObject({ written: true, changes: { backwards: [] } });
  });

  it('is shown by a dry run, and not asked about', async () => {
    const path = reply('2', { a: 'Recognized' });
    expect(await test.importReply(path, '26-0001', { dryRun: true })).toMatchObject({
      unwritten: 'dry-run',
      changes: { backwards: [{ before: ['identified'] }] },
    });
    const confirm = () => Promise.reject(new Error('asked'));
    expect(await test.importReply(path, '26-0001', { confirm })).toMatchObject({ unwritten: 'goes-backwards' });
  });

  it('of another case is a matter of the media, not of the case', async () => {
    await test.addCase('26-0002');
    expect(await test.importReply(reply('2', { a: 'Unrecognized' }), '26-0002')).toMatchObject({
      unwritten: 'goes-backwards',
    });
  });
});

describe('a corrected report', () => {
  beforeEach(async () => {
    await test.importReply(reply('1', { a: 'Identified Child', b: 'Recognized', c: 'Unrecognized' }), '26-0001');
  });

  it('that says less of a media than the one before it needs a reason, though no conflict comes of it', async () => {
    const path = reply('2', { a: 'Recognized', b: 'Recognized', c: 'Recognized' });
    const refused = await test.importReply(path, '26-0001', { supersedes: 1 });
    expect(refused).toMatchObject({
      unwritten: 'goes-backwards',
      changes: { conflicts: [], backwards: [{ before: ['identified'], after: ['recognized'] }] },
    });
    expect(refused.changes?.differences).toHaveLength(2);
    expect(refused.findings).toContainEqual(
      expect.objectContaining({
        kind: 'outcome-backwards',
        message: `MD5 ${md5('a').md5} was identified, and is now recognized.`,
      }),
    );
    expect(await states()).toEqual(['in-force']);
    const accepted = await test.importReply(path, '26-0001', { supersedes: 1, acceptDifference: 'letter of 3 May' });
    expect(accepted.written).toBe(true);
    expect(await states()).toEqual(['superseded', 'in-force']);
    expect(await test.lab.store.listConflicts()).toEqual([]);
  });

  it('that no longer mentions a media needs a reason, whatever was said of it', async () => {
    const path = reply('2', { a: 'Identified Child', b: 'Recognized' });
    const refused = await test.importReply(path, '26-0001', { supersedes: 1 });
    expect(refused).toMatchObject({
      unwritten: 'goes-backwards',
      changes: { backwards: [{ before: ['unrecognized'], after: [] }] },
    });
    expect(refused.findings.map(({ message }) => message)).toContain(
      `MD5 ${md5('c').md5} was unrecognized, and is mentioned no longer.`,
    );
    expect(formatImport(refused).join('\n')).toContain('unrecognized → nothing');
  });

  it('that says more, or the same in other words, needs none', async () => {
    const path = reply('2', { a: 'Identified Child', b: 'Identified Child', c: 'Not identified' });
    const result = await test.importReply(path, '26-0001', { supersedes: 1 });
    expect(result).toMatchObject({ written: true, changes: { backwards: [] } });
  });

  it('is undone whole, and what it had taken back stands again', async () => {
    const path = reply('2', { a: 'Recognized', b: 'Recognized', c: 'Recognized' });
    await test.importReply(path, '26-0001', { supersedes: 1, acceptDifference: 'letter' });
    await test.lab.store.undoImport(2, 'the letter was withdrawn', test.lab.actor());
    expect(await states()).toEqual(['in-force', 'undone']);
    expect((await test.lab.store.verify()).ok).toBe(true);
  });
});
