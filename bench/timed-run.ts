import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface TimedRun {
  readonly seconds: number;
  /** Largest resident memory; undefined where the system does not tell (only Linux does). */
  readonly peakBytes: number | undefined;
}

/** Runs a program to its end, its standard output thrown away. Throws where it ends with none of the codes that mean success. */
export async function runTimed(
  command: string,
  args: readonly string[],
  goodCodes: readonly (number | null)[] = [0],
): Promise<TimedRun> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peakBytes: number | undefined;
  // The figure only grows, so that the last look before the end is right but for a few milliseconds.
  const look = setInterval(() => (peakBytes = readPeak(child.pid) ?? peakBytes), 25);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  }).finally(() => clearInterval(look));
  if (!goodCodes.includes(code)) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peakBytes };
}

/** Largest resident memory of a process up to now; undefined where the system does not tell. */
export function readPeak(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

/** The run in the middle by time; memory is the largest of all. */
export function medianRun(runs: readonly TimedRun[]): TimedRun {
  const byTime = [...runs].sort((a, b) => a.seconds - b.seconds);
  const middle = byTime[Math.floor(byTime.length / 2)];
  if (middle === undefined) throw new Error('There is no median of no runs.');
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return { seconds: middle.seconds, peakBytes: peaks.length > 0 ? Math.max(...peaks) : undefined };
}
