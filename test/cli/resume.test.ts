import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { executable, finished, runExecutable, startExecutable } from './run-executable.ts';
import { runMain } from './run-main.ts';
import { invented, tempFolder, tempLab } from './temp-lab.ts';

const isRoot = process.getuid?.() === 0;
const fileCount = 60;
const hashArgs = ['hash', 'media', '-o', 'out.txt', '--threads', '1'];

/** Long after the files were made, for commands that run in this process. */
const nowUtc = '2199-01-01T00:00:00.000Z';

/**
 * Enough of them, and large enough, that whoever stops the program after some is in time. They are two seconds old, so that they
 * are kept in a journal.
 */
async function folderOfMedia(): Promise<string> {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'media'));
  for (let index = 0; index < fileCount; index += 1) {
    const path = join(cwd, 'media', `${String(index).padStart(2, '0')}.bin`);
    writeFileSync(path, invented(String(index)));
    truncateSync(path, 3_000_000 + index);
  }
  await sleep(2100);
  return cwd;
}

/** Runs it, and stops it when its journal holds so many files. */
async function stop(cwd: string, signal: NodeJS.Signals, argv: readonly string[], files: number, folder = cwd) {
  const child = startExecutable(argv, { cwd, input: '' });
  const end = finished(child);
  while (child.exitCode === null && linesOfJournal(folder) < files + 1) await sleep(2);
  child.kill(signal);
  return end;
}

function linesOfJournal(folder: string): number {
  const name = existsSync(folder) ? readdirSync(folder).find((found) => found.endsWith('.journal')) : undefined;
  return name === undefined ? 0 : readFileSync(join(folder, name), 'latin1').split('\n').length - 1;
}

describe('criskit hash that is stopped', () => {
  it('by a kill, again and again, goes on each time and ends as if nothing had been', async () => {
    const cwd = await folderOfMedia();
    await runExecutable(['hash', 'media', '-o', 'expected.txt'], { cwd });
    for (const files of [3, 9, 15]) {
      const { signal } = await stop(cwd, 'SIGKILL', [...hashArgs, '--resume'], files);
      expect(signal).toBe('SIGKILL');
      expect(existsSync(join(cwd, 'out.txt'))).toBe(false);
    }
    const kept = linesOfJournal(cwd) - 1;
    const { code, stdout } = await runExecutable([...hashArgs, '--resume', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: fileCount, resumed: kept });
    expect(kept).toBeGreaterThanOrEqual(15);
    expect(readFileSync(join(cwd, 'out.txt'))).toEqual(readFileSync(join(cwd, 'expected.txt')));
    expect(readdirSync(cwd).toSorted()).toEqual(['expected.txt', 'media', 'out.txt']);
  });

  it('by Ctrl-C says how to go on, and does not begin anew by itself', async () => {
    const cwd = await folderOfMedia();
    const stopped = await stop(cwd, 'SIGINT', hashArgs, 2);
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/Interrupted.*\n.*--resume goes on from there/);
    expect(readdirSync(cwd).toSorted()).toEqual(['media', 'out.txt.journal']);
    const again = await runExecutable([...hashArgs, '--json'], { cwd });
    expect(again.code).toBe(2);
    expect(JSON.parse(again.stdout)).toMatchObject({
      error: { code: 'JOURNAL_FOUND', path: join(cwd, 'out.txt.journal') },
    });
    const resumed = await runExecutable([...hashArgs, '--resume'], { cwd });
    expect(resumed.stderr).toMatch(
      /^60 files, .*, 0 issues \(\d+ files? taken from the journal, \d+ files? hashed\)\n$/,
    );
    expect(readdirSync(cwd).toSorted()).toEqual(['media', 'out.txt']);
  });

  it('or not: a second one at the same time is told', async () => {
    const cwd = await folderOfMedia();
    truncateSync(join(cwd, 'media/00.bin'), 1e11);
    const first = startExecutable(hashArgs, { cwd, input: '' });
    const end = finished(first);
    while (!existsSync(join(cwd, 'out.txt.journal'))) await sleep(2);
    const second = await runExecutable([...hashArgs, '--rehash', '--json'], { cwd });
    expect(second.code).toBe(3);
    expect(JSON.parse(second.stdout)).toMatchObject({
      error: { code: 'JOURNAL_BUSY', message: expect.stringContaining(`process ${first.pid}`) },
    });
    first.kill('SIGKILL');
    await end;
    truncateSync(join(cwd, 'media/00.bin'), 1);
    expect((await runExecutable([...hashArgs, '--resume'], { cwd })).code).toBe(0);
    expect(readdirSync(cwd).toSorted()).toEqual(['media', 'out.txt']);
  });

  it.skipIf(!existsSync('/bin/bash'))('by a full disk keeps what was hashed', async () => {
    const cwd = await folderOfMedia();
    const argv = ['-c', 'ulimit -f 4 && exec "$@"', 'bash', process.execPath, executable, ...hashArgs];
    const { status, stderr } = spawnSync('bash', argv, { cwd, encoding: 'utf8' });
    expect([status, stderr]).toEqual([3, expect.stringMatching(/out\.txt\.journal cannot be written.*\n.*--resume/)]);
    const { stdout } = await runExecutable([...hashArgs, '--resume', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ files: fileCount, resumed: expect.toSatisfy((count) => count > 5) });
  });

  it.skipIf(!isRoot)('before it begins where it may not write says so', async () => {
    const cwd = tempFolder();
    chmodSync(cwd, 0o755);
    mkdirSync(join(cwd, 'media'));
    const { code, stderr } = await runExecutable(hashArgs, { cwd, uid: 65_534 });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/permission denied/)]);
    expect(readdirSync(cwd)).toEqual(['media']);
  });
});

describe('--resume and --rehash', () => {
  it.each([
    [['hash', 'media', '--resume'], /--resume goes with -o only/],
    [['hash', 'media', '--rehash'], /--rehash goes with -o only/],
    [['hash', 'media', '--verify', 'x', '--resume'], /goes with -o only/],
    [['hash', 'media', '-o', 'x', '--resume', '--rehash'], /do not go together/],
    [['submit', 'prepare', '1', 'media', '--resume', '--rehash'], /do not go together/],
    [['submit', 'prepare', '1', 'media', '--resume', '--dry-run'], /a dry run keeps no journal/],
  ])('are refused in %j', async (argv, message) => {
    const { code, stderr } = await runMain(argv, { cwd: tempFolder() });
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

describe('criskit submit prepare that is stopped', () => {
  it('by a kill goes on and stores the same submission', async () => {
    const cwd = await folderOfMedia();
    const prepare = ['submit', 'prepare', '24/1', join(cwd, 'media'), '--threads', '1'];
    const manifests: Buffer[] = [];
    for (const isKilled of [false, true]) {
      const lab = await tempLab();
      await lab.json(['case', 'add', '24/1', '--agency', 'x', '--agency-case', 'x']);
      const argv = ['--lab', lab.folder, ...prepare];
      const folder = join(lab.folder, 'submissions');
      if (isKilled) await stop(lab.cwd, 'SIGKILL', argv, 5, folder);
      const { code, stdout } = await runExecutable([...argv, '--resume', '--json'], { cwd: lab.cwd });
      expect(code).toBe(0);
      expect(JSON.parse(stdout).resumed > 4).toBe(isKilled);
      expect(readdirSync(folder)).toEqual(['24_1-1']);
      manifests.push(readFileSync(join(folder, '24_1-1/24_1-1.csv')));
      expect(await lab.json(['submit', 'list'])).toMatchObject({ submissions: [{ id: 1, files: fileCount }] });
    }
    expect(manifests[1]).toEqual(manifests[0]);
  });

  it('by issues keeps what was hashed for the day on which they are accepted', async () => {
    const lab = await tempLab();
    await lab.json(['case', 'add', '1', '--agency', 'x', '--agency-case', 'x']);
    for (const name of ['a', 'b']) lab.write(`media/${name}.png`, invented(name));
    const argv = ['--lab', lab.folder, 'submit', 'prepare', '1', 'media', 'missing'];
    const first = await runMain(argv, { cwd: lab.cwd, nowUtc });
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('--accept-issues --resume') });
    const second = await runMain([...argv, '--accept-issues'], { cwd: lab.cwd, nowUtc });
    expect(second).toMatchObject({ code: 2, stderr: expect.stringMatching(/2 files hashed/) });
    const third = await runMain([...argv, '--accept-issues', '--resume', '--json'], { cwd: lab.cwd, nowUtc });
    expect(third.code).toBe(1);
    expect(JSON.parse(third.stdout)).toMatchObject({ resumed: 2, written: true, submission: { files: 2, images: 2 } });
    expect(readdirSync(join(lab.folder, 'submissions'))).toEqual(['1-1']);
  });

  it('is not hindered by what was begun for another case or other files', async () => {
    const lab = await tempLab();
    for (const number of ['1', '2']) await lab.json(['case', 'add', number, '--agency', 'x', '--agency-case', 'x']);
    lab.write('media/a.png', invented('a'));
    lab.write('other/a.png', invented('a'));
    const run = (...argv: string[]) =>
      runMain(['--lab', lab.folder, 'submit', 'prepare', ...argv], { cwd: lab.cwd, nowUtc });
    expect((await run('1', 'media', 'missing')).code).toBe(1);
    expect((await run('1', 'other')).code).toBe(0);
    expect((await run('2', 'media', 'missing', '--accept-issues')).code).toBe(1);
    expect((await run('1', 'media', 'missing')).code).toBe(2);
  });
});
