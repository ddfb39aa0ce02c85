import { join } from 'node:path';
import { runTimed, type TimedRun } from './timed-run.ts';

const launcher = process.env['CRISKIT_EXECUTABLE'] ?? join(import.meta.dirname, '..', 'bin', 'criskit.js');

/** Runs the real program in that lab. Throws unless it ends with 0. */
export async function runCriskit(lab: string, args: readonly string[]): Promise<TimedRun> {
  return await runTimed(process.execPath, [launcher, '--lab', lab, '--quiet', ...args]);
}

/** Any program with a file as its standard input. */
async function runFed(inputPath: string, command: string, args: readonly string[]): Promise<TimedRun> {
  return await runTimed('sh', ['-c', 'input=$1; shift; exec "$@" < "$input"', 'sh', inputPath, command, ...args]);
}

/** The real program in that lab with a file as its standard input. */
export async function runCriskitFed(lab: string, inputPath: string, args: readonly string[]): Promise<TimedRun> {
  return await runFed(inputPath, process.execPath, [launcher, '--lab', lab, '--quiet', ...args]);
}

/** The command line of `hash`, which needs no lab. */
export function hashCommand(path: string, args: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, launcher, 'hash', path, '--quiet', ...args];
}

/** A lab with the case 24-0001. */
export async function makeLab(lab: string): Promise<void> {
  await runTimed(process.execPath, [launcher, 'init', lab, '--quiet']);
  await runCriskit(lab, ['case', 'add', '24-0001', '--agency', 'PD', '--agency-case', 'A1']);
}

/** The bare `--version`, which needs no lab. */
export async function runVersion(): Promise<TimedRun> {
  return await runTimed(process.execPath, [launcher, '--version']);
}
