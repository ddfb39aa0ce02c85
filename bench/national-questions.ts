import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { besidePeers } from './beside-peers.ts';
import { runCriskit } from './criskit-runs.ts';
import { formatPeak, formatRate, formatSeconds, formatThousands } from './figures.ts';
import { filesBelow } from './folder-files.ts';
import { inventContents } from './invented-contents.ts';
import { writeQuestions } from './md5-lists.ts';
import { askHfind, askSqlite, loadWithMd5deep } from './national-peers.ts';
import type { NationalSetting } from './national-setting.ts';
import { medianRun, type TimedRun } from './timed-run.ts';

/** Many digests against many more, and one alone. */
export async function* benchQuestions(setting: NationalSetting, lab: string): AsyncGenerator<BenchRow> {
  const one = join(setting.folder, 'one.txt');
  const [first] = inventContents(1);
  writeFileSync(one, `${first?.md5}\n`);
  yield* benchMatch(setting, lab, one);
  yield* benchSingle(setting, lab, one);
}

async function* benchMatch(setting: NationalSetting, lab: string, one: string): AsyncGenerator<BenchRow> {
  const { many, questions } = setting.sizes;
  const asked = join(setting.folder, 'questions.txt');
  writeQuestions(asked, many, questions);
  const whole = await matchThrice(setting, lab, asked, questions / 2);
  const opening = await matchThrice(setting, lab, one, 1);
  const against = `against ${formatThousands(many)}`;
  const own = {
    name: `match: ${formatThousands(questions)} MD5s, half of them known, ${against}, as CSV, opening included`,
    seconds: whole.seconds,
    count: questions,
    unit: 'digests',
    note: formatPeak(whole),
  };
  yield* besidePeers(own, [
    ...(await askHfind(setting, asked, questions)),
    ...(await askSqlite(setting, asked, questions)),
  ]);
  yield {
    name: `match: opening, which is one digest ${against}`,
    ours: `${formatSeconds(opening.seconds)} (goal: under 2 s)`,
    note: `after it ${formatRate(whole.seconds - opening.seconds, questions, 'digests')}, CSV included`,
  };
  yield lookUp(lab, asked, questions);
}

/** The lookups of `match` alone, without its input and output. */
function lookUp(lab: string, asked: string, questions: number): BenchRow {
  const script = join(import.meta.dirname, 'look-up.ts');
  const child = spawnSync(process.execPath, [script, lab, asked], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(child.stderr);
  const found = JSON.parse(child.stdout) as { openingSeconds: number; seconds: [number, number]; known: number };
  if (found.known !== questions / 2) throw new Error(`the database knows ${found.known} of ${questions / 2}`);
  const [first, again] = found.seconds;
  return {
    name: `lookups in the database after opening it: ${formatThousands(questions)} MD5s, half of them known`,
    ours: `${formatRate(again, questions, 'digests')} (goal: 2,000,000)`,
    note: `the first time, from the file, ${formatRate(first, questions, 'digests')}; opening ${formatSeconds(found.openingSeconds)}`,
  };
}

/** Throws where it did not find what is known. */
async function matchThrice({ folder }: NationalSetting, lab: string, list: string, known: number): Promise<TimedRun> {
  const found = join(folder, 'known.csv');
  const runs: TimedRun[] = [];
  for (let round = 0; round < 3; round += 1) {
    runs.push(await runCriskit(lab, ['match', list, '--format', 'csv', '--output', found, '--force']));
  }
  const lines =
    readFileSync(found, 'latin1')
      .split('\n')
      .filter((line) => line !== '').length - 1;
  if (lines !== known) throw new Error(`match found ${lines} of ${known}`);
  return medianRun(runs);
}

async function* benchSingle(setting: NationalSetting, lab: string, one: string): AsyncGenerator<BenchRow> {
  const { many } = setting.sizes;
  const digests = [...inventContents(5)].map(({ md5 }) => md5);
  const [cached, dropped]: [TimedRun[], TimedRun[]] = [[], []];
  for (const digest of digests) {
    const isDropped = dropFromCache(lab);
    const run = await runCriskit(lab, ['lookup', digest]);
    if (isDropped) dropped.push(run);
    cached.push(await runCriskit(lab, ['lookup', digest]));
  }
  const own = medianRun(cached);
  const fromDisk = dropped.length === 0 ? 'not measured' : formatSeconds(medianRun(dropped).seconds);
  yield* besidePeers(
    {
      name: `lookup: one digest against ${formatThousands(many)} in a new process, median of ${digests.length}`,
      seconds: own.seconds,
      count: 1,
      unit: 'digests',
      note: `goal: under 0.3 s; with nothing of the lab in the page cache ${fromDisk}; ${formatPeak(own)}`,
    },
    [...(await askHfind(setting, one, 1)), ...(await askSqlite(setting, one, 1)), ...(await loadWithMd5deep(setting))],
  );
}

/** Whether the system could be asked to forget what it keeps in memory of the lab's files. */
function dropFromCache(lab: string): boolean {
  const script = join(import.meta.dirname, 'drop-from-cache.py');
  return spawnSync('python3', [script, ...filesBelow(lab)], { stdio: 'ignore' }).status === 0;
}
