import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, runWell } from '../crash/criskit-process.ts';
import { type InventedLabs, makeLabs } from '../crash/invented-labs.ts';
import { problemsOf, readLabState } from '../crash/lab-state.ts';

let folder = '';
let labs: InventedLabs;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'criskit-full-'));
  labs = await makeLabs(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs it where no file may grow beyond so many KiB: what a program meets on a full disk. */
function runConfined(limitKibibytes: number, args: readonly string[]) {
  const script = `ulimit -f ${limitKibibytes} && exec "$@"`;
  return spawnSync('bash', ['-c', script, 'bash', ...commandLine(args)], { encoding: 'utf8' });
}

interface Work {
  readonly name: string;
  readonly limitKibibytes: number;
  readonly from: (labs: InventedLabs) => string;
  readonly args: (labs: InventedLabs, lab: string) => readonly string[];
  /** What must not be there afterwards. */
  readonly output?: string;
}

const works: readonly Work[] = [
  {
    name: 'import',
    limitKibibytes: 32,
    from: ({ sent }) => sent,
    args: ({ reply }) => ['import', reply, '--case', '24-0001', '--yes'],
  },
  {
    name: 'hashset import',
    limitKibibytes: 64,
    from: ({ sent }) => sent,
    args: ({ list }) => ['hashset', 'import', list, '--category', 'unidentified'],
  },
  {
    name: 'hashset export',
    limitKibibytes: 64,
    from: ({ answered }) => answered,
    args: (_, lab) => ['hashset', 'export', '--category', 'unidentified', '--format', 'plain', '-o', join(lab, 'out')],
    output: 'out',
  },
  {
    name: 'db backup',
    limitKibibytes: 64,
    from: ({ answered }) => answered,
    args: (_, lab) => ['db', 'backup', join(lab, 'out')],
    output: 'out',
  },
];

describe.skipIf(process.platform === 'win32')('a full disk (skipped on Windows, which has no ulimit)', () => {
  it.each(works)('stops $name with exit 3 and leaves the lab as it was', async (work) => {
    const lab = join(folder, work.name);
    cpSync(work.from(labs), lab, { recursive: true });
    const before = await readLabState(lab);
    const args = ['--lab', lab, ...work.args(labs, lab)];
    const { status, stderr } = runConfined(work.limitKibibytes, args);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^criskit: .*(disk|full|large|room)/im)]);
    expect(await problemsOf(lab)).toEqual([]);
    expect(await readLabState(lab)).toEqual(before);
    expect(work.output !== undefined && existsSync(join(lab, work.output))).toBe(false);
    expect(readdirSync(lab).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await runWell(args);
  });

  it('that lets an import through and nothing after it is told as such', async () => {
    const lab = join(folder, 'half');
    const args = ['--lab', lab, 'import', labs.reply, '--case', '24-0001', '--yes'];
    // Which one lies between the write-ahead log of the import and that of what follows depends on the size of its pages.
    const limits = Array.from({ length: 40 }, (_, step) => 100 + 8 * step);
    const isHalf = limits.some((limitKibibytes) => {
      rmSync(lab, { recursive: true, force: true });
      cpSync(labs.sent, lab, { recursive: true });
      const { status, stderr } = runConfined(limitKibibytes, args);
      return status === 3 && stderr.includes('The change to case 24-0001 is stored');
    });
    expect(isHalf).toBe(true);
    await runWell(args);
    expect(await problemsOf(lab)).toEqual([]);
  });
});
