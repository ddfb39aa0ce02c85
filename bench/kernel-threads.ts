import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Algorithm } from '../src/core/digest.ts';
import type { TimedRun } from './timed-run.ts';

/** What a thread is started with. */
export interface KernelSettings {
  readonly algorithms: readonly Algorithm[];
  /** How many lanes of MD5 are kept full; with 0 OpenSSL computes it. */
  readonly lanes: 0 | 4 | 8;
}

/**
 * The kernels alone: threads that hash what is in their memory, without files, names or results. They wait for each other
 * at the beginning and at the end.
 */
export class KernelThreads implements AsyncDisposable {
  readonly #workers: readonly Worker[];

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Warm, and waiting. Whoever starts them disposes of them. */
  static async start(settings: KernelSettings, count: number): Promise<KernelThreads> {
    const program = new URL('./kernel-thread.ts', import.meta.url);
    const workers = Array.from({ length: count }, () => new Worker(program, { name: 'kernel', workerData: settings }));
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return new KernelThreads(workers);
  }

  /** Splits so many bytes evenly. */
  async hash(totalBytes: number): Promise<TimedRun> {
    const start = performance.now();
    const done = this.#workers.map((worker) => once(worker, 'message'));
    for (const worker of this.#workers) worker.postMessage(totalBytes / this.#workers.length, []);
    await Promise.all(done);
    return { seconds: (performance.now() - start) / 1000, peakBytes: undefined };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
