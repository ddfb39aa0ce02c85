import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executable, finished, runExecutable, startExecutable } from './run-executable.ts';
import { tempFolder } from './temp-lab.ts';

const root = resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** A Node on the path that is too old for criskit; undefined where there is none. */
function findOldNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .filter((path) => existsSync(path))
    .find((path) => {
      const [major = 0, minor = 0] = execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' })
        .split('.')
        .map(Number);
      return major < 22 || (major === 22 && minor < 18);
    });
}

const oldNode = findOldNode();
const node = oldNode ?? '';
const itWithOldNode = (name: string, run: () => Promise<void> | void) =>
  oldNode === undefined ? it.skip(`${name} (skipped: no Node older than 22.18 installed)`, run) : it(name, run);

describe('the executable', () => {
  it('prints its version', async () => {
    const { code, stdout, stderr } = await runExecutable(['--version'], { cwd: root });
    expect([code, stdout, stderr]).toEqual([0, `${version}\n`, '']);
  });

  it('runs directly where the system knows the first line of scripts', () => {
    const run = spawnSync(executable, ['--version'], { encoding: 'utf8' });
    expect(run.stdout).toBe(`${version}\n`);
  });

  it('is written in words that Node 12 knows', () => {
    const text = readFileSync(executable, 'utf8');
    expect(text).not.toMatch(/\?\.|\?\?|from 'node:|^await |\.at\(|replaceAll/m);
  });

  it('says in a sentence that it is not built', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'bin'));
    cpSync(executable, join(folder, 'bin/criskit.js'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const run = spawnSync(process.execPath, [join(folder, 'bin/criskit.js'), '--version'], { encoding: 'utf8' });
    expect(run.status).toBe(3);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/npm ci/);
  });
});

describe('on an older Node', () => {
  itWithOldNode('hands over: arguments, streams and exit code', async () => {
    expect(await runExecutable(['--version'], { cwd: root, node })).toMatchObject({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
    const wrong = await runExecutable(['two words', '--json'], { cwd: root, node });
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ error: { message: 'There is no command "two words".' } });
    const cwd = tempFolder();
    await runExecutable(['init'], { cwd, node });
    const asked = await runExecutable(['lookup', '-'], { cwd, node, input: `${'a'.repeat(32)}\n` });
    expect(asked).toMatchObject({ code: 0, stdout: `${'a'.repeat(32)}  not known\n` });
  });

  itWithOldNode('passes a signal on, and ends with the exit code', async () => {
    const cwd = tempFolder();
    await runExecutable(['init'], { cwd });
    const child = startExecutable(['lookup'], { cwd, node });
    const end = finished(child);
    setTimeout(() => child.kill('SIGINT'), 1500);
    expect(await end).toMatchObject({ code: 130, signal: null });
  });

  itWithOldNode('dies of the signal that the other one dies of', async () => {
    const cwd = tempFolder();
    await runExecutable(['init'], { cwd });
    const child = startExecutable(['lookup'], { cwd, node });
    const end = finished(child);
    await new Promise((done) => setTimeout(done, 1500));
    const grandchild = execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' });
    process.kill(Number(grandchild), 'SIGKILL');
    expect(await end).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  itWithOldNode('without a newer one says so in a sentence: exit 3', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'bin'));
    cpSync(executable, join(folder, 'bin/criskit.js'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const run = spawnSync(node, [join(folder, 'bin/criskit.js')], { encoding: 'utf8' });
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(/^criskit needs Node\.js 22\.18 or newer, and this is [\d.]+\.\n$/);
  });

  itWithOldNode('does not hand over without end', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
    cpSync(executable, join(folder, 'bin/criskit.js'));
    cpSync(node, join(folder, 'node_modules/node/bin/node'), { dereference: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    const run = spawnSync(node, [join(folder, 'bin/criskit.js')], { encoding: 'utf8', timeout: 20_000 });
    expect(run.status).toBe(3);
  });
});
