import { Worker } from 'node:worker_threads';
import { arrivedError } from '../core/carried-error.ts';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { interruption, throwIfInterrupted } from '../core/interruption.ts';
import { endThread } from '../core/stuck-threads.ts';
import { threadModule } from '../core/thread-module.ts';
import type { WrittenContent } from './read-written.ts';
import type { FromReadWrittenThread, ReadWrittenSettings, ToReadWrittenThread } from './read-written-messages.ts';

/** A message for each block would cost more than it gains. */
const stepBytes = 1024 * 1024;

/** `readWritten` of a file that is still being written, in a thread beside the writing. */
export class ReadWrittenThread {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  readonly #content = Promise.withResolvers<WrittenContent>();
  #failure: Error | undefined;
  #told = 0;

  constructor(
    settings: ReadWrittenSettings,
    signal: AbortSignal,
    program = threadModule('read-written-thread', import.meta.url),
  ) {
    this.#signal = signal;
    this.#worker = new Worker(program, { name: 'read-written', workerData: settings });
    this.#worker.on('message', (message: FromReadWrittenThread) => {
      if (message.kind === 'read') this.#content.resolve(message.content);
      else if (message.kind === 'failed') this.#content.reject(arrivedError(message.error));
    });
    const fail = (cause: unknown) => {
      const message = `The thread that reads ${settings.name} back failed: ${errorMessage(cause)}`;
      this.#content.reject(new CriskitError('INTERNAL', message, { path: settings.name, cause }));
    };
    for (const event of ['error', 'messageerror'] as const) this.#worker.on(event, fail);
    this.#worker.on('exit', () => fail(new Error('it ended early')));
    // Thrown where it is waited for, or while the file grows.
    this.#content.promise.catch((error: Error) => {
      this.#failure = error;
    });
    signal.addEventListener('abort', this.#stop);
  }

  /** Tells how much of the file is there. Throws what ended the reading early. */
  grown(sizeBytes: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (sizeBytes < this.#told + stepBytes) return;
    this.#told = sizeBytes;
    this.#tell({ kind: 'growth', sizeBytes, isWhole: false });
  }

  /** To its end. Throws as `readWritten` does. */
  async finish(sizeBytes: number): Promise<WrittenContent> {
    throwIfInterrupted(this.#signal);
    this.#tell({ kind: 'growth', sizeBytes, isWhole: true });
    return this.#content.promise;
  }

  /** To be called however the writing ends. */
  async end(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop);
    await endThread(this.#worker);
  }

  /** A thread in the middle of something long is not waited for. */
  readonly #stop = (): void => {
    this.#tell({ kind: 'close' });
    this.#content.reject(interruption());
  };

  #tell(message: ToReadWrittenThread): void {
    this.#worker.postMessage(message, []);
  }
}
