import { availableParallelism } from 'node:os';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { HashFilesOptions, HashRequest, HashResult } from './contract.ts';
import { type PlannedJob, planJobs } from './hash-jobs.ts';
import { HashPool } from './hash-pool.ts';
import { filesAtOnce } from './lanes/md5-kernel.ts';

/**
 * Hashes files on several threads. Results come in any order, each request's exactly once; a file that cannot be hashed
 * is a result as well. Takes requests no faster than it hashes, and hashes no faster than results are taken. Throws
 * `INTERRUPTED` as soon as the signal fires, `INTERNAL` where a thread dies, and what `requests` throws; leaving the
 * loop early ends the threads.
 */
export async function* hashFiles(
  requests: AsyncIterable<readonly HashRequest[]>,
  options: HashFilesOptions,
): AsyncGenerator<readonly HashResult[], void, undefined> {
  throwIfInterrupted(options.signal);
  const run = new HashRun(requests, options);
  try {
    for (;;) {
      const results = await run.next();
      if (results === undefined) return;
      yield results;
    }
  } finally {
    await run.close();
  }
}

/** The state of one call: requests taken, jobs planned, results that nobody has taken yet. */
class HashRun {
  readonly #source: AsyncIterator<readonly HashRequest[]>;
  readonly #signal: AbortSignal | undefined;
  readonly #pool: HashPool;
  readonly #threads: number;
  readonly #jobs: PlannedJob[] = [];
  readonly #results: (readonly HashResult[])[] = [];
  #sourceState: 'ready' | 'asked' | 'ended' = 'ready';
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(requests: AsyncIterable<readonly HashRequest[]>, options: HashFilesOptions) {
    this.#source = requests[Symbol.asyncIterator]();
    this.#signal = options.signal;
    const { lanes = true } = options;
    this.#threads = options.threads ?? availableParallelism();
    this.#pool = new HashPool({
      threads: this.#threads,
      wanted: {
        algorithms: options.algorithms,
        heads: options.heads ?? false,
        stamps: options.stamps ?? false,
      },
      lanes,
      filesAtOnce: lanes ? filesAtOnce(options.algorithms) : 1,
      onBytes: options.onBytes ?? (() => undefined),
      onFailure: (error) => this.#fail(error),
      onResults: (results) => {
        this.#results.push(results);
        this.#advance();
        this.#wake();
      },
    });
    this.#signal?.addEventListener('abort', this.#onAbort);
  }

  /** Undefined where all is done. */
  async next(): Promise<readonly HashResult[] | undefined> {
    for (;;) {
      throwIfInterrupted(this.#signal);
      if (this.#failure !== undefined) throw this.#failure.error;
      const results = this.#results.shift();
      this.#advance();
      if (results !== undefined) return results;
      if (this.#sourceState === 'ended' && this.#jobs.length === 0 && this.#pool.isIdle) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    await this.#pool.close();
    // Not waited for: a source that is stuck in its own reading would hold us up.
    if (this.#sourceState !== 'ended') this.#source.return?.().then(undefined, () => undefined);
  }

  readonly #onAbort = () => this.#wake();

  /** Gives the threads work and orders more of it, as long as somebody takes the results. */
  #advance(): void {
    while (this.#results.length < this.#threads * 4 && this.#pool.hasRoom) {
      const job = this.#jobs.shift();
      if (job === undefined) break;
      this.#pool.run(job);
    }
    if (this.#sourceState === 'ready' && this.#jobs.length < this.#threads * 4) void this.#take();
  }

  async #take(): Promise<void> {
    this.#sourceState = 'asked';
    try {
      const { done, value } = await this.#source.next();
      this.#sourceState = done === true ? 'ended' : 'ready';
      if (done !== true) this.#jobs.push(...planJobs(value));
      this.#advance();
      this.#wake();
    } catch (error) {
      this.#sourceState = 'ended';
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}
