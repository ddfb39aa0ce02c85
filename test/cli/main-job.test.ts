import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../peer-program.ts';
import { invented, labWithReply, md5, sha256, tempLab } from './temp-lab.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(invented) as [Buffer, Buffer, Buffer, Buffer];

describe('cases', () => {
  it('are added once, listed and shown', async () => {
    const lab = await tempLab();
    const add = ['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1', '--officer', 'Det. B'];
    expect(await lab.json(add)).toMatchObject({
      written: true,
      case: { caseNumber: '24-0001', examiner: 'Robin Vance' },
    });
    expect(await lab.json(add, 2)).toMatchObject({ error: { code: 'ALREADY_EXISTS' } });
    expect(await lab.json([...add, '--dry-run'], 2)).toMatchObject({ error: { code: 'ALREADY_EXISTS' } });
    expect(await lab.json(['case', 'list'])).toMatchObject({
      cases: [{ caseNumber: '24-0001', submissions: 0, imports: 0 }],
    });
    expect(await lab.json(['case', 'show', '24-0002'], 2)).toMatchObject({
      error: { code: 'NOT_FOUND', hint: 'Did you mean 24-0001?' },
    });
  });

  it.each([
    ['an empty number', ['', '--agency', 'x', '--agency-case', 'x']],
    ['a number of blanks', ['  ', '--agency', 'x', '--agency-case', 'x']],
    ['a number that cannot be shown', ['1\u202e2', '--agency', 'x', '--agency-case', 'x']],
    ['an agency that is too long', ['1', '--agency', 'x'.repeat(201), '--agency-case', 'x']],
  ])('are refused with %s', async (_, argv) => {
    expect(await (await tempLab()).json(['case', 'add', ...argv], 2)).toMatchObject({ error: { code: 'USAGE' } });
  });

  it('are shown with outcomes, categories, submissions and imports', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['case', 'show', '24-0001'])).toMatchObject({
      case: { caseNumber: '24-0001' },
      figures: { unit: 'files', total: 4, known: { image: 1 }, unidentified: { image: 2 }, rest: { image: 1 } },
      submissions: [{ id: 1, files: 4, images: 4, videos: 0 }],
      imports: [{ id: 1, state: 'in-force', outcomes: { identified: { image: 1 }, 'not-mentioned': { image: 1 } } }],
    });
    const { stdout } = await lab.run('case', 'show', '24-0001');
    expect(stdout).toMatch(/known-victim +1 +0 +0 +0\n/);
    expect(stdout).toMatch(/identified +1 +0 +0 +0\n/);
  });
});

describe('submissions', () => {
  it('are stored with a manifest of each file', async () => {
    const lab = await tempLab();
    await lab.json(['case', 'add', '24/0001', '--agency', 'PD', '--agency-case', 'A1']);
    lab.write('media/a.png', a);
    lab.write(
      'media/b.mp4',
      Buffer.concat([Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex'), b]),
    );
    const prepared = await lab.json(['submit', 'prepare', '24/0001', 'media']);
    expect(prepared).toMatchObject({
      submission: { id: 1, files: 2, images: 1, videos: 1 },
      issues: [],
      written: true,
    });
    const { csv, hashdeep } = prepared['manifest'] as { csv: string; hashdeep: string };
    expect(csv).toBe(join(lab.folder, 'submissions/24_0001-1/24_0001-1.csv'));
    expect(readFileSync(csv, 'utf8')).toContain(`${md5(a)},`);
    expect(readFileSync(hashdeep, 'utf8')).toContain(`,${sha256(a)},a.png\n`);
    expect(await lab.json(['submit', 'list'])).toMatchObject({
      submissions: [{ id: 1, caseNumber: '24/0001', files: 2 }],
    });
  });

  it('write the same manifest again from the database', async () => {
    const lab = await labWithReply();
    const again = await lab.json(['submit', 'manifest', '1', '-o', 'usb']);
    const { csv } = again['manifest'] as { csv: string };
    expect(readFileSync(csv)).toEqual(readFileSync(join(lab.folder, 'submissions/24-0001-1/24-0001-1.csv')));
    expect(await lab.json(['submit', 'manifest', '2'], 2)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('are not stored where a file cannot be read, unless that is accepted', async () => {
    const lab = await labWithReply();
    const argv = ['submit', 'prepare', '24-0001', 'media', 'missing'];
    expect(await lab.json(argv, 1)).toMatchObject({
      submission: { id: null },
      issues: [{ path: expect.stringContaining('missing') }],
      written: false,
    });
    expect(await lab.json(['submit', 'list'])).toMatchObject({ submissions: [{ id: 1 }] });
    expect(await lab.json([...argv, '--accept-issues'], 1)).toMatchObject({
      submission: { id: 2, files: 4 },
      written: true,
    });
  });

  it('of no file, of an unknown case, and as a dry run store nothing', async () => {
    const lab = await labWithReply();
    lab.write('empty/sub/.keep', '');
    expect(await lab.json(['submit', 'prepare', '24-0009', 'media'], 2)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
    expect(await lab.json(['submit', 'prepare', '24-0001', 'missing'], 2)).toMatchObject({
      error: { code: 'NO_RECORDS' },
    });
    expect(await lab.json(['submit', 'prepare', '24-0001', 'media', '--dry-run'])).toMatchObject({
      submission: { id: null, files: 4 },
      manifest: null,
      written: false,
    });
    expect(readdirSync(join(lab.folder, 'submissions'))).toEqual(['24-0001-1']);
  });

  itWith('hashdeep')('have a manifest that hashdeep -a accepts', async () => {
    const lab = await labWithReply();
    const manifest = join(lab.folder, 'submissions/24-0001-1/24-0001-1.hashdeep.txt');
    const said = execFileSync(
      'hashdeep',
      ['-a', '-k', manifest, '-r', '-l', '--', ...readdirSync(join(lab.cwd, 'media'))],
      {
        cwd: join(lab.cwd, 'media'),
        encoding: 'utf8',
      },
    );
    expect(said).toMatch(/Audit passed/);
  });
});

describe('lookup', () => {
  it('answers as JSON with exactly the members that were agreed', async () => {
    const lab = await labWithReply();
    const answers = await lab.json(['lookup', md5(a), md5(d).toUpperCase(), sha256(b)]);
    expect(answers).toEqual([
      { digest: md5(a), algorithm: 'md5', known: true, categories: ['known-victim'] },
      { digest: md5(d), algorithm: 'md5', known: false, categories: [] },
      { digest: sha256(b), algorithm: 'sha256', known: true, categories: ['unidentified'] },
    ]);
  });

  it('tries 64 digits as BLAKE3 too', async () => {
    const lab = await labWithReply();
    const blake3 = 'a'.repeat(64);
    lab.write('list.csv', `blake3\n${blake3}\n`);
    await lab.json(['hashset', 'import', 'list.csv', '--category', 'unidentified', '--format', 'csv']);
    expect(await lab.json(['lookup', blake3, 'b'.repeat(64)])).toMatchObject([
      { algorithm: 'blake3', known: true },
      { algorithm: 'sha256', known: false },
    ]);
  });

  it('hashes files', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['lookup', 'media/a.png', 'media/d.png'])).toMatchObject([
      { file: 'a.png', known: true, categories: ['known-victim'] },
      { file: 'd.png', known: false, categories: [] },
    ]);
  });

  it('tells what is no digest: exit 1, and answers the rest', async () => {
    const lab = await labWithReply();
    const { code, stdout, stderr } = await lab.run('lookup', '-q', 'g'.repeat(32), md5(a), md5(a).slice(1));
    expect([code, stdout]).toEqual([1, `${md5(a)}  known-victim\n`]);
    expect(stderr).toMatch(/"g{32}".* is no digest/);
    expect(stderr).toMatch(/\(31 characters\) is no digest/);
  });
});

describe('why', () => {
  it('names document, place, case, person and time of each assertion', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['why', md5(a)])).toMatchObject({
      digest: md5(a),
      assertions: [
        {
          import: 1,
          document: { name: 'reply.csv', sha256: sha256(readFileSync(join(lab.cwd, 'reply.csv'))) },
          place: 'line 2',
          outcome: 'identified',
          case: '24-0001',
          by: expect.stringMatching(/^Robin Vance \(/),
          at: '2026-11-22T09:30:00.000Z',
          inForce: true,
        },
      ],
    });
    const { stdout } = await lab.run('why', md5(a));
    for (const part of ['reply.csv', 'line 2', 'Known victim (known-victim)', 'Robin Vance', '24-0001', sha256(a)]) {
      expect(stdout).toContain(part);
    }
  });

  it('still tells what was undone', async () => {
    const lab = await labWithReply();
    await lab.json(['undo', '1', '--reason', 'wrong case']);
    expect(await lab.json(['why', md5(a)])).toMatchObject({
      known: false,
      assertions: [{ inForce: false, state: 'undone' }],
    });
    const { stdout } = await lab.run('why', md5(a));
    expect(stdout).toContain('filed in no category');
    expect(stdout).toMatch(/undone .* by Robin Vance .*: wrong case/);
  });

  it('says plainly that it holds nothing, and refuses what is no digest', async () => {
    const lab = await labWithReply();
    expect((await lab.run('why', 'f'.repeat(40))).stdout).toContain('holds nothing on this digest');
    expect(await lab.json(['why', 'xyz'], 2)).toMatchObject({ error: { code: 'USAGE' } });
  });
});

describe('undo and history', () => {
  it('takes an import back whole, once, with a reason that is kept', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['undo', '1', '--reason', 'x', '--dry-run'])).toMatchObject({ written: false });
    expect(await lab.json(['undo', '1', '--reason', 'wrong case'])).toMatchObject({ mediaChanged: 3, written: true });
    expect(await lab.json(['undo', '1', '--reason', 'again'], 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await lab.json(['undo', '9', '--reason', 'x'], 2)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await lab.json(['undo', 'first', '--reason', 'x'], 2)).toMatchObject({ error: { code: 'USAGE' } });
    expect(await lab.json(['undo', '1', '--reason', ' '], 2)).toMatchObject({ error: { code: 'USAGE' } });
    const { entries } = (await lab.json(['history', '--case', '24-0001'])) as {
      entries: { action: string; body: object }[];
    };
    expect(entries.find(({ action }) => action === 'undo')?.body).toMatchObject({ reason: 'wrong case' });
    expect((await lab.run('history', '--limit', '1')).stdout.trim().split('\n')).toHaveLength(2);
    expect(await lab.json(['history', '--case', '7'], 2)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect(await lab.json(['tracker', 'check'])).toEqual({ findings: [] });
  });
});

describe('conflicts', () => {
  async function labInConflict() {
    const lab = await labWithReply();
    lab.write(
      'Lab/criskit.toml',
      `${readFileSync(join(lab.folder, 'criskit.toml'), 'utf8')}
[[categories]]
id = "harmless"
title = "Harmless"
kind = "ignorable"
`,
    );
    lab.write('harmless.txt', `${md5(a)}\n`);
    await lab.json(['hashset', 'import', 'harmless.txt', '--category', 'harmless']);
    return lab;
  }

  it('are listed, keep the digest out of exports, and are settled with a reason', async () => {
    const lab = await labInConflict();
    const listed = await lab.json(['conflicts', 'list'], 1);
    expect(listed).toMatchObject({ conflicts: [{ conflictId: 1, kind: 'alert-and-ignorable', state: 'open' }] });
    const exported = ['hashset', 'export', '--category', 'known-victim', '--format', 'plain', '-o', 'kv.txt'];
    expect(await lab.json(exported)).toMatchObject({ records: 0, leftOut: 1 });
    expect(await lab.json(['lookup', md5(a)])).toMatchObject([{ known: true, inConflict: true }]);
    const settle = ['conflicts', 'settle', '1', '--category', 'known-victim', '--reason', 'Confirmed by phone'];
    expect(await lab.json([...settle, '--dry-run'])).toMatchObject({ written: false, conflict: { state: 'open' } });
    expect(await lab.json(settle)).toMatchObject({
      conflict: { state: 'settled', settled: { reason: 'Confirmed by phone' } },
    });
    expect(await lab.json(settle, 1)).toMatchObject({ error: { code: 'CONFLICT' } });
    expect(await lab.json(['conflicts', 'list'])).toEqual({ conflicts: [] });
    expect(await lab.json([...exported, '--force'])).toMatchObject({ records: 1, leftOut: 0 });
  });

  it.each([
    [['1', '--reason', 'x'], 2, 'USAGE'],
    [['1', '--none', '--category', 'harmless', '--reason', 'x'], 2, 'USAGE'],
    [['1', '--category', 'harmles', '--reason', 'x'], 2, 'NOT_FOUND'],
    [['1', '--keep-both', '--reason', 'x'], 1, 'CONFLICT'],
    [['7', '--none', '--reason', 'x'], 2, 'NOT_FOUND'],
  ])('settle %j is refused', async (argv, exitCode, code) => {
    const lab = await labInConflict();
    expect(await lab.json(['conflicts', 'settle', ...argv], exitCode)).toMatchObject({ error: { code } });
  });
});

describe('match', () => {
  it('says what is known of a folder, and in which cases it was seen', async () => {
    const lab = await labWithReply();
    lab.write('new/x.png', a);
    lab.write('new/y.png', 'never seen');
    expect(await lab.json(['match', 'new'])).toMatchObject({
      media: 2,
      known: 1,
      unknown: 1,
      categories: { 'known-victim': 1, unidentified: 0 },
      matches: [{ name: 'x.png', categories: ['known-victim'], foundBy: 'sha256', cases: ['24-0001'] }],
    });
  });

  it('takes a manifest and a hash set; answers as CSV', async () => {
    const lab = await labWithReply();
    lab.write('new.md5', `${md5(a)}  x.png\n${md5(d)}  y.png\n`);
    lab.write('list.txt', `${md5(b)}\n${md5(c)}\n`);
    expect(await lab.json(['match', 'list.txt'])).toMatchObject({
      media: 2,
      known: 2,
      categories: { unidentified: 2 },
    });
    const { stdout } = await lab.run('match', 'new.md5', '--format', 'csv');
    expect(stdout.split('\r\n')[1]).toBe(`x.png,1,${md5(a)},,,,known-victim,md5,24-0001,`);
    expect((await lab.run('match', 'new.md5', '-o', 'known.txt')).code).toBe(0);
    expect(readFileSync(join(lab.cwd, 'known.txt'), 'utf8')).toContain('x.png');
    expect((await lab.run('match', 'new.md5', '-o', 'known.txt')).code).toBe(2);
  });

  it('is no match where MD5 agrees and SHA-256 differs, and says so', async () => {
    const lab = await labWithReply();
    lab.write('twin.csv', `md5,sha256,path\n${md5(a)},${'0123456789abcdef'.repeat(4)},twin.png\n`);
    const result = await lab.json(['match', 'twin.csv'], 1);
    expect(result).toMatchObject({
      media: 1,
      known: 0,
      matches: [],
      issues: [{ code: 'digest-shared', path: 'twin.png' }],
    });
  });

  it.each([
    ['nothing there', 'missing', 3],
    ['a file that is no list', 'media/a.png', 2],
  ])('refuses %s', async (_, input, exitCode) => {
    expect((await (await labWithReply()).run('match', input)).code).toBe(exitCode);
  });
});

describe('the database', () => {
  it('is verified, rebuilt, copied and brought back', async () => {
    const lab = await labWithReply();
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
    expect(await lab.json(['db', 'rebuild'])).toEqual({ mediaChanged: 0 });
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 4, cases: 1, submissions: 1, imports: 1 });
    await lab.json(['db', 'backup', 'backup.db']);
    expect(await lab.json(['db', 'backup', 'backup.db'], 2)).toMatchObject({ error: { code: 'OUTPUT_EXISTS' } });
    expect(await lab.json(['db', 'backup', 'no/folder/x.db'], 3)).toMatchObject({ error: { code: 'OUTPUT_FAILED' } });
    await lab.json(['undo', '1', '--reason', 'x']);
    expect(await lab.json(['db', 'restore', 'backup.db'], 2)).toMatchObject({ error: { code: 'NEEDS_CONFIRMATION' } });
    expect(await lab.json(['db', 'restore', 'backup.db', '--dry-run'])).toMatchObject({ ok: true, written: false });
    const restored = await lab.json(['db', 'restore', 'backup.db', '--yes']);
    expect(restored).toMatchObject({ ok: true, written: true });
    expect(existsSync(restored['keptAs'] as string)).toBe(true);
    expect(await lab.json(['lookup', md5(a)])).toMatchObject([{ known: true }]);
  });

  it.each([
    ['no file', undefined, 3],
    ['an empty file', '', 2],
    ['another file', 'text that is no database, and long enough to hold a header of one, if there were any in it', 3],
  ])('is not replaced by %s', async (_, content, exitCode) => {
    const lab = await labWithReply();
    if (content !== undefined) writeFileSync(join(lab.cwd, 'backup.db'), content);
    const result = await lab.run('db', 'restore', 'backup.db', '--yes');
    expect(result.code).toBe(exitCode);
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });
});
