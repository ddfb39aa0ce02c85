import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, rmdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../src/core/issue.ts';
import { type WalkedFile, type WalkOptions, walk } from '../../src/files/walk.ts';
import { useScratchFolder } from './scratch-folder.ts';

const scratch = useScratchFolder();

async function walkAll(
  paths: readonly string[],
  options?: WalkOptions,
): Promise<{ files: WalkedFile[]; issues: Issue[] }> {
  const files: WalkedFile[] = [];
  const issues: Issue[] = [];
  for await (const batch of walk(paths, options)) {
    files.push(...batch.files);
    issues.push(...batch.issues);
  }
  return { files, issues };
}

function make(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(scratch.in(path, '..'), { recursive: true });
    writeFileSync(scratch.in(path), path);
  }
}

const names = ({ files }: { files: readonly WalkedFile[] }) => files.map(({ relativePath }) => relativePath);
const troubles = ({ issues }: { issues: readonly Issue[] }) => issues.map(({ code, path }) => [code, path]);

describe('walk', () => {
  it('lists files with their sizes, and opens by absolute path', async () => {
    make('sub/b.txt');
    const { files, issues } = await walkAll([scratch.path]);
    expect(issues).toEqual([]);
    expect(files).toEqual([{ path: scratch.in('sub/b.txt'), relativePath: 'sub/b.txt', sizeBytes: 9 }]);
  });

  it('does not look at files where no sizes are wanted, and finds the same', async () => {
    make('a', 'sub/b', 'sub.txt');
    symlinkSync('a', scratch.in('link'));
    const looked = await walkAll([scratch.path]);
    const { files, issues } = await walkAll([scratch.path], { sizes: false });
    expect(issues).toEqual(looked.issues);
    expect(files).toEqual(looked.files.map(({ path, relativePath }) => ({ path, relativePath })));
    const [named] = (await walkAll([scratch.in('a')], { sizes: false })).files;
    expect(named).toMatchObject({ relativePath: 'a' });
  });

  it('says of each file what the system says of it, where asked for', async () => {
    make('a', 'sub/b');
    const { files } = await walkAll([scratch.path], { stamps: true });
    const expected = ['a', 'sub/b'].map((name) => {
      const { mtimeMs, ctimeMs, ino } = lstatSync(scratch.in(name));
      return { mtimeMs, ctimeMs, inode: ino };
    });
    expect(files.map(({ stamp }) => stamp)).toEqual(expected);
  });

  it.skipIf(process.platform === 'win32')('finds what find finds, in the order of the bytes of the paths', async () => {
    make('a/b', 'a-b', 'a.b', 'a0', 'a/b.c/d', 'a/b-c', 'Z', 'ä', 'z\u{10ffff}', '\uffee', '-', 'a b', 'a\nb');
    mkdirSync(scratch.in('empty'));
    const found = spawnSync('find', [scratch.path, '-type', 'f', '-printf', '%P\\0']).stdout;
    const expected = found
      .toString()
      .split('\0')
      .slice(0, -1)
      .map((name) => Buffer.from(name))
      .sort(Buffer.compare);
    expect(names(await walkAll([scratch.path]))).toEqual(expected.map(String));
  });

  it('keeps odd names: not UTF-8, backslash, 255 bytes, leading dash', async () => {
    const odd = [Buffer.from('K\xe4se', 'latin1'), Buffer.from('a\\b'), Buffer.alloc(255, 'x'), Buffer.from('-rf')];
    for (const name of odd) writeFileSync(Buffer.concat([Buffer.from(`${scratch.path}/`), name]), 'x');
    const { files } = await walkAll([scratch.path]);
    expect(files.map(({ relativePath }) => relativePath)).toEqual(['-rf', 'K\\xe4se', 'a\\x5cb', 'x'.repeat(255)]);
    expect(Buffer.from(files[1]?.path ?? '', 'latin1').subarray(-4)).toEqual(odd[0]);
  });

  it('names a single file by its name', async () => {
    make('sub/only.jpg');
    expect(names(await walkAll([scratch.in('sub/only.jpg')]))).toEqual(['only.jpg']);
  });

  it('begins relative paths with the names of several paths, in one order', async () => {
    make('two/x/1', 'one/x/1', 'one/y', 'z.jpg');
    const paths = [scratch.in('z.jpg'), scratch.in('two/x'), scratch.in('one')];
    expect(names(await walkAll(paths))).toEqual(['one/x/1', 'one/y', 'x/1', 'z.jpg']);
    expect(names(await walkAll(paths.toReversed()))).toEqual(['one/x/1', 'one/y', 'x/1', 'z.jpg']);
  });

  it('gives every file of several paths a name of its own', async () => {
    make('one/media/1', 'two/media/1', 'two/media/2');
    const found = names(await walkAll([scratch.in('one/media'), scratch.in('two/media')]));
    expect(found).toEqual(['one/media/1', 'two/media/1', 'two/media/2']);
  });

  it('goes 120 folders deep and through 3,000 files', async () => {
    const deep = Array.from({ length: 120 }, (_, index) => `d${index}`).join('/');
    make(`${deep}/end`);
    for (let index = 0; index < 3000; index += 1) writeFileSync(scratch.in(`f${index}`), '');
    const found = names(await walkAll([scratch.path]));
    expect(found).toHaveLength(3001);
    expect(found[0]).toBe(`${deep}/end`);
    expect(new Set(found).size).toBe(3001);
  });

  it('takes a folder that holds nothing', async () => {
    expect(await walkAll([scratch.path])).toEqual({ files: [], issues: [] });
    expect(await walkAll([])).toEqual({ files: [], issues: [] });
  });
});

describe('walk, what is no file', () => {
  it('reports a path that does not exist as it was named', async () => {
    make('a');
    const walked = await walkAll([scratch.in('nothing'), scratch.in('a')]);
    expect(names(walked)).toEqual(['a']);
    expect(troubles(walked)).toEqual([['path-missing', scratch.in('nothing')]]);
  });

  it('does not follow links unless asked, not even one that is named itself', async () => {
    make('real/1');
    symlinkSync('real', scratch.in('link'));
    symlinkSync('real/1', scratch.in('file-link'));
    const walked = await walkAll([scratch.path]);
    expect(names(walked)).toEqual(['real/1']);
    expect(troubles(walked)).toEqual([
      ['link-not-followed', 'file-link'],
      ['link-not-followed', 'link'],
    ]);
    expect(troubles(await walkAll([scratch.in('link')]))).toEqual([['link-not-followed', scratch.in('link')]]);
  });

  it('follows links when asked, under the name of the link, in order', async () => {
    make('real/1', 'real.txt');
    symlinkSync('real', scratch.in('link'));
    symlinkSync('real/1', scratch.in('link-1'));
    const walked = await walkAll([scratch.path], { followLinks: true });
    expect(walked.issues).toEqual([]);
    expect(names(walked)).toEqual(['link-1', 'link/1', 'real.txt', 'real/1']);
    expect(walked.files.map(({ path }) => String(path))).toContain(scratch.in('real/1'));
    expect(walked.files.map(({ path }) => String(path))).not.toContain(scratch.in('link-1'));
  });

  it('does not run in circles', async () => {
    make('a/1');
    symlinkSync('..', scratch.in('a/up'));
    symlinkSync('.', scratch.in('a/self'));
    const walked = await walkAll([scratch.path], { followLinks: true });
    expect(names(walked)).toEqual(['a/1']);
    expect(troubles(walked)).toEqual([
      ['link-loop', 'a/self'],
      ['link-loop', 'a/up'],
    ]);
  });

  it('reports links that lead nowhere, to themselves, or where another link led', async () => {
    make('real/1');
    symlinkSync('nowhere', scratch.in('broken'));
    symlinkSync('self', scratch.in('self'));
    symlinkSync('real', scratch.in('first'));
    symlinkSync('real', scratch.in('second'));
    const walked = await walkAll([scratch.path], { followLinks: true });
    expect(names(walked)).toEqual(['first/1', 'real/1']);
    expect(troubles(walked)).toEqual([
      ['link-broken', 'broken'],
      ['link-repeated', 'second'],
      ['link-broken', 'self'],
    ]);
  });

  it('ends where links lead to links in their thousands', async () => {
    for (let level = 0; level < 30; level += 1) {
      make(`${level}/file`);
      for (const name of ['a', 'b']) symlinkSync(`../${level + 1}`, scratch.in(`${level}/${name}`));
    }
    make('30/file');
    const walked = await walkAll([scratch.in('0')], { followLinks: true });
    expect(walked.files).toHaveLength(31);
    expect(walked.issues).toHaveLength(30);
  });

  it.skipIf(process.platform === 'win32')('reports pipes, sockets and devices', async () => {
    spawnSync('mkfifo', [scratch.in('pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(scratch.in('socket'), resolve));
    const walked = await walkAll([scratch.path, '/dev/null']);
    server.close();
    expect(names(walked)).toEqual([]);
    expect(troubles(walked).map(([code]) => code)).toEqual(['special-file', 'special-file', 'special-file']);
  });

  it('reports a folder and a file that vanish under way', async () => {
    for (let index = 0; index < 600; index += 1) make(`${String(index).padStart(3, '0')}`);
    mkdirSync(scratch.in('z-folder'));
    make('zz-file');
    const found: { files: WalkedFile[]; issues: Issue[] } = { files: [], issues: [] };
    for await (const batch of walk([scratch.path])) {
      if (found.files.length === 0) {
        rmdirSync(scratch.in('z-folder'));
        unlinkSync(scratch.in('zz-file'));
      }
      found.files.push(...batch.files);
      found.issues.push(...batch.issues);
    }
    expect(found.files).toHaveLength(600);
    expect(troubles(found)).toEqual([
      ['path-missing', 'z-folder'],
      ['path-missing', 'zz-file'],
    ]);
  });

  it.skipIf(process.platform === 'win32')('reports a folder that may not be listed', async () => {
    make('open/a', 'shut/a');
    chmodSync(scratch.path, 0o755);
    chmodSync(scratch.in('shut'), 0o000);
    // Nothing is shut for root, who therefore looks as somebody else.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    const walked = await walkAll([scratch.path]).finally(() => isRoot && process.seteuid?.(0));
    chmodSync(scratch.in('shut'), 0o700);
    expect(names(walked)).toEqual(['open/a']);
    expect(troubles(walked)).toEqual([['folder-unreadable', 'shut']]);
    expect(walked.issues[0]?.message).toContain('permission denied (EACCES)');
  });

  it('reports what lies deeper than the system can name', async () => {
    const part = 'd'.repeat(250);
    const script = 'cd "$1" && for i in $(seq 20); do mkdir "$2" && cd "$2" || exit 1; done';
    expect(spawnSync('bash', ['-c', script, 'bash', scratch.path, part]).status).toBe(0);
    const walked = await walkAll([scratch.path]);
    spawnSync('rm', ['-rf', scratch.path]);
    expect(walked.issues.map(({ code }) => code)).toEqual(['path-unreadable']);
    expect(walked.issues[0]?.message).toContain('ENAMETOOLONG');
  });

  it('stops when interrupted', async () => {
    for (let index = 0; index < 1200; index += 1) make(`${index}`);
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    await expect(walkAll([scratch.path], { signal: controller.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(walkAll([scratch.path], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});
