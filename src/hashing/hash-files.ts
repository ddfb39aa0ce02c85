import { throwIfInterrupted } from '../core/interruption.ts';
import type { HashFilesOptions, HashRequest, HashResult } from './contract.ts';
import { type PlannedJob, planJobs } from './hash-jobs.ts';
import { HashPool } from './hash-pool.ts';
import { planHashing } from './hash-plan.ts';

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

/** What a file of unknown size is taken to hold before any is hashed. */
const firstUsualBytes = 64 * 1024;

/** The state of one call: requests taken, jobs planned, results that nobody has taken yet. */
class HashRun {
  readonly #source: AsyncIterator<readonly HashRequest[]>;
  readonly #signal: AbortSignal | undefined;
  readonly #pool: HashPool;
  readonly #threads: number;
  readonly #sharesLargeFiles: boolean;
  readonly #jobs: PlannedJob[] = [];
  /** Large files, each to be shared among threads. */
  readonly #largeJobs: PlannedJob[] = [];
  readonly #results: (readonly HashResult[])[] = [];
  #sourceState: 'ready' | 'asked' | 'ended' = 'ready';
  #failure: { readonly error: unknown } | undefined;
  #hashedFiles = 0;
  #hashedBytes = 0;
  #saidCached = false;
  #wake: () => void = () => undefined;

  constructor(requests: AsyncIterable<readonly HashRequest[]>, options: HashFilesOptions) {
    this.#source = requests[Symbol.asyncIterator]();
    this.#signal = options.signal;
    const plan = planHashing(options);
    const { algorithms, heads = false, stamps = false, onRemark } = options;
    for (const remark of plan.remarks) onRemark?.(remark);
    this.#threads = plan.threads;
    this.#sharesLargeFiles = plan.sharesLargeFiles;
    this.#pool = new HashPool({
      plan,
      wanted: { algorithms, heads, stamps },
      onRoom: () => this.#advance(),
      onCached: () => this.#sayCached(onRemark),
      onBytes: options.onBytes ?? (() => undefined),
      onFailure: (error) => this.#fail(error),
      onLarge: (requests) => this.#plan(requests),
      onResults: (results) => {
        this.#count(results);
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
      if (this.#sourceState === 'ended' && this.#waitingJobs === 0 && this.#pool.isIdle) return undefined;
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
    while (this.#results.length < this.#threads * 4) {
      const job = this.#nextJob();
      if (job === undefined) break;
      this.#pool.run(job);
    }
    if (this.#sourceState === 'ready' && this.#waitingJobs < this.#threads * 4) void this.#take();
  }

  /** Large files first: they decide when everything is done. */
  #nextJob(): PlannedJob | undefined {
    const large = this.#pool.hasRoomForLarge ? this.#largeJobs.shift() : undefined;
    if (large !== undefined) return large;
    return this.#pool.hasRoom ? this.#jobs.shift() : undefined;
  }

  get #waitingJobs(): number {
    return this.#jobs.length + this.#largeJobs.length;
  }

  #plan(requests: readonly HashRequest[]): void {
    const usualBytes = this.#hashedFiles === 0 ? firstUsualBytes : this.#hashedBytes / this.#hashedFiles;
    for (const job of planJobs(requests, { usualBytes, sharesLargeFiles: this.#sharesLargeFiles })) {
      (job.isShared ? this.#largeJobs : this.#jobs).push(job);
    }
  }

  #count(results: readonly HashResult[]): void {
    this.#hashedFiles += results.length;
    for (const result of results) if (result.kind === 'hashed') this.#hashedBytes += result.sizeBytes;
  }

  async #take(): Promise<void> {
    this.#sourceState = 'asked';
    try {
      const { done, value } = await this.#source.next();
      this.#sourceState = done === true ? 'ended' : 'ready';
      if (done !== true) this.#plan(value);
      this.#advance();
      this.#wake();
    } catch (error) {
      this.#sourceState = 'ended';
      this.#fail(error);
    }
  }

  #sayCached(onRemark: HashFilesOptions['onRemark']): void {
    if (!this.#saidCached) onRemark?.('Some files are read through the cache: the system does not read them past it.');
    this.#saidCached = true;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }
}
