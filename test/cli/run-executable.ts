import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
export const executable = join(root, 'bin/criskit.js');

if (!existsSync(join(root, 'dist/cli/process.js'))) {
  throw new Error('These tests run the real executable: build it first (npm run build).');
}

export interface ExecutableOptions {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that runs it; default: the one that runs the tests. */
  readonly node?: string;
  readonly uid?: number;
}

export interface ExecutableResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function startExecutable(argv: readonly string[], options: ExecutableOptions): ChildProcess {
  const child = spawn(options.node ?? process.execPath, [executable, ...argv], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  child.stdin?.on('error', () => undefined);
  if (options.input !== undefined) child.stdin?.end(options.input);
  return child;
}

/** Resolves when the process has ended and its output is read to the end. */
export async function finished(child: ChildProcess): Promise<ExecutableResult> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

export async function runExecutable(argv: readonly string[], options: ExecutableOptions): Promise<ExecutableResult> {
  return finished(startExecutable(argv, { input: '', ...options }));
}
