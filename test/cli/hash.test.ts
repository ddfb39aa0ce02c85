import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itWith } from '../peer-program.ts';
import { runMain } from './run-main.ts';
import { invented, md5, sha256, tempFolder, tempLab } from './temp-lab.ts';

function folderOfMedia(): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'media/sub'), { recursive: true });
  for (const name of ['a.png', 'sub/b.png', '-dash.png', 'ü ber.png'])
    writeFileSync(join(cwd, 'media', name), invented(name));
  writeFileSync(join(cwd, 'media/empty'), '');
  return cwd;
}

describe('criskit hash', () => {
  it('writes hashdeep for several algorithms, lines of sha256sum for one', async () => {
    const cwd = folderOfMedia();
    const several = await runMain(['hash', 'media', '--algorithms', 'md5,sha1'], { cwd });
    expect(several.code).toBe(0);
    expect(several.stdout).toMatch(/^%%%% HASHDEEP-1\.0\n%%%% size,md5,sha1,filename\n/);
    const one = await runMain(['hash', 'media/a.png', '--algorithms', 'sha256'], { cwd });
    expect(one.stdout).toBe(`${sha256(invented('a.png'))}  a.png\n`);
    expect(one.stderr).toBe('');
  });

  it('gives names, sizes and digests as JSON, in the order of the names', async () => {
    const cwd = folderOfMedia();
    const { stdout } = await runMain(['hash', 'media', '--algorithms', 'md5', '--json'], { cwd });
    const { files, entries } = JSON.parse(stdout) as {
      files: number;
      entries: { path: string; digests: { md5: string } }[];
    };
    expect(files).toBe(5);
    expect(entries.map(({ path }) => path)).toEqual(['-dash.png', 'a.png', 'empty', 'sub/b.png', 'ü ber.png']);
    expect(entries[1]?.digests.md5).toBe(md5(invented('a.png')));
  });

  it.each([
    ['the defaults', [], 'size,md5,sha1,sha256'],
    ['BLAKE3 as well, as CSV', ['--algorithms', 'md5,blake3'], 'md5,sha1,sha256,blake3'],
  ])('chooses a format that holds %s', async (_, options, heading) => {
    const { code, stdout } = await runMain(['hash', 'media', ...options], { cwd: folderOfMedia() });
    expect(code).toBe(0);
    expect(stdout).toContain(heading);
  });

  it('takes the algorithms of the lab around it', async () => {
    const lab = await tempLab();
    lab.write('Lab/criskit.toml', '[hashing]\nalgorithms = ["sha1"]');
    lab.write('media/a', 'a');
    expect((await lab.run('hash', 'media')).stdout).toMatch(/^[0-9a-f]{40} {2}a\n$/);
  });

  it('writes a file that only its owner and group can read, and replaces none unless forced', async () => {
    const cwd = folderOfMedia();
    const argv = ['hash', 'media', '-o', 'manifest.txt'];
    const first = await runMain(argv, { cwd });
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(statSync(join(cwd, 'manifest.txt')).mode & 0o007).toBe(0);
    const bytes = readFileSync(join(cwd, 'manifest.txt'));
    expect(await runMain(argv, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
    expect((await runMain([...argv, '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'manifest.txt'))).toEqual(bytes);
  });

  it('tells links and what is not there, counts them, and goes on: exit 1', async () => {
    const cwd = folderOfMedia();
    symlinkSync('a.png', join(cwd, 'media/link.png'));
    const { code, stdout, stderr } = await runMain(['hash', 'media', 'missing', '--algorithms', 'md5', '-q'], { cwd });
    expect(code).toBe(1);
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(stderr).toMatch(/link\.png/);
    expect(stderr).toMatch(/missing/);
    const followed = await runMain(['hash', 'media', '--algorithms', 'md5', '--follow-links'], { cwd });
    expect(followed.code).toBe(0);
    expect(followed.stdout).toContain('link.png');
  });

  it('says that a format cannot hold a name, rather than losing it: exit 1', async () => {
    const cwd = folderOfMedia();
    writeFileSync(join(cwd, 'media/two\nlines'), 'x');
    const { code, stderr } = await runMain(['hash', 'media'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/hashdeep cannot hold this of 1 file: names/);
    expect((await runMain(['hash', 'media', '--format', 'csv'], { cwd })).code).toBe(0);
  });

  it.each([
    [['--algorithms', 'md6'], /"md6" is no algorithm/],
    [['--format', 'hashdep'], /no hash-set format called "hashdep"/],
    [['--format', 'sum', '--algorithms', 'md5,sha1'], /cannot hold md5, sha1/],
    [['--format', 'hashdeep', '--algorithms', 'blake3'], /cannot hold blake3/],
    [['--threads', '0'], /must be a whole number/],
    [['--threads', '257'], /must be at most 256/],
    [['--buffer', '64'], /must be a size such as 64M or 1G/],
    [['--buffer', '900K'], /at least 1M/],
    [['--buffer', '1e9'], /must be a size/],
    [['--verify', 'x', '-o', 'y'], /do not go together/],
  ])('refuses %j', async (options, message) => {
    const { code, stdout, stderr } = await runMain(['hash', 'media', ...options], { cwd: folderOfMedia() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('gives the same whatever way it reads, and says which with --verbose', async () => {
    const cwd = folderOfMedia();
    const { stdout } = await runMain(['hash', 'media'], { cwd });
    for (const ways of [['--no-lanes'], ['--no-cache'], ['--buffer', '1m', '--threads', '3'], ['--threads', '1']]) {
      const read = await runMain(['hash', 'media', ...ways, '--verbose'], { cwd });
      expect([read.code, read.stdout]).toEqual([0, stdout]);
      expect(read.stderr).toMatch(/threads? hash(es)?, .* to read into\.\n/);
      expect(read.stderr).toMatch(
        ways[0] === '--no-lanes' ? /MD5 by OpenSSL, as asked/ : /^MD5 (of 8 files|by OpenSSL)/m,
      );
    }
  });

  itWith('md5sum')('is accepted by md5sum -c', async () => {
    const cwd = folderOfMedia();
    await runMain(['hash', 'media', '--algorithms', 'md5', '-o', 'media.md5'], { cwd });
    const said = execFileSync('md5sum', ['-c', '--strict', '../media.md5'], {
      cwd: join(cwd, 'media'),
      encoding: 'utf8',
    });
    expect(said.match(/OK$/gm)).toHaveLength(5);
  });

  itWith('hashdeep')('is accepted by hashdeep -a', async () => {
    const cwd = folderOfMedia();
    await runMain(['hash', 'media', '-o', 'media.txt'], { cwd });
    const said = execFileSync(
      'hashdeep',
      ['-a', '-k', '../media.txt', '-r', '-l', '--', ...readdirSync(join(cwd, 'media'))],
      {
        cwd: join(cwd, 'media'),
        encoding: 'utf8',
      },
    );
    expect(said).toMatch(/Audit passed/);
  });
});

describe('criskit hash --verify', () => {
  async function manifested(): Promise<string> {
    const cwd = folderOfMedia();
    await runMain(['hash', 'media', '-o', 'manifest.txt'], { cwd });
    return cwd;
  }

  it('finds nothing where nothing changed', async () => {
    const { code, stdout } = await runMain(['hash', 'media', '--verify', 'manifest.txt'], { cwd: await manifested() });
    expect([code, stdout]).toEqual([0, '5 matched, 0 changed, 0 moved, 0 new, 0 missing, 0 unverified, 0 issues\n']);
  });

  it('names what changed, moved, came and went: exit 1', async () => {
    const cwd = await manifested();
    writeFileSync(join(cwd, 'media/a.png'), 'changed');
    renameSync(join(cwd, 'media/sub/b.png'), join(cwd, 'media/moved.png'));
    renameSync(join(cwd, 'media/empty'), join(cwd, 'gone'));
    writeFileSync(join(cwd, 'media/new.png'), 'new');
    const { code, stdout } = await runMain(['hash', 'media', '--verify', 'manifest.txt'], { cwd });
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual([
      'changed     a.png (size, md5, sha1, sha256)',
      'missing     empty',
      'moved       sub/b.png -> moved.png',
      'new         new.png',
      '2 matched, 1 changed, 1 moved, 1 new, 1 missing, 0 unverified, 0 issues',
      '',
    ]);
  });

  itWith('md5deep')('reads a manifest of md5deep with absolute names', async () => {
    const cwd = folderOfMedia();
    const manifest = execFileSync('md5deep', ['-r', join(cwd, 'media')], { encoding: 'utf8' });
    writeFileSync(join(cwd, 'deep.md5'), manifest);
    const { code, stdout } = await runMain(['hash', 'media', '--verify', 'deep.md5'], { cwd });
    expect(stdout).toMatch(/^5 matched/);
    expect(code).toBe(0);
  });

  it.each([
    ['a list without names', `${md5(Buffer.from('x'))}\n`, /names no file/],
    ['an empty file', '', /empty/],
    ['something else', 'some text\nthat is no list\n', /no hash set|no manifest/],
  ])('refuses %s for a manifest', async (_, content, message) => {
    const cwd = folderOfMedia();
    writeFileSync(join(cwd, 'manifest'), content);
    const { code, stderr } = await runMain(['hash', 'media', '--verify', 'manifest'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
