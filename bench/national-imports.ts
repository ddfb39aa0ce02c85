import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { besidePeers, type PeerFigure } from './beside-peers.ts';
import { runCriskit } from './criskit-runs.ts';
import { formatPeak, formatRounds, formatThousands, growthPerDoubling, type Measured } from './figures.ts';
import { filesBelow } from './folder-files.ts';
import type { NationalSetting } from './national-setting.ts';
import { medianRun, type TimedRun } from './timed-run.ts';

/** A hash set in one of the shapes of national lists, in one or several sizes. */
export interface NationalSet {
  /** What it is, such as `entries of VICS 2.0`. */
  readonly title: string;
  readonly fileName: string;
  readonly category: string;
  /** Numbers of records, rising. */
  readonly counts: readonly number[];
  /** Records a second that the issue asks for. */
  readonly goal?: number;
  write(path: string, count: number): void;
  /** How many media so many records speak of. */
  mediaIn(count: number): number;
  /** Peers that take the same list in. */
  peers(path: string, count: number): Promise<readonly PeerFigure[]>;
}

/**
 * Imports a set in each of its sizes, the smallest several times, because little decides there. The lab with the size
 * that is kept stays; all else goes.
 */
export async function* benchImports(
  setting: NationalSetting,
  set: NationalSet,
  keptCount?: number,
): AsyncGenerator<BenchRow> {
  let before: Measured | undefined;
  for (const count of set.counts) {
    const list = join(setting.folder, `${count}-${set.fileName}`);
    set.write(list, count);
    const rounds = setting.isQuick || count > setting.sizes.few ? 1 : 3;
    const run = await importList(setting, set, list, { count, rounds });
    const own = { seconds: run.seconds, count };
    const bytesPerMedia = (sizeOf(labOf(setting, set, count)) - sizeOf(setting.emptyLab)) / set.mediaIn(count);
    yield* besidePeers(
      {
        ...own,
        name: `hashset import: ${formatThousands(count)} ${set.title}`,
        unit: 'records',
        ...(set.goal === undefined ? {} : { goal: set.goal }),
        note: `${formatRounds(rounds)}; ${formatPeak(run, 512)}; ${bytesPerMedia.toFixed(0)} bytes/media (aim: under 80)${growthNote(before, own)}`,
      },
      await set.peers(list, count),
    );
    before = own;
    for (const made of readdirSync(setting.folder)) {
      if (made.startsWith(`${count}-${set.fileName}`)) setting.discard(join(setting.folder, made));
    }
    if (count !== keptCount) setting.discard(labOf(setting, set, count));
  }
}

/** Where the lab with that set in that size is. */
export function labOf({ folder }: NationalSetting, { fileName }: NationalSet, count: number): string {
  return join(folder, `lab-${count}-${fileName}`);
}

/** Each time into a lab without any hash set; the last one stays. */
async function importList(
  setting: NationalSetting,
  set: NationalSet,
  list: string,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<TimedRun> {
  const lab = labOf(setting, set, count);
  const runs: TimedRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rmSync(lab, { recursive: true, force: true });
    cpSync(setting.emptyLab, lab, { recursive: true });
    runs.push(await runCriskit(lab, ['hashset', 'import', list, '--category', set.category]));
  }
  return medianRun(runs);
}

/** All files of a lab, whatever the database consists of. */
function sizeOf(lab: string): number {
  return filesBelow(lab).reduce((sum, path) => sum + statSync(path).size, 0);
}

function growthNote(before: Measured | undefined, own: Measured): string {
  if (before === undefined) return '';
  const growth = growthPerDoubling(before, own).toFixed(2);
  return `; since ${formatThousands(before.count)} a record takes ${growth} times as long per doubling (goal: at most 1.3)`;
}
