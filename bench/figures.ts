import { spawnSync } from 'node:child_process';
import type { TimedRun } from './timed-run.ts';

export function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`;
}

/** Such as `2.03 s, 985,000 rows/s`. */
export function formatRate(seconds: number, count: number, unit: string): string {
  return `${formatSeconds(seconds)}, ${formatThousands(count / seconds)} ${unit}/s`;
}

/** What so many items took. */
export interface Measured {
  readonly seconds: number;
  readonly count: number;
}

/** How many times as long each item takes wherever their number doubles. */
export function growthPerDoubling(few: Measured, many: Measured): number {
  const growth = many.seconds / many.count / (few.seconds / few.count);
  return growth ** (1 / Math.log2(many.count / few.count));
}

/** With a goal where the issue sets one. */
export function formatPeak({ peakBytes }: Pick<TimedRun, 'peakBytes'>, goalMegabytes?: number): string {
  if (peakBytes === undefined) return 'memory unknown';
  const goal = goalMegabytes === undefined ? '' : ` (goal: under ${goalMegabytes})`;
  return `peak ${Math.round(peakBytes / 1e6)} MB${goal}`;
}

/** How many runs there were, of which the one in the middle counts. */
export function formatRounds(rounds: number): string {
  return rounds === 1 ? 'one run' : `median of ${rounds}`;
}

/** Three significant digits. */
export function formatThousands(count: number): string {
  return Math.round(Number(count.toPrecision(3))).toLocaleString('en-US');
}

/** The first line that a program says of its version; undefined where it is not installed. */
export function versionOf(program: string, flag: string): string | undefined {
  const run = spawnSync(program, [flag], { encoding: 'utf8' });
  if (run.error !== undefined) return undefined;
  const [first = program] = `${run.stdout}${run.stderr}`.trim().split('\n');
  return first.toLowerCase().includes(program) ? first : `${program} ${first}`;
}
