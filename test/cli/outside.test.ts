import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { executable, finished, runExecutable, startExecutable } from './run-executable.ts';
import { labWithReply, md5, tempLab } from './temp-lab.ts';

const isRoot = process.getuid?.() === 0;
/** `nobody`: tests of permissions mean nothing to root. */
const stranger = 65_534;

describe('standard output', () => {
  it('that is closed by its reader is a quiet end', async () => {
    const lab = await tempLab();
    const digests = Array.from({ length: 50_000 }, (_, index) => md5(Buffer.from(String(index)))).join('\n');
    const child = startExecutable(['lookup'], { cwd: lab.folder, input: digests });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, signal, stderr } = await finished(child);
    expect([code, signal, stderr]).toEqual([0, null, '']);
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk is an error: exit 3', async () => {
    const lab = await tempLab();
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [executable, 'db', 'stats'], {
      cwd: lab.folder,
      stdio: ['ignore', full, 'pipe'],
    });
    const { code, stderr } = await finished(child);
    expect(code).toBe(3);
    expect(stderr).toMatch(/Writing to standard output failed/);
  });
});

describe('a lab folder that cannot be written to', () => {
  it.skipIf(!isRoot)('can be read, and says so where it would be written', async () => {
    const lab = await labWithReply();
    chmodSync(lab.cwd, 0o755);
    chmodSync(lab.folder, 0o755);
    for (const name of readdirSync(lab.folder)) chmodSync(join(lab.folder, name), 0o755);
    const run = (...argv: string[]) => runExecutable(argv, { cwd: lab.folder, uid: stranger });
    expect(await run('case', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('24-0001') });
    expect(await run('db', 'verify', '--json')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"ok":true'),
    });
    const written = await run('case', 'add', '2', '--agency', 'x', '--agency-case', 'x', '--json');
    expect(written.code).toBe(3);
    expect(JSON.parse(written.stdout)).toMatchObject({ error: { code: 'OUTPUT_FAILED', path: lab.folder } });
  });

  it.skipIf(!isRoot)('and not read either is an error: exit 3', async () => {
    const lab = await tempLab();
    chmodSync(lab.cwd, 0o755);
    const { code, stderr } = await runExecutable(['--lab', lab.folder, 'case', 'list'], { cwd: '/', uid: stranger });
    expect(code).toBe(3);
    expect(stderr).toMatch(/permission denied/i);
  });

  it.skipIf(process.platform === 'win32')('is made for its owner and group only', async () => {
    const cwd = (await tempLab()).cwd;
    await runExecutable(['init', 'Other'], { cwd });
    expect(statSync(join(cwd, 'Other')).mode & 0o027).toBe(0);
    for (const name of readdirSync(join(cwd, 'Other'))) {
      expect(statSync(join(cwd, 'Other', name)).mode & 0o137).toBe(0);
    }
  });
});

describe('the database', () => {
  it('made by a newer criskit is left alone: exit 3', async () => {
    const lab = await tempLab();
    const db = new Database(join(lab.folder, 'lab.db'));
    db.pragma('user_version = 9999');
    db.close();
    const before = readFileSync(join(lab.folder, 'lab.db'));
    expect(await lab.json(['case', 'list'], 3)).toMatchObject({ error: { code: 'DATABASE_NEWER' } });
    expect(readFileSync(join(lab.folder, 'lab.db'))).toEqual(before);
  });

  it.each([
    ['another program', 'DATABASE_FAILED', () => undefined],
    [
      'nobody: a text file',
      'DATABASE_',
      (path: string) => writeFileSync(path, 'This is not a database at all. '.repeat(99)),
    ],
  ])('of %s is refused: exit 3', async (_, code, spoil) => {
    const lab = await tempLab();
    const path = join(lab.folder, 'lab.db');
    const db = new Database(path);
    db.pragma('application_id = 1');
    db.close();
    spoil(path);
    expect(await lab.json(['case', 'list'], 3)).toMatchObject({ error: { code: expect.stringContaining(code) } });
  });

  it('that is missing is said, with the way to a new one', async () => {
    const lab = await tempLab();
    rmSync(join(lab.folder, 'lab.db'));
    expect(await lab.json(['case', 'list'], 2)).toMatchObject({
      error: { code: 'LAB_NOT_FOUND', hint: expect.stringContaining('criskit init') },
    });
  });

  it('held by another process can be read; writing waits, then says by whom', { timeout: 40_000 }, async () => {
    const lab = await tempLab();
    const db = new Database(join(lab.folder, 'lab.db'));
    db.exec('BEGIN IMMEDIATE');
    try {
      expect(await lab.json(['case', 'list'])).toEqual({ cases: [] });
      const result = await lab.json(['case', 'add', '1', '--agency', 'x', '--agency-case', 'x'], 3);
      expect(result).toMatchObject({ error: { code: 'DATABASE_BUSY', message: expect.stringContaining('held by') } });
    } finally {
      db.exec('ROLLBACK');
      db.close();
    }
    await lab.json(['case', 'add', '1', '--agency', 'x', '--agency-case', 'x']);
  });
});

describe('Ctrl-C', () => {
  /** Files of 100 GB with nothing in them: no machine is done with them before it is interrupted. */
  const media = (folder: string) => {
    mkdirSync(join(folder, 'media'));
    for (const name of ['0.bin', '1.bin', '2.bin']) {
      writeFileSync(join(folder, 'media', name), '');
      truncateSync(join(folder, 'media', name), 1e11);
    }
  };

  it('while a question is asked of standard input ends at once', async () => {
    const lab = await tempLab();
    const child = startExecutable(['lookup'], { cwd: lab.folder });
    const end = finished(child);
    setTimeout(() => child.kill('SIGINT'), 800);
    const { code, stdout } = await end;
    expect([code, stdout]).toEqual([130, '']);
  });

  it.each([
    ['hashing', ['hash', 'media', '-o', 'out.txt']],
    ['preparing a submission', ['--lab', 'Lab', 'submit', 'prepare', '1', 'media']],
  ])('while %s leaves nothing behind', async (_, argv) => {
    const lab = await tempLab();
    await lab.json(['case', 'add', '1', '--agency', 'x', '--agency-case', 'x']);
    media(lab.cwd);
    const child = startExecutable(argv, { cwd: lab.cwd, input: '' });
    const end = finished(child);
    setTimeout(() => child.kill('SIGINT'), 500);
    const { code, stdout, stderr } = await end;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/Interrupted/);
    expect(readdirSync(lab.cwd).toSorted()).toEqual(['Lab', 'media']);
    expect(await lab.json(['submit', 'list'])).toEqual({ submissions: [] });
    expect(await lab.json(['db', 'verify'])).toMatchObject({ ok: true });
  });

  it('while a hash set is read leaves the database as it was', async () => {
    const lab = await tempLab();
    const lines = Array.from({ length: 1_500_000 }, (_, index) => `${index.toString(16).padStart(8, '0').repeat(4)}\n`);
    lab.write('list.txt', lines.join(''));
    const child = startExecutable(['hashset', 'import', '../list.txt', '--category', 'unidentified'], {
      cwd: lab.folder,
      input: '',
    });
    const end = finished(child);
    // From the moment that the database is opened there is as much left to do as takes several times a turn of this loop.
    while (!existsSync(join(lab.folder, 'lab.db-wal'))) await sleep(10);
    child.kill('SIGINT');
    const { code } = await end;
    expect(code).toBe(130);
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 0, imports: 0 });
  });

  it('twice ends at once', async () => {
    const lab = await tempLab();
    media(lab.cwd);
    const child = startExecutable(['hash', 'media'], { cwd: lab.cwd });
    const end = finished(child);
    setTimeout(() => child.kill('SIGINT'), 500);
    setTimeout(() => child.kill('SIGINT'), 900);
    expect((await end).code).toBe(constants.signals.SIGINT + 128);
  });
});
