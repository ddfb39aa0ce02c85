import type { Algorithm } from '../src/core/digest.ts';
import type { BenchRow } from './bench-row.ts';
import { hashCommand } from './criskit-runs.ts';
import { formatPeak, formatRate, formatRounds } from './figures.ts';
import type { HashFolder } from './hash-folders.ts';
import { type Measurable, runInTurns } from './in-turns.ts';
import { readOnce } from './page-cache.ts';
import { runTimed, type TimedRun } from './timed-run.ts';

/** Somebody or something that hashes the same files, or as many bytes. */
export interface Contestant extends Measurable {
  readonly title: string;
  /** What the issue asks of the ratio, such as `at least 4`. */
  readonly goal: string;
  /** Where nobody can be faster, and the goal speaks of ours by this. */
  readonly isLimit?: boolean;
  readonly note?: string;
}

export interface HashComparison {
  readonly folder: HashFolder;
  readonly algorithms: readonly Algorithm[];
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  /** Whether files are counted instead of bytes. */
  readonly countsFiles?: boolean;
}

const goalMegabytes = 300;

/** A row for each contestant. Files are in the page cache. */
export async function compareHashing(comparison: HashComparison): Promise<BenchRow[]> {
  const { folder, algorithms, contestants, rounds, countsFiles = false } = comparison;
  readOnce(folder.path);
  const ours = { run: ownRun(folder, algorithms) };
  const medians = await runInTurns<Measurable>([ours, ...contestants], rounds);
  const own = medians.get(ours) as TimedRun;
  const format = ({ seconds }: TimedRun) =>
    countsFiles ? formatRate(seconds, folder.fileCount, 'files') : formatRate(seconds, folder.totalBytes / 1e6, 'MB');
  return contestants.map((contestant) => {
    const { title, goal, isLimit = false, note } = contestant;
    const other = medians.get(contestant);
    return {
      name: `hash ${algorithms.join(',')}: ${folder.title}`,
      ours: `${format(own)}, ${formatPeak(own, goalMegabytes)}`,
      peer: other === undefined ? title : `${title}: ${format(other)}`,
      ...(other === undefined ? {} : compareTimes(own, other, isLimit)),
      goal,
      note: [formatRounds(rounds), ...(note === undefined ? [] : [note])].join('; '),
    };
  });
}

function compareTimes(own: TimedRun, other: TimedRun, isLimit: boolean): Pick<BenchRow, 'ratio' | 'timesLimit'> {
  return isLimit ? { timesLimit: own.seconds / other.seconds } : { ratio: other.seconds / own.seconds };
}

/** For running the real program over a folder. */
export function ownRun(
  { path }: HashFolder,
  algorithms: readonly Algorithm[],
  ...more: readonly string[]
): () => Promise<TimedRun> {
  const [command, ...args] = hashCommand(path, ['--algorithms', algorithms.join(','), ...more]);
  return () => runTimed(command, args);
}
