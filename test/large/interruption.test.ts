import { closeSync, cpSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAndSignal } from '../crash/criskit-process.ts';
import { type InventedLabs, makeLabs } from '../crash/invented-labs.ts';
import { problemsOf, readLabState } from '../crash/lab-state.ts';

let folder = '';
let labs: InventedLabs;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-ctrl-c-'));
  labs = await makeLabs(folder);
  mkdirSync(join(folder, 'clips'));
  const clip = openSync(join(folder, 'clips', 'clip.bin'), 'w');
  ftruncateSync(clip, 4 * 1024 ** 3);
  closeSync(clip);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Work {
  readonly name: string;
  readonly from: (labs: InventedLabs) => string;
  readonly args: (labs: InventedLabs, lab: string) => readonly string[];
}

const works: readonly Work[] = [
  {
    name: 'import',
    from: ({ sent }) => sent,
    args: ({ reply }) => ['import', reply, '--case', '24-0001', '--yes', '--no-tracker'],
  },
  {
    name: 'hashset import',
    from: ({ sent }) => sent,
    args: ({ list }) => ['hashset', 'import', list, '--category', 'unidentified'],
  },
  {
    name: 'hashset export',
    from: ({ answered }) => answered,
    args: (_, lab) => ['hashset', 'export', '--category', 'unidentified', '--format', 'vics-2', '-o', join(lab, 'x')],
  },
  { name: 'tracker sync', from: ({ answered }) => answered, args: () => ['tracker', 'sync'] },
  { name: 'submit prepare', from: ({ sent }) => sent, args: () => ['submit', 'prepare', '24-0001', `${folder}/clips`] },
];

describe('Ctrl-C', () => {
  it.each(works)('during $name ends with 130 and leaves the lab as it was, or comes too late', async (work) => {
    const before = await readLabState(work.from(labs));
    const ends: { readonly exitCode: number | null; readonly isAsItWas: boolean }[] = [];
    for (const delayMs of [0, 10, 30]) {
      const lab = join(folder, `${work.name} ${delayMs}`);
      cpSync(work.from(labs), lab, { recursive: true });
      const args = ['--lab', lab, ...work.args(labs, lab)];
      const { exitCode, stderr } = await runAndSignal(args, lab, 'SIGINT', { after: 'first-change', delayMs });
      expect([0, 130]).toContain(exitCode);
      expect(stderr.includes('Interrupted')).toBe(exitCode === 130);
      expect(await problemsOf(lab)).toEqual([]);
      ends.push({ exitCode, isAsItWas: isDeepStrictEqual(await readLabState(lab), before) });
    }
    const interrupted = ends.filter(({ exitCode }) => exitCode === 130);
    expect(interrupted).not.toEqual([]);
    expect(interrupted.filter(({ isAsItWas }) => !isAsItWas)).toEqual([]);
  });

  it('during a hash of many gigabytes is heard at once', async () => {
    const args = ['hash', join(folder, 'clips'), '-o', join(labs.empty, 'hashes.txt')];
    const startMs = performance.now();
    const ended = await runAndSignal(args, labs.empty, 'SIGINT', { after: 'start', delayMs: 600 });
    expect(ended).toMatchObject({ exitCode: 130 });
    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});
