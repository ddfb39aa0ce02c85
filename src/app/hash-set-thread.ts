/** Entry of the thread of hash-set-in-thread.ts: reads the one hash set that it is started with. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { carryError } from '../core/carried-error.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { PackedBatch } from '../hashsets/contract.ts';
import { readPackedHashSet } from '../hashsets/hash-set-source.ts';
import type { FromHashSetThread, HashSetThreadSettings, ToHashSetThread } from './hash-set-thread-messages.ts';
import { openHashSetAs, type ReadDocument } from './open-hash-set.ts';

/** How many batches may be on their way or wait there; each is some megabytes. */
const mostBatches = 4;

/** Some fifty messages a second at 400 MB/s. */
const progressStepBytes = 8 * 1024 * 1024;

const closing = new AbortController();
let unreportedBytes = 0;
let sentBatches = 0;
let wake = () => {};

parentPort?.on('message', ({ kind }: ToHashSetThread) => {
  if (kind === 'close') closing.abort();
  else sentBatches -= 1;
  wake();
});

try {
  const document = await readAll(workerData as HashSetThreadSettings, closing.signal);
  reportProgress();
  send({ kind: 'end', document });
} catch (error) {
  send({ kind: 'failed', error: carryError(error) });
} finally {
  // Nothing but this listener holds the thread any more.
  parentPort?.unref();
}

async function readAll({ path, options }: HashSetThreadSettings, signal: AbortSignal): Promise<ReadDocument> {
  const source = await openHashSetAs({ path }, { ...options, signal, onChunk: countBytes }, readPackedHashSet);
  try {
    const { format, reason, knownFiles, wrappings } = source;
    send({ kind: 'opened', format: format.id, reason, knownFiles: knownFiles?.id, wrappings });
    for await (const batch of source.batches) {
      sendBatch(batch);
      await waitForRoom(signal);
    }
    return source.document();
  } finally {
    await source.close();
  }
}

/** Hears what was said meanwhile, which takes a turn of the event loop. Each message makes room, or ends the reading. */
async function waitForRoom(signal: AbortSignal): Promise<void> {
  await nextTurn();
  if (sentBatches >= mostBatches && !signal.aborted) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  throwIfInterrupted(signal);
}

function countBytes({ length }: Uint8Array): void {
  unreportedBytes += length;
  if (unreportedBytes >= progressStepBytes) reportProgress();
}

function reportProgress(): void {
  send({ kind: 'progress', bytes: unreportedBytes });
  unreportedBytes = 0;
}

function sendBatch(batch: PackedBatch): void {
  const { masks, digests, lines, sizes, kinds, textEnds, texts } = batch.packed;
  sentBatches += 1;
  send(
    { kind: 'batch', batch },
    [masks, digests, lines, sizes, kinds, textEnds, texts].map(({ buffer }) => buffer),
  );
}

function send(message: FromHashSetThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
