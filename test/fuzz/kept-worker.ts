import { EventEmitter } from 'node:events';
import { Worker as Thread, type WorkerOptions } from 'node:worker_threads';
import { setTimeout } from 'node:timers/promises';

/** So many documents are read by one thread: each leaves a module behind. */
const mostDocuments = 500;

/** A thread that has answered is at its end this soon, or is not kept. One that takes too much takes more meanwhile. */
const endsWithinMs = 25;

/** What a kept thread is asked to do, and says when it has done it. */
export interface KeptTask {
  readonly module: string;
  readonly data: unknown;
}
export const taskDone = 'kept thread: done';

interface KeptThread {
  readonly thread: Thread;
  documents: number;
}

const idle = new Map<string, KeptThread>();

/** Stands in for the class of the same name of node:worker_threads, as far as `watched-thread.ts` uses it. */
export class Worker extends EventEmitter {
  readonly #module: string;
  readonly #kept: KeptThread;
  readonly #done: Promise<void>;
  readonly #listeners: [string, (detail: unknown) => void][] = [];
  #isLost = false;

  constructor(module: URL, { workerData, ...options }: WorkerOptions) {
    super();
    this.#module = module.href;
    this.#kept = idle.get(this.#module) ?? startThread(this.#module, options);
    idle.delete(this.#module);
    this.#kept.documents += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#done = promise;
    const { thread } = this.#kept;
    this.#listen('message', (message) => {
      if (message === taskDone) resolve();
      else this.emit('message', message);
    });
    for (const event of ['error', 'messageerror', 'exit']) {
      this.#listen(event, (cause) => {
        this.#isLost = true;
        this.emit(event, cause);
      });
    }
    thread.ref();
    thread.postMessage({ module: this.#module, data: workerData } satisfies KeptTask, []);
  }

  #listen(event: string, listener: (detail: unknown) => void): void {
    this.#kept.thread.on(event, listener);
    this.#listeners.push([event, listener]);
  }

  /** Ends the thread, unless it is at the end of its document. */
  async terminate(): Promise<void> {
    const { thread, documents } = this.#kept;
    const isDone = await Promise.race([this.#done.then(() => true), setTimeout(endsWithinMs, false)]);
    for (const [event, listener] of this.#listeners) thread.off(event, listener);
    if (!isDone || this.#isLost || documents >= mostDocuments || idle.has(this.#module)) {
      await thread.terminate();
      return;
    }
    thread.unref();
    idle.set(this.#module, this.#kept);
  }
}

function startThread(module: string, options: WorkerOptions): KeptThread {
  const kept = { thread: new Thread(new URL('./kept-thread.ts', import.meta.url), options), documents: 0 };
  const forget = (): void => {
    if (idle.get(module) === kept) idle.delete(module);
  };
  // What a library throws when its document is done with: criskit has ended the thread by then.
  kept.thread.on('error', forget);
  kept.thread.on('exit', forget);
  return kept;
}
