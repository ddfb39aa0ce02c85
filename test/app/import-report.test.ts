import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasDifferences } from '../../src/app/import-report.ts';
import { formatImport } from '../../src/app/import-report-text.ts';
import { md5, sentFile } from '../reconcile/invented.ts';
import { makeLab, type TestLab } from './tracker-lab.ts';

let test: TestLab;

beforeEach(async () => {
  test = await makeLab();
  await test.addCase('26-0001');
});

afterEach(() => test.close());

const sent = [
  sentFile('a.jpg'),
  sentFile('b.jpg'),
  sentFile('c.mp4', 'c', 'video'),
  sentFile('d.jpg'),
  sentFile('e.jpg'),
];

/** A reply with a status column; MD5 unless the content is empty. */
function reply(rows: readonly (readonly [content: string, name: string, status: string])[], more = ''): string {
  const lines = rows.map(([content, name, status]) => `${content === '' ? '' : md5(content).md5},${name},${status}`);
  return `${['MD5,File Name,Status', ...lines].join('\n')}\n${more}`;
}

const good = reply([
  ['a.jpg', 'a.jpg', 'Identified Child'],
  ['b.jpg', 'b.jpg', 'Recognized'],
  ['c', 'c.mp4', 'Unrecognized'],
  ['d.jpg', 'd.jpg', 'Identified Child'],
  ['', 'e.jpg', 'Not identified'],
]);

const counts = (image = 0, video = 0, other = 0, unknown = 0) => ({ image, video, other, unknown });

describe('a reply in which all agrees', () => {
  it('is written, counted and shown in the spreadsheet', async () => {
    const submissionId = await test.send('26-0001', sent);
    test.setTime('2026-05-21T10:00:00.000Z');
    const result = await test.importReply(test.write('reply.csv', good), '26-0001');
    expect(result).toMatchObject({
      import: { id: 1 },
      submission: submissionId,
      submissions: [submissionId],
      layout: 'status-column',
      document: { name: 'reply.csv' },
      lines: { read: 6, records: 5, issues: 0, headings: 1, blanks: 0, furniture: 0 },
      sent: { files: 5, media: 5 },
      outcomes: {
        identified: counts(2),
        recognized: counts(1),
        unrecognized: counts(0, 1),
        'not-identified': counts(1),
        'not-mentioned': counts(),
      },
      categories: { 'known-victim': counts(2), unidentified: counts(2, 1) },
      findings: [],
      written: true,
      unwritten: null,
      changes: { added: 5, same: 0, promoted: [], conflicts: [] },
      tracker: { state: 'written' },
    });
    expect(hasDifferences(result)).toBe(false);
    expect(await test.rowOf('26-0001')).toMatchObject({
      caseNumber: '26-0001',
      agency: 'Springfield PD',
      submittedOn: '2026-05-01',
      returnedOn: '2026-05-21',
      imagesKnown: '2',
      videosKnown: '0',
      imagesUnidentified: '2',
      videosUnidentified: '1',
      total: '5',
      status: 'returned',
      daysOut: '20',
    });
    expect((await test.lab.store.verify()).ok).toBe(true);
  });

  it('reads as a page', async () => {
    await test.send('26-0001', sent);
    const page = formatImport(await test.importReply(test.write('reply.csv', good), '26-0001')).join('\n');
    expect(page).toContain('6 read = 5 records + 0 issues + 1 heading + 0 blanks');
    expect(page).toContain(
      '5 files (5 distinct) = 2 identified + 1 recognized + 1 unrecognized + 1 not-identified + 0 not-mentioned',
    );
    expect(page).toContain('Written as import 1.');
  });

  it('says the same again and changes nothing, but brings a row up that was left behind', async () => {
    await test.send('26-0001', sent);
    const path = test.write('reply.csv', good);
    const first = await test.importReply(path, '26-0001', { syncTracker: false });
    expect(await test.rowOf('26-0001')).toBeUndefined();
    const again = await test.importReply(path, '26-0001');
    expect(again).toMatchObject({
      written: false,
      alreadyImported: 1,
      import: { id: null },
      lines: first.lines,
      outcomes: first.outcomes,
      categories: first.categories,
      tracker: { state: 'written' },
    });
    expect(hasDifferences(again)).toBe(false);
    expect((await test.importReply(path, '26-0001')).tracker).toEqual({ state: 'unchanged' });
    expect(await test.lab.store.listImports()).toHaveLength(1);
  });

  it('is taken from another case as a report of that case', async () => {
    await test.addCase('26-0002');
    const path = test.write('reply.csv', good);
    await test.send('26-0001', sent);
    await test.importReply(path, '26-0001');
    const other = await test.importReply(path, '26-0002');
    expect(other.written).toBe(true);
    expect(other.changes?.same).toBe(4);
  });
});

describe('before anything is written', () => {
  it('shows what would change, asks, and takes no for an answer', async () => {
    await test.send('26-0001', sent);
    const path = test.write('reply.csv', good);
    const shown: unknown[] = [];
    const confirm = async (preview: unknown) => {
      shown.push(preview);
      return false;
    };
    const declined = await test.importReply(path, '26-0001', { confirm });
    expect(shown).toMatchObject([{ unwritten: 'preview', changes: { added: 5 }, import: { id: null } }]);
    expect(declined).toMatchObject({ written: false, unwritten: 'declined' });
    expect(await test.lab.store.listImports()).toEqual([]);
  });

  it('lets pass what the question throws, and writes nothing', async () => {
    const path = test.write('reply.csv', good);
    const confirm = () => Promise.reject(new Error('no terminal'));
    await expect(test.importReply(path, '26-0001', { confirm })).rejects.toThrow('no terminal');
    expect(await test.lab.store.listImports()).toEqual([]);
  });

  it('with --dry-run writes neither database nor spreadsheet', async () => {
    await test.send('26-0001', sent);
    const result = await test.importReply(test.write('reply.csv', good), '26-0001', { dryRun: true });
    expect(result).toMatchObject({ written: false, unwritten: 'dry-run', changes: { added: 5 }, tracker: null });
    expect(await test.lab.store.listImports()).toEqual([]);
    expect(await test.rowOf('26-0001')).toBeUndefined();
  });
});

describe('a reply with trouble in it', () => {
  it('is written, and every difference is a finding with its place', async () => {
    await test.send('26-0001', sent);
    const troubled = reply([
      ['a.jpg', 'a.jpg', 'Identified Child'],
      ['a.jpg', 'a.jpg', 'Unrecognized'],
      ['never sent', 'x.jpg', 'Recognized'],
      ['b.jpg', 'd.jpg', 'Recognized'],
      ['', 'nowhere.jpg', 'Identified Child'],
      ['e.jpg', 'e.jpg', 'perhaps'],
    ]);
    const result = await test.importReply(test.write('reply.csv', troubled), '26-0001');
    expect(result.findings.map(({ kind }) => kind).toSorted()).toEqual([
      'digest-differs',
      'document-issues',
      'not-mentioned',
      'not-mentioned',
      'not-mentioned',
      'not-sent',
      'not-sent',
      'open-conflict',
      'outcomes-differ',
    ]);
    expect(result).toMatchObject({ written: true, notSent: 1, lines: { records: 5, issues: 1 } });
    expect(result.issues).toMatchObject([{ code: 'unknown-outcome', place: { line: 7 } }]);
    expect(result.outcomes).toMatchObject({
      identified: counts(),
      unrecognized: counts(1),
      'not-mentioned': counts(2, 1),
    });
    expect(hasDifferences(result)).toBe(true);
    expect((await test.rowOf('26-0001'))?.['status']).toBe('conflict');
    expect(await test.lab.store.findingsOf(1)).toHaveLength(8);
  });

  it('is not written where sums disagree, unless a reason is given, which is kept', async () => {
    await test.send('26-0001', sent);
    const path = test.write('reply.csv', reply([['a.jpg', 'a.jpg', 'Identified']], 'Total identified: 2\n'));
    const refused = await test.importReply(path, '26-0001');
    expect(refused).toMatchObject({ written: false, unwritten: 'sums-differ', import: { id: null } });
    expect(refused.findings).toContainEqual(expect.objectContaining({ kind: 'totals-differ', expected: 2, found: 1 }));
    expect(hasDifferences(refused)).toBe(true);
    expect(formatImport(refused).join('\n')).toContain('--accept-difference');
    expect(await test.lab.store.listImports()).toEqual([]);
    const accepted = await test.importReply(path, '26-0001', { acceptDifference: ' NCMEC confirmed by phone ' });
    expect(accepted).toMatchObject({ written: true, acceptedDifference: 'NCMEC confirmed by phone' });
    expect((await test.lab.store.findImport(1))?.acceptedDifference).toBe('NCMEC confirmed by phone');
    await expect(
      test.importReply(test.write('b.csv', `${good}\n`), '26-0001', { acceptDifference: ' ' }),
    ).rejects.toMatchObject({ code: 'USAGE' });
  });

  it.each([
    ['an empty file', '', 'INPUT_EMPTY'],
    ['a header only', 'MD5,File Name,Status\n', 'NO_RECORDS'],
    ['a PDF that is cut off', '%PDF-1.7\n', 'INPUT_DAMAGED'],
    ['no report at all', '{\\rtf1 x}', 'FORMAT_UNKNOWN'],
    ['names alone without a submission', 'File Name,Status\na.jpg,Identified\n', 'NO_RECORDS'],
  ])('%s stops, and nothing is written', async (_, content, code) => {
    await expect(test.importReply(test.write('reply.csv', content), '26-0001')).rejects.toMatchObject({ code });
    expect(await test.lab.store.listImports()).toEqual([]);
  });

  it('stops for a case, a submission, an import or a file that does not exist', async () => {
    const path = test.write('reply.csv', good);
    await expect(test.importReply(path, '26-9999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(test.importReply(path, '26-0001', { submissionId: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(test.importReply(path, '26-0001', { supersedes: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(test.importReply(join(test.folder, 'no.csv'), '26-0001')).rejects.toMatchObject({
      code: 'INPUT_UNREADABLE',
    });
  });

  it('stops where it is interrupted, and writes nothing', async () => {
    const signal = AbortSignal.abort();
    const path = test.write('reply.csv', good);
    await expect(test.importReply(path, '26-0001', { signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await test.lab.store.listImports()).toEqual([]);
  });
});

describe('submissions', () => {
  it('are compared all together, or one alone where it is named', async () => {
    const first = await test.send('26-0001', sent.slice(0, 2));
    const second = await test.send('26-0001', sent.slice(2));
    const path = test.write('reply.csv', good);
    const one = await test.importReply(path, '26-0001', { submissionId: first, dryRun: true });
    expect(one).toMatchObject({ submission: first, sent: { files: 2 }, notSent: 2 });
    const both = await test.importReply(path, '26-0001');
    expect(both).toMatchObject({ submission: null, submissions: [first, second], sent: { files: 5 }, notSent: 0 });
    expect(both.advice.join()).toContain('together');
  });

  it('may be none: what has a digest counts, and one finding says that nothing could be compared', async () => {
    const result = await test.importReply(test.write('reply.csv', good), '26-0001');
    expect(result).toMatchObject({
      written: true,
      unit: 'media',
      sent: null,
      submission: null,
      lines: { read: 6, records: 4, issues: 1, headings: 1, blanks: 0, furniture: 0 },
      issues: [{ code: 'no-digest', place: { line: 6 } }],
    });
    expect(result.findings.map(({ kind }) => kind)).toEqual(['document-issues', 'nothing-to-compare']);
    expect(await test.rowOf('26-0001')).toMatchObject({ imagesKnown: '2', total: '4', status: 'returned' });
  });
});

describe('a later reply', () => {
  it('supersedes the one that it corrects, and shows the difference', async () => {
    await test.send('26-0001', sent);
    await test.importReply(test.write('first.csv', good), '26-0001');
    const corrected = good.replace('b.jpg,Recognized', 'b.jpg,Identified Child');
    const result = await test.importReply(test.write('second.csv', corrected), '26-0001', { supersedes: 1 });
    expect(result.supersedes).toBe(1);
    expect(result.changes?.differences).toMatchObject([{ before: ['recognized'], after: ['identified'] }]);
    expect(formatImport(result).join('\n')).toContain('Other than in import 1 (1):');
    expect((await test.lab.store.findImport(1))?.state).toBe('superseded');
    expect(await test.rowOf('26-0001')).toMatchObject({ imagesKnown: '3', imagesUnidentified: '1' });
  });

  it('promotes without a conflict, and goes backwards with one', async () => {
    await test.send('26-0001', sent);
    await test.importReply(test.write('1.csv', reply([['a.jpg', '', 'Recognized']])), '26-0001');
    const promoted = await test.importReply(test.write('2.csv', reply([['a.jpg', '', 'Identified']])), '26-0001');
    expect(promoted.findings).toContainEqual(expect.objectContaining({ kind: 'promoted', weight: 'note' }));
    const path = test.write('3.csv', reply([['a.jpg', '', 'Unrecognized']]));
    expect(await test.importReply(path, '26-0001')).toMatchObject({ written: false, unwritten: 'goes-backwards' });
    const back = await test.importReply(path, '26-0001', { acceptDifference: 'NCMEC corrected it by phone' });
    expect(back.written).toBe(true);
    expect(back.findings).toContainEqual(expect.objectContaining({ kind: 'outcome-backwards', weight: 'difference' }));
    expect(back.advice.join()).toContain('--supersedes');
  });
});

describe('the split rule', () => {
  it('may leave videos out, and never files what is empty', async () => {
    await test.close();
    test = await makeLab({
      settings: (text) => text.replace('unidentified-kinds = "all"', 'unidentified-kinds = "images-only"'),
    });
    await test.addCase('26-0001');
    await test.send('26-0001', [...sent, sentFile('empty.jpg', '')]);
    const rows = `${good}d41d8cd98f00b204e9800998ecf8427e,empty.jpg,Identified Child\n`;
    const result = await test.importReply(test.write('reply.csv', rows), '26-0001');
    expect(result.categories).toEqual({ 'known-victim': counts(2), unidentified: counts(2) });
    expect(result.filedNowhere).toEqual(counts(1, 1));
    expect(result.advice.join()).toContain('empty or all zeros');
    expect(await test.rowOf('26-0001')).toMatchObject({ imagesKnown: '2', videosUnidentified: '1', total: '6' });
  });
});

describe('the spreadsheet', () => {
  it('that is open elsewhere leaves the import standing and the row pending; the next sync heals it', async () => {
    await test.send('26-0001', sent);
    const owner = test.write('.~lock.tracker.xlsx#', 'Kay Brandt,kay,DESK-4,21.05.2026 10:00,file:///profile;');
    const result = await test.importReply(test.write('reply.csv', good), '26-0001');
    expect(result).toMatchObject({ written: true, tracker: { state: 'pending' } });
    expect(result.findings).toMatchObject([{ kind: 'spreadsheet-pending', caseNumber: '26-0001' }]);
    expect(result.findings[0]?.message).toContain('Kay Brandt');
    expect(hasDifferences(result)).toBe(false);
    expect(await test.lab.store.listPending()).toMatchObject([{ caseNumber: '26-0001' }]);
    writeFileSync(owner, '');
    const { rmSync } = await import('node:fs');
    rmSync(owner);
    expect((await test.importReply(join(test.folder, 'reply.csv'), '26-0001')).tracker).toEqual({ state: 'written' });
    expect(await test.lab.store.listPending()).toEqual([]);
  });

  it('that is missing does not stop the import either', async () => {
    const { rmSync } = await import('node:fs');
    rmSync(join(test.folder, 'tracker.xlsx'));
    const result = await test.importReply(test.write('reply.csv', good), '26-0001');
    expect(result).toMatchObject({ written: true, tracker: { state: 'pending' } });
  });
});
