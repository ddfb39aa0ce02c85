import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Moment, runAndSignal, runWell, timeOf } from './criskit-process.ts';
import { type InventedLabs, makeLabs, type Stage } from './invented-labs.ts';
import { type LabState, problemsOf, readLabState, readTrackerCells, sha256Of } from './lab-state.ts';

/** What is cut off, in which lab, and how often. */
export interface Step {
  readonly name: string;
  readonly lab: Stage;
  readonly args: (labs: InventedLabs, lab: string) => readonly string[];
  readonly kills: number;
}

/** Where the labs of one test file are, and those that its steps begin with. */
export interface Workbench {
  readonly folder: string;
  readonly labs: InventedLabs;
}

/** For a test file: makes labs up to this state before its tests, and takes them away after them. */
export function setUpLabs(last: Stage): () => Workbench {
  let bench: Workbench | undefined;
  beforeAll(async () => {
    // A kill is not a power cut: what was written stays, flushed or not, and memory is as good as a disk.
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'criskit-kill-'));
    bench = { folder, labs: await makeLabs(folder, last) };
  });
  afterAll(() => {
    if (bench !== undefined) rmSync(bench.folder, { recursive: true, force: true });
  });
  return () => {
    if (bench === undefined) throw new Error('The labs are there from the first test on.');
    return bench;
  };
}

/** Kills the step until as many kills as it wants have struck, and looks at the lab each time. Returns how many did. */
export async function killStep(bench: Workbench, step: Step): Promise<number> {
  const undisturbed = await runUndisturbed(bench, step);
  let kills = 0;
  for (let seed = 1; kills < step.kills && seed <= step.kills * 2; seed += 1) {
    kills += await tryKills(bench, undisturbed, seed);
  }
  return kills;
}

/** Where a step that exports writes to. */
export function exportPath(lab: string): string {
  return join(lab, 'unidentified.json');
}

/** A step as it goes when nobody disturbs it. */
interface Undisturbed {
  readonly step: Step;
  readonly firstChangeMs: number;
  readonly endMs: number;
  readonly trackerBefore: unknown;
  readonly end: LabState;
  readonly exported: string | undefined;
}

async function runUndisturbed({ folder, labs }: Workbench, step: Step): Promise<Undisturbed> {
  const times: { firstChangeMs: number; endMs: number }[] = [];
  const lab = join(folder, `${step.name} undisturbed`);
  for (let run = 0; run < 3; run += 1) {
    rmSync(lab, { recursive: true, force: true });
    cpSync(labs[step.lab], lab, { recursive: true });
    times.push(await timeOf(['--lab', lab, ...step.args(labs, lab)], lab));
  }
  const median = (of: (time: { firstChangeMs: number; endMs: number }) => number) =>
    times.map(of).toSorted((a, b) => a - b)[1] ?? 0;
  return {
    step,
    firstChangeMs: median((time) => time.firstChangeMs),
    endMs: median((time) => time.endMs),
    trackerBefore: await readTrackerCells(labs[step.lab]),
    end: await readLabState(lab),
    exported: sha256Of(exportPath(lab)),
  };
}

/** The same fractions of a step's duration in every run of the tests. */
function createFractions(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Four of five kills fall between the first change and the end; the fifth before, while the program starts. */
function momentFor({ firstChangeMs, endMs }: Undisturbed, next: () => number): Moment {
  if (next() < 0.2) return { after: 'start', delayMs: firstChangeMs * (0.3 + 0.7 * next()) };
  return { after: 'first-change', delayMs: 0.9 * (endMs - firstChangeMs) * next() };
}

/** One lab: killed once or several times, looked at each time, brought to its end. Returns how many kills struck. */
async function tryKills({ folder, labs }: Workbench, undisturbed: Undisturbed, seed: number): Promise<number> {
  const { step } = undisturbed;
  const lab = join(folder, `${step.name} ${seed}`);
  const next = createFractions(seed);
  const args = ['--lab', lab, ...step.args(labs, lab)];
  cpSync(labs[step.lab], lab, { recursive: true });
  const rounds = 1 + (seed % 3);
  let kills = 0;
  for (let round = 0; round < rounds; round += 1) {
    const moment = momentFor(undisturbed, next);
    const { signal } = await runAndSignal(args, lab, 'SIGKILL', moment);
    const when = `round ${round}, ${moment.delayMs} ms after ${moment.after}`;
    await naming(`${step.name}, seed ${seed}, ${when}`, () => lookAtKilled(undisturbed, lab));
    // What came to its end leaves nothing to be killed in.
    if (signal !== 'SIGKILL') break;
    kills += 1;
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
