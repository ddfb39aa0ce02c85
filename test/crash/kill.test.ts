import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moment, runAndSignal, runWell, timeOf } from './criskit-process.ts';
import { type InventedLabs, makeLabs } from './invented-labs.ts';
import { type LabState, problemsOf, readLabState, readTrackerCells, sha256Of } from './lab-state.ts';

/** What is cut off, in which lab, and how often. */
interface Step {
  readonly name: string;
  readonly lab: (labs: InventedLabs) => string;
  readonly args: (labs: InventedLabs, lab: string) => readonly string[];
  readonly kills: number;
}

const exportPath = (lab: string) => join(lab, 'unidentified.json');

const steps: readonly Step[] = [
  {
    name: 'submit prepare',
    lab: ({ empty }) => empty,
    args: ({ media }) => ['submit', 'prepare', '24-0001', media],
    kills: 25,
  },
  {
    name: 'import',
    lab: ({ sent }) => sent,
    args: ({ reply }) => ['import', reply, '--case', '24-0001', '--yes'],
    kills: 35,
  },
  {
    name: 'hashset import',
    lab: ({ sent }) => sent,
    args: ({ list }) => ['hashset', 'import', list, '--category', 'unidentified'],
    kills: 25,
  },
  {
    name: 'hashset import of a new version',
    lab: ({ answered }) => answered,
    args: ({ nextList }) => ['hashset', 'import', nextList, '--category', 'unidentified', '--set', 'list.txt', '--yes'],
    kills: 20,
  },
  {
    name: 'hashset remove',
    lab: ({ answered }) => answered,
    args: () => ['hashset', 'remove', 'list.txt', '--yes'],
    kills: 15,
  },
  {
    name: 'hashset export',
    lab: ({ answered }) => answered,
    args: (_, lab) => ['hashset', 'export', '--category', 'unidentified', '--format', 'vics-2', '-o', exportPath(lab)],
    kills: 30,
  },
  { name: 'tracker sync', lab: ({ answered }) => answered, args: () => ['tracker', 'sync'], kills: 25 },
  {
    name: 'undo',
    lab: ({ synced }) => synced,
    args: () => ['undo', '1', '--reason', 'a test of kills'],
    kills: 30,
  },
  { name: 'split-rule apply', lab: ({ ruled }) => ruled, args: () => ['split-rule', 'apply', '--yes'], kills: 15 },
  {
    name: 'submit batch',
    lab: ({ sent }) => sent,
    args: () => ['submit', 'batch', '24-0001', '--size', '7'],
    kills: 15,
  },
];

/** The same fractions of a step's duration in every run of the tests. */
function createFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

let folder = '';
let labs: InventedLabs;

beforeAll(async () => {
  // A kill is not a power cut: what was written stays, flushed or not, and memory is as good as a disk.
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'criskit-kill-'));
  labs = await makeLabs(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A step as it goes when nobody disturbs it. */
interface Undisturbed {
  readonly step: Step;
  readonly firstChangeMs: number;
  readonly endMs: number;
  readonly trackerBefore: unknown;
  readonly end: LabState;
  readonly exported: string | undefined;
}

async function runUndisturbed(step: Step): Promise<Undisturbed> {
  const times: { firstChangeMs: number; endMs: number }[] = [];
  const lab = join(folder, `${step.name} undisturbed`);
  for (let run = 0; run < 3; run += 1) {
    rmSync(lab, { recursive: true, force: true });
    cpSync(step.lab(labs), lab, { recursive: true });
    times.push(await timeOf(['--lab', lab, ...step.args(labs, lab)], lab));
  }
  const median = (of: (time: { firstChangeMs: number; endMs: number }) => number) =>
    times.map(of).toSorted((a, b) => a - b)[1] ?? 0;
  return {
    step,
    firstChangeMs: median((time) => time.firstChangeMs),
    endMs: median((time) => time.endMs),
    trackerBefore: await readTrackerCells(step.lab(labs)),
    end: await readLabState(lab),
    exported: sha256Of(exportPath(lab)),
  };
}

/** Four of five kills fall between the first change and the end; the fifth before, while the program starts. */
function momentFor({ firstChangeMs, endMs }: Undisturbed, next: () => number): Moment {
  if (next() < 0.2) return { after: 'start', delayMs: firstChangeMs * (0.3 + 0.7 * next()) };
  return { after: 'first-change', delayMs: 0.9 * (endMs - firstChangeMs) * next() };
}

/** One lab: killed once or several times, looked at each time, brought to its end. Returns how many kills struck. */
async function tryKills(undisturbed: Undisturbed, lab: string, seed: number): Promise<number> {
  const { step } = undisturbed;
  const next = createFractions(seed);
  const args = ['--lab', lab, ...step.args(labs, lab)];
  cpSync(step.lab(labs), lab, { recursive: true });
  const rounds = 1 + (seed % 3);
  let kills = 0;
  for (let round = 0; round < rounds; round += 1) {
    const moment = momentFor(undisturbed, next);
    const { signal } = await runAndSignal(args, lab, 'SIGKILL', moment);
    if (signal === 'SIGKILL') kills += 1;
    const when = `round ${round}, ${moment.delayMs} ms after ${moment.after}`;
    await naming(`${step.name}, seed ${seed}, ${when}`, () => lookAtKilled(undisturbed, lab));
  }
  await naming(`${step.name}, seed ${seed}, repeated`, async () => {
    await runWell(args);
    expect(await problemsOf(lab)).toEqual([]);
    expect(await readLabState(lab)).toEqual(undisturbed.end);
  });
  rmSync(lab, { recursive: true });
  return kills;
}

/** In a copy, because opening the database tidies up what the repeated command shall find. */
async function lookAtKilled({ trackerBefore, end, exported }: Undisturbed, lab: string): Promise<void> {
  const copy = `${lab} copy`;
  cpSync(lab, copy, { recursive: true });
  expect(await problemsOf(copy)).toEqual([]);
  expect([trackerBefore, end.tracker]).toContainEqual(await readTrackerCells(copy));
  expect([undefined, exported]).toContain(sha256Of(exportPath(copy)));
  for (const [path, sha256] of Object.entries(end.files)) {
    expect([undefined, sha256]).toContain(sha256Of(join(copy, path)));
  }
  rmSync(copy, { recursive: true });
}

/** Says of a failure which kill it was. */
async function naming(what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

describe('a lab whose program is killed', () => {
  it.each(steps)('in the middle of $name is whole, and the same command finishes the work', async (step) => {
    const undisturbed = await runUndisturbed(step);
    const labFolder = join(folder, step.name);
    mkdirSync(labFolder);
    let seed = 0;
    let kills = 0;
    const worker = async () => {
      while (kills < step.kills && seed < step.kills * 2) {
        seed += 1;
        kills += await tryKills(undisturbed, join(labFolder, String(seed)), seed);
      }
    };
    await Promise.all([worker(), worker()]);
    expect(kills).toBeGreaterThanOrEqual(step.kills);
  }, 300_000);

  it('by a second process that finds the database locked waits for nobody who is gone', async () => {
    const lab = join(folder, 'waits');
    cpSync(labs.sent, lab, { recursive: true });
    const args = ['--lab', lab, 'import', labs.reply, '--case', '24-0001', '--yes'];
    await runAndSignal(args, lab, 'SIGKILL', { after: 'first-change', delayMs: 40 });
    await runWell(args);
    expect(await problemsOf(lab)).toEqual([]);
  });
});
