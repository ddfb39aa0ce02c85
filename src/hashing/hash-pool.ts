import { Worker } from 'node:worker_threads';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { threadModule } from '../core/thread-module.ts';
import type { HashResult } from './contract.ts';
import { fullWeight, maximumFilesPerJob, type PlannedJob } from './hash-jobs.ts';
import type { FromWorker, HashJob, WorkerSettings } from './hash-worker-messages.ts';
import { unpackResults, type WantedOfFiles } from './packed-results.ts';

export interface HashPoolOptions {
  readonly threads: number;
  readonly wanted: WantedOfFiles;
  /** Whether MD5 may be computed in lanes; default: yes. */
  readonly lanes?: boolean;
  /** How many files a thread hashes at the same time; default one. */
  readonly filesAtOnce?: number;
  readonly onResults: (results: readonly HashResult[]) => void;
  readonly onBytes: (bytes: number) => void;
  /** A thread ended or broke its word. Nothing that it still had to do will come. */
  readonly onFailure: (error: CriskitError) => void;
  /** The program of the threads. */
  readonly workerUrl?: URL;
}

interface Thread {
  readonly worker: Worker;
  /** Jobs that it was given and has not returned, by their number. */
  readonly jobs: Map<number, PlannedJob>;
}

const hashWorkerUrl = threadModule('hash-worker', import.meta.url);

/** Worker threads, started one by one as work comes. Each job goes to the thread that has the least to do. */
export class HashPool {
  readonly #threads: Thread[] = [];
  readonly #options: HashPoolOptions;
  #lastJob = 0;
  #closing = false;

  constructor(options: HashPoolOptions) {
    this.#options = options;
  }

  /** True where a job would not have to wait behind much else. */
  get hasRoom(): boolean {
    return this.#threads.length < this.#options.threads || this.#threads.some((thread) => this.#isFree(thread));
  }

  get isIdle(): boolean {
    return this.#threads.every(({ jobs }) => jobs.size === 0);
  }

  run(job: PlannedJob): void {
    const thread = this.#choose();
    const id = (this.#lastJob += 1);
    thread.jobs.set(id, job);
    const message = packJob(id, job);
    thread.worker.postMessage(message, [message.paths.buffer]);
  }

  /** Ends the threads, whatever they are at. No event comes after this was called. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #choose(): Thread {
    const idle = this.#threads.find(({ jobs }) => jobs.size === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#options.threads) return this.#start();
    return this.#threads.reduce((least, thread) => (load(thread) < load(least) ? thread : least));
  }

  #start(): Thread {
    const settings: WorkerSettings = { wanted: this.#options.wanted, lanes: this.#options.lanes ?? true };
    const worker = new Worker(this.#options.workerUrl ?? hashWorkerUrl, { name: 'hash', workerData: settings });
    const thread: Thread = { worker, jobs: new Map() };
    worker.on('message', (message: FromWorker) => this.#receive(thread, message));
    worker.on('error', (error) => this.#fail(`A hashing thread failed: ${errorMessage(error)}`, error));
    worker.on('messageerror', (error) => this.#fail('A message of a hashing thread could not be read.', error));
    worker.on('exit', () => this.#fail('A hashing thread ended before its work was done.'));
    this.#threads.push(thread);
    return thread;
  }

  /**
   * Busy threads get some in advance, so that they do not wait for us: small ones behind small ones. A thread that hashes
   * several files at once gets as many, however large, and then more in advance, so that none of its lanes runs empty.
   */
  #isFree(thread: Thread): boolean {
    const filesAtOnce = this.#options.filesAtOnce ?? 1;
    const files = thread.jobs.values().reduce((sum, { requests }) => sum + requests.length, 0);
    if (files < filesAtOnce) return true;
    return filesAtOnce > 1
      ? load(thread) < fullWeight * 4 && files < maximumFilesPerJob * 2
      : load(thread) < fullWeight && thread.jobs.size < 3;
  }

  #receive(thread: Thread, message: FromWorker): void {
    if (this.#closing) return;
    if (message.kind === 'progress') {
      this.#options.onBytes(message.bytes);
      return;
    }
    const job = thread.jobs.get(message.id);
    thread.jobs.delete(message.id);
    const results = unpackResults(message.results, job?.requests ?? [], this.#options.wanted);
    if (job === undefined || results === undefined) {
      this.#fail('A hashing thread returned another number of files than it was given.');
    } else {
      this.#options.onResults(results);
    }
  }

  #fail(text: string, cause?: unknown): void {
    if (!this.#closing) this.#options.onFailure(new CriskitError('INTERNAL', text, { cause }));
  }
}

function load({ jobs }: Thread): number {
  return jobs.values().reduce((sum, job) => sum + job.weight, 0);
}

function packJob(id: number, { requests }: PlannedJob): HashJob & { readonly paths: Uint8Array<ArrayBuffer> } {
  const pathLengths = requests.map(({ path }) => path.length);
  const paths = new Uint8Array(pathLengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  for (const { path } of requests) {
    paths.set(path, start);
    start += path.length;
  }
  return { id, paths, pathLengths };
}
