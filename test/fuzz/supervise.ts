import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** What no input may take. Processor time, so that a busy machine fails nobody; a child that stands still is killed by the clock. */
const limits = { cpuMs: 5000, standstillMs: 40_000, memoryKib: 1024 * 1024 } as const;

/** After so many failures of one target the rest is not worth the time. */
const mostFailures = 20;

/** `feed`: note what becomes of each input in the file `notes`. `save`: write inputs to files `INDEX.bin`. */
export type ChildRequest = { readonly target: string; readonly seed: number } & (
  | {
      readonly kind: 'feed';
      readonly from: number;
      readonly to: number;
      readonly notes: string;
      readonly mostMemoryKib: number;
    }
  | { readonly kind: 'save'; readonly indexes: readonly number[]; readonly folder: string }
);

interface FuzzFailure {
  readonly index: number;
  readonly reason: string;
  /** The input. */
  readonly path: string;
}

export interface FuzzFigures {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  readonly seconds: number;
  /** How often each verdict was given. */
  readonly verdicts: ReadonlyMap<string, number>;
  readonly slowestCpuMs: number;
  readonly slowestIndex: number;
  readonly peakMebibytes: number;
  readonly ownSources: number;
  readonly failures: readonly FuzzFailure[];
}

export interface FuzzRequest {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  /** True where threads that read documents are kept for the next one (`kept-threads.ts`). */
  readonly keepsThreads: boolean;
  /** Folder for the inputs that failed; each target has a folder in it. */
  readonly saveTo: string;
}

/** Feeds a target in child processes: one that crashes, hangs or grows too large is replaced, and its input is a failure. */
export async function fuzz(request: FuzzRequest): Promise<FuzzFigures> {
  const run = new SupervisedRun(request);
  try {
    return await run.toEnd();
  } finally {
    run.clear();
  }
}

class SupervisedRun {
  readonly #request: FuzzRequest;
  readonly #folder = mkdtempSync(join(tmpdir(), 'criskit-fuzz-'));
  readonly #verdicts = new Map<string, number>();
  readonly #failures: FuzzFailure[] = [];
  #next: number;
  #slowest = { cpuMs: 0, index: 0 };
  #peakKib = 0;
  #ownSources = 0;

  constructor(request: FuzzRequest) {
    this.#request = request;
    this.#next = request.from;
  }

  async toEnd(): Promise<FuzzFigures> {
    const { target, seed, from, runs } = this.#request;
    const startedMs = performance.now();
    while (this.#next < from + runs && this.#failures.length < mostFailures) await this.#runChild();
    const seconds = (performance.now() - startedMs) / 1000;
    await this.#saveFailures();
    return {
      target,
      seed,
      inputs: this.#next - from,
      seconds,
      verdicts: this.#verdicts,
      slowestCpuMs: this.#slowest.cpuMs,
      slowestIndex: this.#slowest.index,
      peakMebibytes: Math.round(this.#peakKib / 1024),
      ownSources: this.#ownSources,
      failures: this.#failures,
    };
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #runChild(): Promise<void> {
    const notes = join(this.#folder, 'notes');
    writeFileSync(notes, '');
    const { target, seed, from, runs, keepsThreads } = this.#request;
    const first = this.#next;
    const range = { from: first, to: from + runs, notes, mostMemoryKib: limits.memoryKib };
    const child = startChild({ kind: 'feed', target, seed, ...range }, keepsThreads);
    let seen = 0;
    let movedMs = performance.now();
    for (let isRunning = true; isRunning; ) {
      isRunning = (await Promise.race([child.ended, setTimeout(100)])) === undefined;
      const lines = readFileSync(notes, 'utf8').split('\n').slice(0, -1);
      if (lines.length > seen) movedMs = performance.now();
      for (const line of lines.slice(seen)) this.#take(line);
      seen = lines.length;
      if (isRunning && performance.now() - movedMs > limits.standstillMs) child.kill();
    }
    const { reason, printed } = await child.ended;
    if (seen === 0) throw new Error(`the child for ${target} did not start: ${reason ?? ''} ${printed}`);
    if (reason !== undefined) this.#fail(this.#next++, `${reason} ${printed}`);
    else if (printed !== '') this.#fail(this.#next - 1, `printed at or before this input: ${printed}`);
  }

  #take(line: string): void {
    const [index = '', cpuText, peakText, verdict = ''] = line.split('\t');
    if (index === 'ready') {
      this.#ownSources = Number(cpuText);
      return;
    }
    const [number, cpuMs, peakKib] = [Number(index), Number(cpuText), Number(peakText)];
    this.#next = number + 1;
    this.#peakKib = Math.max(this.#peakKib, peakKib);
    if (cpuMs > this.#slowest.cpuMs) this.#slowest = { cpuMs, index: number };
    const isFailed = verdict.startsWith('FAILED');
    const key = isFailed ? 'FAILED' : verdict;
    this.#verdicts.set(key, (this.#verdicts.get(key) ?? 0) + 1);
    if (isFailed) this.#fail(number, verdict);
    else if (cpuMs > limits.cpuMs) this.#fail(number, `took ${cpuMs} ms`);
    else if (peakKib > limits.memoryKib) this.#fail(number, `the process grew to ${Math.round(peakKib / 1024)} MiB`);
  }

  #fail(index: number, reason: string): void {
    this.#failures.push({ index, reason, path: join(this.#saveTo(), `${index}.bin`) });
  }

  #saveTo(): string {
    const { target, seed, saveTo } = this.#request;
    return join(saveTo, `${target.replace(':', '-')}-${seed}`);
  }

  async #saveFailures(): Promise<void> {
    if (this.#failures.length === 0) return;
    const { target, seed } = this.#request;
    const folder = this.#saveTo();
    mkdirSync(folder, { recursive: true });
    const indexes = this.#failures.map(({ index }) => index);
    await startChild({ kind: 'save', target, seed, indexes, folder }, false).ended;
  }
}

interface Child {
  /** How it ended: a reason where it did not end well, and what it printed. */
  readonly ended: Promise<{ readonly reason?: string; readonly printed: string }>;
  kill(): void;
}

function startChild(request: ChildRequest, keepsThreads: boolean): Child {
  const preload = keepsThreads ? ['--import', join(import.meta.dirname, 'kept-threads.ts')] : [];
  const program = [join(import.meta.dirname, 'child.ts'), JSON.stringify(request)];
  const process_ = spawn(process.execPath, ['--max-old-space-size=1024', ...preload, ...program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let isKilled = false;
  for (const stream of [process_.stdout, process_.stderr])
    stream.on('data', (chunk) => void (printed += String(chunk)));
  const ended = new Promise<{ reason?: string; printed: string }>((resolve) => {
    process_.on('close', (code, signal) => {
      const shown = printed.slice(-1500);
      if (isKilled) resolve({ reason: `stood still for ${limits.standstillMs} ms`, printed: shown });
      else if (code === 0) resolve({ printed: shown });
      else resolve({ reason: `the process ended with ${code ?? signal}`, printed: shown });
    });
  });
  return {
    ended,
    kill: () => {
      isKilled = true;
      process_.kill('SIGKILL');
    },
  };
}
