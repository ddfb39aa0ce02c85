import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { entryOf, zipOf } from '../containers/archives/zip-bytes.ts';
import { finished, startExecutable } from './run-executable.ts';
import { runMain } from './run-main.ts';
import { md5, sha256, tempFolder, tempLab } from './temp-lab.ts';

const digests = Array.from({ length: 5 }, (_, index) => md5(Buffer.from(`media ${index}`)));
const list = Buffer.from(`${digests.join('\n')}\n`);
const sums = Buffer.from(digests.map((digest, index) => `${digest}  ${index}.jpg\n`).join(''));
const readme = entryOf('README.txt', 'Dear colleague,\nplease find the list attached.\n');

const importing = (file: string, ...more: string[]) => [
  'hashset',
  'import',
  file,
  '--category',
  'unidentified',
  ...more,
];

describe('a packed hash set', () => {
  it.each([
    ['list.txt.gz', gzipSync(list), ['list.txt']],
    ['list.zip', zipOf([entryOf('list.txt', list)]), ['list.txt']],
    ['list.zip', zipOf([readme, entryOf('sets/', ''), entryOf('sets/a.txt', list)]), ['sets/a.txt']],
    ['list.zip', zipOf([entryOf('a.txt.gz', gzipSync(list)), readme]), ['a.txt.gz', 'a.txt']],
    ['list.zip', zipOf([entryOf('__MACOSX/._a.txt', list), entryOf('a.txt', list)]), ['a.txt']],
    ['list.zip', zipOf([entryOf('../../../etc/passwd', list)]), ['etc/passwd']],
    ['list.zip.gz', gzipSync(zipOf([entryOf('a.txt', list)])), ['list.zip', 'a.txt']],
  ])('is read as it is: %s %#', async (name, packed, path) => {
    const lab = await tempLab();
    lab.write(name, packed);
    const whole = { sha256: sha256(packed), part: { path, sha256: sha256(list) } };
    const imported = await lab.json(importing(name));
    expect(imported).toMatchObject({ format: 'plain', records: 5, added: 5, issues: 0, written: true, ...whole });
    expect((await lab.run('why', digests[0] ?? '')).stdout).toContain(path.join(' > '));
    const shown = (await lab.run('hashset', 'show', '1')).stdout;
    expect(shown).toContain(path.join(' > '));
    expect(shown).toContain(sha256(list));
    // The same list is known again, packed otherwise or not at all.
    lab.write('list.txt', list);
    expect(await lab.json(importing('list.txt'))).toMatchObject({ alreadyImported: 1, written: false });
    expect(await lab.json(importing(name))).toMatchObject({ alreadyImported: 1, written: false });
  });

  it('is known again when it was imported plain; another one in the same archive is not the same', async () => {
    const lab = await tempLab();
    lab.write('list.txt', list);
    lab.write('both.zip', zipOf([entryOf('a.txt', list), entryOf('b.txt', sums)]));
    await lab.json(importing('list.txt'));
    expect(await lab.json(importing('both.zip', '--entry', 'a.txt'))).toMatchObject({ alreadyImported: 1 });
    expect(await lab.json(importing('both.zip', '--entry', 'b.txt'))).toMatchObject({
      import: { id: 2 },
      format: 'sum',
    });
  });

  it('named in an archive is a set of its own beside another one of the archive', async () => {
    const lab = await tempLab();
    lab.write('both.zip', zipOf([entryOf('a.txt', list), entryOf('b.txt', sums.subarray(0, 40))]));
    const set = (name: string) => ({ name: `both.zip, ${name}` });
    expect(await lab.json(importing('both.zip', '--entry', 'a.txt'))).toMatchObject({ set: set('a.txt') });
    expect(await lab.json(importing('both.zip', '--entry', 'b.txt'))).toMatchObject({
      set: set('b.txt'),
      version: null,
    });
  });

  it.each([
    ['two hash sets', zipOf([entryOf('a.txt', list), entryOf('b.txt', sums)]), 'FORMAT_AMBIGUOUS'],
    ['none', zipOf([readme, entryOf('b.bin', Buffer.alloc(100))]), 'FORMAT_UNKNOWN'],
    ['a file that may be one', zipOf([entryOf('a.txt', list), { ...entryOf('b', 'x'), flags: 1 }]), 'FORMAT_AMBIGUOUS'],
    ['nothing', zipOf([]), 'INPUT_EMPTY'],
    ['folders only', zipOf([entryOf('a/', '')]), 'INPUT_EMPTY'],
    ['an encrypted entry', zipOf([{ ...entryOf('a.txt', list), flags: 1 }]), 'INPUT_ENCRYPTED'],
    ['another compression', zipOf([{ ...entryOf('a.txt', list), method: 9 }]), 'FORMAT_CANNOT'],
    ['a wrong checksum', zipOf([{ ...entryOf('a.txt', list), crc: 1 }]), 'INPUT_DAMAGED'],
    ['less than it declares', zipOf([{ ...entryOf('a.txt', list), sizeBytes: 9999 }]), 'INPUT_DAMAGED'],
    ['more than it declares', zipOf([{ ...entryOf('a.txt', list), sizeBytes: 9 }]), 'INPUT_HOSTILE'],
    ['a zip archive cut off', zipOf([entryOf('a.txt', list)]).subarray(0, -9), 'INPUT_DAMAGED'],
    ['a gzip file cut off', gzipSync(list).subarray(0, -9), 'INPUT_DAMAGED'],
    ['a gzip file of nothing', gzipSync(''), 'INPUT_EMPTY'],
    ['three layers', gzipSync(gzipSync(gzipSync(list))), 'INPUT_HOSTILE'],
    ['a bomb', gzipSync(Buffer.concat([list, Buffer.alloc(100_000_000, 10)])), 'INPUT_HOSTILE'],
    ['a workbook', zipOf([entryOf('[Content_Types].xml', '<x/>'), entryOf('xl/a.xml', '<x/>')]), 'FORMAT_UNKNOWN'],
  ])('is refused where it is %s', async (_, packed, code) => {
    const lab = await tempLab();
    lab.write('packed', packed);
    expect(await lab.json(importing('packed'), 2)).toMatchObject({ error: { code } });
    expect(await lab.json(['db', 'stats'])).toMatchObject({ media: 0, imports: 0 });
  });

  it('says what is in an archive of several, and how to choose', async () => {
    const lab = await tempLab();
    lab.write('both.zip', zipOf([readme, entryOf('a.txt', list), entryOf('b.txt', sums)]));
    const { stderr } = await lab.run(...importing('both.zip'));
    expect(stderr).toMatch(/several files that could be meant: a\.txt \(plain\), b\.txt \(sum\)/);
    expect(stderr).toContain('--entry NAME');
    expect((await lab.run(...importing('both.zip', '--entry', 'c.txt'))).stderr).toContain('README.txt, a.txt, b.txt');
    // The format that is named chooses as well.
    expect(await lab.json(importing('both.zip', '--format', 'sum', '--dry-run'))).toMatchObject({ format: 'sum' });
    lab.write('list.txt', list);
    expect(await lab.json(importing('list.txt', '--entry', 'a'), 2)).toMatchObject({ error: { code: 'USAGE' } });
  });

  it('is read by match and hash --verify as well', async () => {
    const lab = await tempLab();
    lab.write('list.txt', list);
    await lab.json(importing('list.txt'));
    lab.write('list.zip', zipOf([readme, entryOf('a.txt', sums)]));
    expect(await lab.json(['match', 'list.zip'])).toMatchObject({ media: 5, known: 5 });
    lab.write('files/0.jpg', 'media 0');
    const manifest = gzipSync(`${digests[0]}  0.jpg\n`);
    lab.write('manifest.gz', manifest);
    expect(await lab.json(['hash', 'files', '--verify', 'manifest.gz'])).toMatchObject({ matched: 1, changed: 0 });
    const options = { cwd: lab.cwd, input: manifest };
    expect((await runMain(['hash', 'files', '--verify', '-'], options)).stdout).toContain('1 matched');
  });
});

describe('standard input', () => {
  it.each([
    ['a list', list, null],
    ['a gzip file', gzipSync(list), { path: ['standard input'], sha256: sha256(list) }],
    ['a zip archive', zipOf([readme, entryOf('a.txt', list)]), { path: ['a.txt'], sha256: sha256(list) }],
  ])('may be %s', async (_, input, part) => {
    const lab = await tempLab();
    const argv = ['--lab', lab.folder, ...importing('-', '--set', 'piped', '--json')];
    const result = await runMain(argv, { cwd: lab.cwd, input });
    expect(result).toMatchObject({ code: 0 });
    expect(JSON.parse(result.stdout)).toMatchObject({ records: 5, sha256: sha256(input), part, written: true });
  });

  it('is refused where it is empty, cut off, or nothing is piped to it', async () => {
    const lab = await tempLab();
    const argv = ['--lab', lab.folder, ...importing('-', '--yes', '--json')];
    const codeOf = async (options: object) => {
      const { stdout } = await runMain(argv, { cwd: lab.cwd, ...options });
      return (JSON.parse(stdout) as { error: { code: string } }).error.code;
    };
    expect(await codeOf({ input: '' })).toBe('INPUT_EMPTY');
    expect(await codeOf({ input: zipOf([entryOf('a.txt', list)]).subarray(0, 99) })).toBe('INPUT_DAMAGED');
    expect(await codeOf({ answers: 'y\n' })).toBe('USAGE');
    // Two lists that have no name are not two versions of one.
    expect(await codeOf({ input: list })).toBe('USAGE');
    expect(await lab.json(['hashset', 'list'])).toMatchObject({ sets: [] });
  });

  it.each([1, 2])('leaves no temporary file behind after Ctrl-C, %i times', async (times) => {
    const lab = await tempLab();
    const temporary = tempFolder();
    const argv = ['--lab', lab.folder, ...importing('-')];
    const child = startExecutable(argv, { cwd: lab.cwd, env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary } });
    const end = finished(child);
    child.stdin?.write(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(200_000)]));
    while (readdirSync(temporary).length === 0) await wait(20);
    for (let time = 0; time < times; time += 1) {
      child.kill('SIGINT');
      await wait(400);
    }
    expect((await end).code).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
