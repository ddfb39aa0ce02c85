import { Worker } from 'node:worker_threads';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { threadModule } from '../core/thread-module.ts';
import type { HashRequest, HashResult } from './contract.ts';
import { fullWeight, largeFileBytes, maximumFilesPerJob, type PlannedJob } from './hash-jobs.ts';
import type { HashPlan } from './hash-plan.ts';
import type { FromWorker, HashJob, ToWorker, WorkerSettings } from './hash-worker-messages.ts';
import { unpackResults, type WantedOfFiles } from './packed-results.ts';
import { createReadingMemory, type ReadingMemory } from './reading-memory.ts';
import { createFileShare } from './shares/file-share.ts';
import { lookEveryMilliseconds, ReadingWatch } from './reading-watch.ts';
import { createThreadSignal, wakeSleepers } from './shares/thread-signal.ts';
import { shareFile } from './thread-loads.ts';

export interface HashPoolOptions {
  readonly plan: HashPlan;
  readonly wanted: WantedOfFiles;
  readonly onResults: (results: readonly HashResult[]) => void;
  /** Files that turned out to be large, to be given once more. Called before the results of the same job. */
  readonly onLarge: (requests: readonly HashRequest[]) => void;
  readonly onBytes: (bytes: number) => void;
  /** A thread ended or broke its word. Nothing that it still had to do will come. */
  readonly onFailure: (error: CriskitError) => void;
  /** A file was read through the system's cache although it was not to be. Told once by each thread. */
  readonly onCached?: () => void;
  /** There is room for more, although nothing was returned. */
  readonly onRoom?: () => void;
  /** The program of the threads. */
  readonly workerUrl?: URL;
}

interface Thread {
  readonly worker: Worker;
  readonly reading: ReadingMemory;
  /** Jobs that it was given and has not returned, by their number. */
  readonly jobs: Map<number, GivenJob>;
  load: number;
  owned: number;
}

interface GivenJob extends PlannedJob {
  /** Called when it is returned. */
  readonly release?: () => void;
}

const hashWorkerUrl = threadModule('hash-worker', import.meta.url);

/**
 * Worker threads, started one by one as work comes. A job of small files goes to the thread that has the least to do; a
 * large file to one thread that reads it, and to others that compute some of its digests.
 */
export class HashPool {
  readonly #threads: Thread[] = [];
  readonly #options: HashPoolOptions;
  readonly #signal = createThreadSignal();
  readonly #watch: ReadingWatch;
  readonly #looking: NodeJS.Timeout | undefined;
  /** How many threads there may be by now. */
  #threadLimit: number;
  #lastJob = 0;
  #closing = false;

  constructor(options: HashPoolOptions) {
    this.#options = options;
    const { threads, mostThreads } = options.plan;
    this.#threadLimit = threads;
    this.#watch = new ReadingWatch(mostThreads);
    if (mostThreads > threads) this.#looking = setInterval(() => this.#look(), lookEveryMilliseconds).unref();
  }

  /** True where a job of small files would not have to wait behind much else. */
  get hasRoom(): boolean {
    return this.#threads.length < this.#threadLimit || this.#threads.some((thread) => this.#isFree(thread));
  }

  /** True where a lane is free for a large file. */
  get hasRoomForLarge(): boolean {
    const { threads, layout } = this.#options.plan;
    return this.#threads.reduce((sum, { owned }) => sum + owned, 0) < layout.laneCount * threads;
  }

  get isIdle(): boolean {
    return this.#threads.every(({ jobs }) => jobs.size === 0);
  }

  run(job: PlannedJob): void {
    if (job.isShared) this.#share(job);
    else this.#give(this.#choose(), job);
  }

  /** Ends the threads, whatever they are at. No event comes after this was called. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#looking);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #look(): void {
    const { mostThreads } = this.#options.plan;
    if (this.#threads.length < this.#threadLimit || this.#threadLimit === mostThreads) return;
    if (!this.#watch.wantsThread(this.#threads.length)) return;
    this.#threadLimit += 1;
    this.#options.onRoom?.();
  }

  #share(job: PlannedJob): void {
    const { plan, wanted } = this.#options;
    while (this.#threads.length < plan.threads) this.#start();
    const { laneCount: lanes } = plan.layout;
    const { owner, helpers, loads } = shareFile(job.weight, wanted.algorithms, this.#threads, { ...plan, lanes });
    const share = createFileShare(helpers.size);
    const algorithms = [...helpers.values()].flat();
    const release = () => {
      owner.owned -= 1;
      for (const [thread, load] of loads) thread.load -= load;
    };
    this.#give(owner, { ...job, release }, helpers.size === 0 ? undefined : { share, algorithms });
    [...helpers].forEach(([thread, algorithms], helper) => {
      const { bytes: memory, layout } = owner.reading;
      this.#post(thread, { kind: 'help', request: { share, helper, algorithms, memory, layout } }, []);
    });
  }

  #give(thread: Thread, job: GivenJob, help?: HashJob['help']): void {
    const id = (this.#lastJob += 1);
    thread.jobs.set(id, job);
    const { message, transfer } = packJob(id, job);
    // A large file that was taken for a small one keeps the thread from its company, but for MD5 alone, where lanes go on together.
    const { sharesLargeFiles, usesLanes } = this.#options.plan;
    const isPlannedBySize = job.requests.every(({ sizeBytes }) => sizeBytes !== undefined);
    const givesBackLarge = sharesLargeFiles ? !job.isShared : !usesLanes && !isPlannedBySize;
    const settings = {
      ...(givesBackLarge ? { largeFrom: largeFileBytes } : {}),
      ...(help === undefined ? {} : { help }),
    };
    this.#post(thread, { ...message, ...settings }, transfer);
  }

  #post({ worker }: Thread, message: ToWorker, transfer: ArrayBuffer[]): void {
    worker.postMessage(message, transfer);
    wakeSleepers(this.#signal);
  }

  #choose(): Thread {
    const idle = this.#threads.find(({ jobs, load }) => jobs.size === 0 && load === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.#threadLimit) return this.#start();
    return this.#threads.reduce((least, thread) => (smallWeight(thread) < smallWeight(least) ? thread : least));
  }

  #start(): Thread {
    const { plan, wanted, workerUrl } = this.#options;
    const reading = createReadingMemory(plan);
    const { memory, layout } = reading;
    const [signal, waiting, place] = [this.#signal, this.#watch.shared, this.#threads.length];
    const settings: WorkerSettings = { wanted, memory, layout, pastCache: plan.pastCache, signal, waiting, place };
    const worker = new Worker(workerUrl ?? hashWorkerUrl, { name: 'hash', workerData: settings });
    const thread: Thread = { worker, reading, jobs: new Map(), load: 0, owned: 0 };
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
    const { laneCount } = thread.reading.layout;
    const small = thread.jobs.values().filter(({ isShared }) => !isShared);
    const files = small.reduce((sum, { requests }) => sum + requests.length, 0);
    if (files < laneCount) return true;
    return laneCount > 1
      ? smallWeight(thread) < fullWeight * 4 && files < maximumFilesPerJob * 2
      : smallWeight(thread) < fullWeight && thread.jobs.size < 3;
  }

  #receive(thread: Thread, message: FromWorker): void {
    if (this.#closing) return;
    if (message.kind === 'progress') {
      this.#options.onBytes(message.bytes);
    } else if (message.kind === 'cached') {
      this.#options.onCached?.();
    } else {
      const job = thread.jobs.get(message.id);
      thread.jobs.delete(message.id);
      job?.release?.();
      const unpacked = unpackResults(message.results, job?.requests ?? [], this.#options.wanted);
      if (job === undefined || unpacked === undefined) {
        this.#fail('A hashing thread returned another number of files than it was given.');
      } else {
        if (unpacked.large.length > 0) this.#options.onLarge(unpacked.large);
        this.#options.onResults(unpacked.results);
      }
    }
  }

  #fail(text: string, cause?: unknown): void {
    if (!this.#closing) this.#options.onFailure(new CriskitError('INTERNAL', text, { cause }));
  }
}

function smallWeight({ jobs }: Thread): number {
  return jobs.values().reduce((sum, job) => sum + (job.isShared ? 0 : job.weight), 0);
}

function packJob(
  id: number,
  { requests }: PlannedJob,
): { readonly message: HashJob; readonly transfer: ArrayBuffer[] } {
  const pathLengths = requests.map(({ path }) => path.length);
  const paths = Buffer.from(new ArrayBuffer(pathLengths.reduce((sum, length) => sum + length, 0)));
  let start = 0;
  for (const { path } of requests) {
    if (typeof path === 'string') paths.write(path, start, 'latin1');
    else paths.set(path, start);
    start += path.length;
  }
  return { message: { kind: 'job', id, paths: new Uint8Array(paths.buffer), pathLengths }, transfer: [paths.buffer] };
}
