import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { arrivedError } from '../core/carried-error.ts';
import { CriskitError, errorMessage } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { endThread } from '../core/stuck-threads.ts';
import { threadModule } from '../core/thread-module.ts';
import { makePrivateFolder } from '../files/private-folder.ts';
import type { PackedBatch } from '../hashsets/contract.ts';
import { getFormat } from '../hashsets/lookup.ts';
import type { FromHashSetThread, HashSetThreadSettings, ToHashSetThread } from './hash-set-thread-messages.ts';
import type { OpenHashSet, OpenHashSetOptions, ReadDocument } from './open-hash-set.ts';

export interface OpenPackedOptions extends Omit<OpenHashSetOptions, 'onChunk' | 'temporaryFolder'> {
  /** Told now and then how many more bytes of the file were read. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * As `openHashSet`, in a thread: this one has time for what becomes of the records. The thread is at most some batches ahead.
 */
export async function openHashSetInThread(
  path: string,
  { signal, onBytes, ...options }: OpenPackedOptions,
  program = threadModule('hash-set-thread', import.meta.url),
): Promise<OpenHashSet<PackedBatch>> {
  throwIfInterrupted(signal);
  // Made here, so that it goes however the thread ends. Where none can be made, the thread says so if it needs one.
  const folder = await makePrivateFolder().catch(() => undefined);
  const settings: HashSetThreadSettings = { path, options: { ...options, temporaryFolder: folder?.path } };
  const thread = new HashSetThread(
    new Worker(program, { name: 'hash-set', workerData: settings }),
    path,
    signal,
    onBytes,
  );
  const close = async () => {
    await thread.end();
    await folder?.remove();
  };
  try {
    const { format, reason, knownFiles: known, wrappings } = await thread.opened();
    const knownFiles = known === undefined ? undefined : getFormat(known);
    const batches = thread.batches();
    return {
      format: getFormat(format),
      reason,
      knownFiles,
      wrappings,
      batches,
      document: () => thread.document(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type AwaitedMessage = Exclude<FromHashSetThread, { kind: 'progress' }>;

/** How long a thread has to close what it has open. */
const closesWithinMs = 2000;

/** The messages of the thread, one after the other. */
class HashSetThread {
  readonly #path: string;
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  readonly #hasEnded: Promise<boolean>;
  readonly #waiting: AwaitedMessage[] = [];
  /** Why no message comes any more. */
  #failure: CriskitError | undefined;
  #document: ReadDocument | undefined;
  #wake = () => {};

  constructor(worker: Worker, path: string, signal: AbortSignal, onBytes: OpenPackedOptions['onBytes']) {
    this.#worker = worker;
    this.#path = path;
    this.#signal = signal;
    worker.on('message', (message: FromHashSetThread) => {
      if (message.kind === 'progress') onBytes?.(message.bytes);
      else this.#waiting.push(message);
      this.#wake();
    });
    for (const event of ['error', 'messageerror'] as const) worker.on(event, (error) => this.#fail(error));
    this.#hasEnded = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#fail(new Error('it ended early'));
        resolve(true);
      });
    });
    signal.addEventListener('abort', this.#stop);
  }

  async opened(): Promise<Extract<FromHashSetThread, { kind: 'opened' }>> {
    const message = await this.#next();
    if (message.kind === 'opened') return message;
    throw this.#unexpected(message);
  }

  async *batches(): AsyncGenerator<PackedBatch> {
    for (;;) {
      const message = await this.#next();
      if (message.kind === 'end') {
        this.#document = message.document;
        return;
      }
      if (message.kind !== 'batch') throw this.#unexpected(message);
      yield message.batch;
      this.#tell({ kind: 'more' });
      // A port hands on what has come meanwhile before anything else is heard, Ctrl-C included.
      await nextTurn();
    }
  }

  document(): ReadDocument {
    if (this.#document === undefined) throw new RangeError('The hash set is not read to its end.');
    return this.#document;
  }

  /** Lets the thread close what it has open, or ends it where it does not. */
  async end(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#stop);
    this.#tell({ kind: 'close' });
    if (!(await Promise.race([this.#hasEnded, setTimeout(closesWithinMs, false, { ref: false })])))
      await endThread(this.#worker);
  }

  readonly #stop = (): void => {
    this.#tell({ kind: 'close' });
    this.#wake();
  };

  #tell(message: ToHashSetThread): void {
    this.#worker.postMessage(message, []);
  }

  /** Throws what ended the reading, behind all that came before; an interruption goes first. */
  async #next(): Promise<AwaitedMessage> {
    for (;;) {
      throwIfInterrupted(this.#signal);
      const message = this.#waiting.shift();
      if (message?.kind === 'failed') throw arrivedError(message.error);
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #fail(cause: unknown): void {
    const message = `The thread that reads ${this.#path} failed: ${errorMessage(cause)}`;
    this.#failure ??= new CriskitError('INTERNAL', message, { path: this.#path, cause });
    this.#wake();
  }

  #unexpected({ kind }: FromHashSetThread): CriskitError {
    return new CriskitError('INTERNAL', `The thread that reads ${this.#path} sent "${kind}" out of turn.`);
  }
}
