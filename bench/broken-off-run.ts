import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { readPeak } from './timed-run.ts';

export interface BrokenOffRun {
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly peakBytes: number | undefined;
}

/** What starting takes is not looked at. */
const startMs = 1000;

/**
 * Looks for so many seconds at what a program reads, its own modules left out, and ends it. Undefined where the system does
 * not tell (only Linux does). Throws where the program ends by itself.
 */
export async function breakOff(
  command: string,
  args: readonly string[],
  seconds: number,
): Promise<BrokenOffRun | undefined> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    await setTimeout(startMs);
    const before = readBytesRead(child.pid);
    const start = performance.now();
    await setTimeout(seconds * 1000);
    const after = readBytesRead(child.pid);
    const took = (performance.now() - start) / 1000;
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}`);
    if (before === undefined || after === undefined) return undefined;
    const bytes = after - before;
    return { bytes, bytesPerSecond: bytes / took, peakBytes: readPeak(child.pid) };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** By all its threads, from files in memory too. */
function readBytesRead(pid: number | undefined): number | undefined {
  try {
    const bytes = /^rchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
    return bytes === undefined ? undefined : Number(bytes);
  } catch {
    return undefined;
  }
}
