import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoFiles } from '../../sample-data/demo/generate.ts';
import { makeDemoFolder } from '../../src/app/demo/demo-folder.ts';
import { runDemo } from '../../src/app/demo/run-demo.ts';
import { mediaKindOfHead } from '../../src/files/media-kind.ts';
import { itWith } from '../peer-program.ts';
import { runExecutable } from './run-executable.ts';
import { runJson, runMain } from './run-main.ts';
import { labWithReply, tempFolder } from './temp-lab.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/demo');
const exported = ['known.json', 'known.txt', 'unidentified.txt'];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .toSorted();
}

describe('demo', () => {
  it('runs the whole job in a folder that it makes, and leaves a lab that is whole', async () => {
    const cwd = tempFolder();
    const { code, stdout, stderr } = await runMain(['demo', 'Lab'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    for (const line of [
      '$ criskit init --name "CRIS desk" --agency "Springfield PD" --examiner "Robin Vance"',
      '  5 files: 3 images, 2 videos, 0 others; 38.9 KiB',
      '8 matched, 0 changed, 0 moved, 0 new, 0 missing, 0 unverified, 0 issues',
      'Lines:    13 read = 7 records + 0 issues + 4 headings + 2 blanks',
      'Lines:    9 read = 5 records + 3 issues + 1 heading + 0 blanks',
      '  line 3, column Hash: The digest has 31 characters instead of 32, 40 or 64.',
      'Lines:    9 read = 6 records + 2 issues + 1 heading + 0 blanks',
      '[exit code 1: done, with differences]',
      '  left out, in open conflict: 1',
      '6 media: 4 known, 2 not known',
      'The database is whole.',
      `  cd ${join(cwd, 'Lab')}`,
    ]) {
      expect(stdout.split('\n')).toContain(line);
    }
    expect(stdout).toContain('goes from unidentified to known-victim');
    expect(stdout.split('\n').filter((line) => line.length > 100 && line.trim().includes(' '))).toEqual([]);
    expect(await runJson(['db', 'verify'], { cwd: join(cwd, 'Lab') })).toMatchObject({ ok: true });
  });

  it('gives the same hash sets on every run', async () => {
    const cwd = tempFolder();
    const nowUtc = '2027-01-31T08:00:00.000Z';
    await Promise.all([runJson(['demo', 'One'], { cwd }), runJson(['demo', 'Two'], { cwd, nowUtc })]);
    for (const name of exported) {
      expect(readFileSync(join(cwd, 'Two', 'exports', name))).toEqual(readFileSync(join(cwd, 'One', 'exports', name)));
    }
    expect(readdirSync(join(cwd, 'One', 'exports')).toSorted()).toEqual(exported);
  });

  it('as JSON lists every command with its exit code', async () => {
    const cwd = tempFolder();
    const { folder, steps } = await runJson(['demo', '--lab', 'Lab'], { cwd });
    expect(folder).toBe(join(cwd, 'Lab'));
    expect(steps).toContainEqual({ command: 'criskit import replies/24-0003.csv --case 24-0003 --yes', exitCode: 1 });
    expect(steps).toContainEqual({ command: 'criskit db verify', exitCode: 0 });
  });

  it('works as the real executable, in a temporary folder of its own', async () => {
    const cwd = tempFolder();
    const { code, stdout, stderr } = await runExecutable(['demo'], { cwd, env: { TMPDIR: cwd, TEMP: cwd } });
    expect([code, stderr]).toEqual([0, '']);
    const [folder = ''] = readdirSync(cwd);
    expect(folder).toMatch(/^criskit-demo-/);
    expect(stdout).toContain(`$ cd ${join(cwd, folder)}`);
    expect(existsSync(join(cwd, folder, 'tracker.xlsx'))).toBe(true);
  });

  it('touches no folder that holds something, and no file', async () => {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'full'));
    writeFileSync(join(cwd, 'full', 'mine.txt'), 'mine');
    for (const name of ['full', 'full/mine.txt']) {
      const { code, stdout, stderr } = await runMain(['demo', name], { cwd });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('touches nothing that is there');
    }
    expect(filesBelow(cwd)).toEqual(['full/mine.txt']);
    expect(readFileSync(join(cwd, 'full', 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('never works in the lab that CRISKIT_LAB names, and warns of it', async () => {
    const lab = await labWithReply();
    const before = await lab.json(['history']);
    const { code, stdout } = await runMain(['demo', 'Demo'], { cwd: lab.cwd, env: { CRISKIT_LAB: lab.folder } });
    expect(code).toBe(0);
    expect(stdout).toContain('CRISKIT_LAB is set');
    expect(await lab.json(['history'])).toEqual(before);
  });

  it('says where it stopped when it is interrupted', async () => {
    const cwd = tempFolder();
    const { code, stderr } = await runMain(['demo', 'Lab'], { cwd, signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(stderr).toContain(`the demo is unfinished in ${join(cwd, 'Lab')}`);
  });

  it.each([
    [1, 'INTERNAL'],
    [2, 'INTERNAL'],
    [3, 'OUTPUT_FAILED'],
    [70, 'INTERNAL'],
  ])('stops where a command ends with exit code %i and must not', async (exitCode, code) => {
    const folder = await makeDemoFolder(join(tempFolder(), 'Lab'));
    const ran: string[] = [];
    const runCommand = async (argv: readonly string[]) => {
      ran.push(argv[0] ?? '');
      return { exitCode, output: 'so it is\n' };
    };
    const events = runDemo({ folder, runCommand, signal: new AbortController().signal });
    const run = async () => {
      for await (const { kind } of events) expect(kind).not.toBe('edit');
    };
    await expect(run()).rejects.toMatchObject({ code, path: folder, hint: 'It said: so it is' });
    expect(ran).toEqual(['init']);
  });

  itWith('hashdeep')('exports a list by which hashdeep finds the known victims', async () => {
    const cwd = tempFolder();
    await runJson(['demo', 'Lab'], { cwd });
    const args = ['-r', '-l', '-m', '-k', 'exports/known.txt', 'media'];
    const { stdout } = spawnSync('hashdeep', args, { cwd: join(cwd, 'Lab'), encoding: 'utf8' });
    expect(stdout.trim().split('\n').toSorted()).toEqual([
      'media/24-0001/phone/IMG_0412.JPG',
      'media/24-0001/phone/IMG_0413 (1).JPG',
      'media/24-0001/phone/IMG_0413.JPG',
      'media/24-0001/phone/VID_0007.mp4',
      'media/24-0002/DCIM/DSC00012.jpg',
      'media/24-0002/DCIM/DSC00013.jpg',
      'media/24-0003/tablet/a1.jpg',
      'media/24-0003/tablet/a5.jpg',
      'media/new-case/usb stick/001.jpg',
      'media/new-case/usb stick/005.jpg',
    ]);
  });
});

describe('the sample data of the demo', () => {
  it('is what its generator writes, byte for byte', () => {
    const generated = demoFiles();
    const found = ['hash-sets', 'media', 'replies'].flatMap((part) =>
      filesBelow(join(samples, part)).map((name) => `${part}/${name}`),
    );
    expect(found.toSorted()).toEqual([...generated.keys()].toSorted());
    for (const [path, bytes] of generated) expect(bytes.equals(readFileSync(join(samples, path)))).toBe(true);
  });

  it('is small, and of the kinds that its names say, but for one', async () => {
    const media = [...demoFiles()].filter(([path]) => path.startsWith('media/'));
    const kinds = await Promise.all(media.map(async ([path, bytes]) => [path, await mediaKindOfHead(bytes)] as const));
    const isVideo = (path: string) => /\.(mp4|avi)$/.test(path);
    expect(kinds.filter(([path, kind]) => kind !== (isVideo(path) ? 'video' : 'image'))).toEqual([
      ['media/24-0002/holiday.jpg', 'video'],
    ]);
    expect(media.reduce((sum, [, { length }]) => sum + length, 0)).toBeLessThan(500_000);
  });
});
