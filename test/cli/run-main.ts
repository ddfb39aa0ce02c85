import { PassThrough } from 'node:stream';
import type { Io } from '../../src/cli/contract.ts';
import { main } from '../../src/cli/main.ts';

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Answers that a person types; then standard input is a terminal. */
  readonly answers?: string;
  readonly terminal?: boolean;
  readonly nowUtc?: string;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line within this process: the same as the executable but for the process around it. */
export async function runMain(argv: readonly string[], options: RunOptions): Promise<RunResult> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.end(options.answers ?? options.input ?? '');
  const texts = [collect(stdout), collect(stderr)];
  const nowUtc = options.nowUtc ?? '2026-11-22T09:30:00.000Z';
  const io: Io = {
    stdin,
    stdout,
    stderr,
    stdinIsTerminal: options.answers !== undefined,
    stdoutIsTerminal: options.terminal ?? false,
    stderrIsTerminal: options.terminal ?? false,
    columns: 100,
    env: options.env ?? {},
    cwd: options.cwd,
    clock: { nowUtc: () => nowUtc, today: () => nowUtc.slice(0, 10) },
    signal: options.signal ?? new AbortController().signal,
  };
  const code = await main(argv, io);
  stdout.end();
  stderr.end();
  const [out = '', err = ''] = await Promise.all(texts);
  return { code, stdout: out, stderr: err };
}

async function collect(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Runs with `--json` and gives back what it printed. Fails where the exit code is another one. */
export async function runJson(
  argv: readonly string[],
  options: RunOptions,
  expectedCode = 0,
): Promise<Record<string, unknown>> {
  const result = await runMain([...argv, '--json'], options);
  if (result.code !== expectedCode) throw new Error(`exit code ${result.code}: ${result.stdout}${result.stderr}`);
  return JSON.parse(result.stdout) as Record<string, unknown>;
}
