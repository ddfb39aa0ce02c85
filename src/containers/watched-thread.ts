import { Worker } from 'node:worker_threads';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { endThread } from '../core/stuck-threads.ts';
import { threadModule } from '../core/thread-module.ts';

const mebibyte = 1024 * 1024;

/** How often the use of time and memory is looked at: within a tenth of a second hundreds of megabytes are taken. */
const watchMs = 20;

/** A thread may take so much also where the process has come near to its bound by other work. */
const leastRoomBytes = 64 * mebibyte;

/** What a thread reads, and what it may use for it. */
export interface WatchedReading<M, R> {
  /** Name of the thread's module in the folder of the caller, without its ending, and the caller's own address. */
  readonly module: string;
  readonly from: string;
  readonly data: unknown;
  readonly heapBytes: number;
  /** Of the whole process, beyond what it had before; and in all, with room for what is taken until the thread has ended. */
  readonly memoryBytes: number;
  readonly processBytes: number;
  /** Time of the processor until the first message, so that a busy machine refuses nothing that an idle one reads. */
  readonly seconds: number;
  readonly signal: AbortSignal | undefined;
  /** Told of each message of the thread; throws where it says that the document is refused. */
  take(message: M): Step<R>;
  /** Why nothing can be read: the thread takes too long, takes too much memory, or ended by itself. */
  failure(reason: 'endless' | 'too-much' | 'failed', cause?: unknown): CriskitError;
}

type Step<R> =
  | { readonly kind: 'result'; readonly result: R }
  /** Work goes on; until the next message it may take so much time of the processor. */
  | { readonly kind: 'progress'; readonly nextSeconds: number };

/**
 * Reads a document with a library that a hostile one could keep busy without end, in a thread that is ended where it
 * takes too long or too much memory: no file can do more harm than not to be read.
 */
export async function readInWatchedThread<M, R>(reading: WatchedReading<M, R>): Promise<R> {
  const worker = new Worker(threadModule(reading.module, reading.from), {
    name: reading.module,
    workerData: reading.data,
    resourceLimits: {
      maxOldGenerationSizeMb: reading.heapBytes / mebibyte,
      maxYoungGenerationSizeMb: 32,
      stackSizeMb: 4,
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<R>();
  const watch = watchUse(reading, reject);
  const stop = (): void => reject(new CriskitError('INTERRUPTED', 'Interrupted; nothing further was written.'));
  const fail = (error: unknown): void => {
    const isOutOfMemory = systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
    reject(reading.failure(isOutOfMemory ? 'too-much' : 'failed', error));
  };
  reading.signal?.addEventListener('abort', stop);
  worker.on('message', (message: M) => {
    try {
      const step = reading.take(message);
      if (step.kind === 'result') resolve(step.result);
      else watch.allow(step.nextSeconds);
    } catch (error) {
      reject(error);
    }
  });
  worker.on('error', fail);
  worker.on('messageerror', fail);
  worker.on('exit', () => fail(new Error('its reader ended early')));
  try {
    return await promise;
  } finally {
    watch.end();
    reading.signal?.removeEventListener('abort', stop);
    await endThread(worker);
  }
}

interface Watch {
  /** Time of the processor from now on. */
  allow(seconds: number): void;
  end(): void;
}

function watchUse<M, R>(reading: WatchedReading<M, R>, reject: (error: CriskitError) => void): Watch {
  const before = process.memoryUsage.rss();
  const mostMemory = Math.max(before + leastRoomBytes, Math.min(before + reading.memoryBytes, reading.processBytes));
  let used = process.cpuUsage();
  let { seconds } = reading;
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    if (user + system > seconds * 1e6) reject(reading.failure('endless'));
    if (process.memoryUsage.rss() > mostMemory) reject(reading.failure('too-much'));
  }, watchMs);
  return {
    allow: (next) => {
      used = process.cpuUsage();
      seconds = next;
    },
    end: () => clearInterval(timer),
  };
}
