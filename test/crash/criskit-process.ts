import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { resolve } from 'node:path';

/** What is started: the launcher of this checkout, or the one that CRISKIT_EXECUTABLE names. */
const executable = resolve(process.env['CRISKIT_EXECUTABLE'] ?? `${import.meta.dirname}/../../bin/criskit.js`);

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line that starts the real program, on the Node that runs the tests. */
export function commandLine(args: readonly string[]): readonly [command: string, ...args: string[]] {
  return [process.execPath, executable, ...args];
}

export function startCriskit(args: readonly string[]): ChildProcess {
  const [command, ...rest] = commandLine(args);
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for its end and gives what it said. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  }
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { exitCode, signal, ...said };
}

/** Runs it to its end. */
async function runCriskit(args: readonly string[]): Promise<Ended> {
  return await endOf(startCriskit(args));
}

/** Runs it and throws unless it ends with 0. */
export async function runWell(args: readonly string[]): Promise<Ended> {
  const ended = await runCriskit(args);
  if (ended.exitCode !== 0) {
    throw new Error(`criskit ${args.join(' ')} ended with ${ended.exitCode ?? ended.signal}: ${ended.stderr}`);
  }
  return ended;
}

/** A moment in the life of a process: so long after its start, or after the first change in the lab folder. */
export interface Moment {
  readonly after: 'start' | 'first-change';
  readonly delayMs: number;
}

/** Sends the signal at that moment, unless the process ended before. */
export async function runAndSignal(
  args: readonly string[],
  lab: string,
  signal: NodeJS.Signals,
  moment: Moment,
): Promise<Ended> {
  const { promise: hasChanged, resolve: change } = Promise.withResolvers<void>();
  const watcher = watch(lab, () => change());
  const child = startCriskit(args);
  const fire = () => setTimeout(() => child.kill(signal), moment.delayMs);
  if (moment.after === 'start') fire();
  else void hasChanged.then(fire);
  const ended = await endOf(child);
  watcher.close();
  change();
  return ended;
}

/** When a run makes its first change in the lab folder, and when it ends. */
export async function timeOf(
  args: readonly string[],
  lab: string,
): Promise<{ readonly firstChangeMs: number; readonly endMs: number }> {
  const startMs = performance.now();
  let firstChangeMs: number | undefined;
  const watcher = watch(lab, () => {
    firstChangeMs ??= performance.now() - startMs;
  });
  await runWell(args);
  watcher.close();
  const endMs = performance.now() - startMs;
  return { firstChangeMs: firstChangeMs ?? endMs, endMs };
}
