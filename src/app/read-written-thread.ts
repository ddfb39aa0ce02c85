/** Entry of the thread of read-written-in-thread.ts: reads the one file that it is started with, while it is written. */
import { parentPort, workerData } from 'node:worker_threads';
import { carryError } from '../core/carried-error.ts';
import { followFile, type Growth } from '../files/follow-file.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { readWritten } from './read-written.ts';
import type { FromReadWrittenThread, ReadWrittenSettings, ToReadWrittenThread } from './read-written-messages.ts';

const closing = new AbortController();
let there = { sizeBytes: 0, isWhole: false };
let wake = () => {};

parentPort?.on('message', (message: ToReadWrittenThread) => {
  if (message.kind === 'close') closing.abort();
  else there = { sizeBytes: message.sizeBytes, isWhole: message.isWhole };
  wake();
});

const growth: Growth = {
  async beyond(sizeBytes) {
    while (there.sizeBytes <= sizeBytes && !there.isWhole && !closing.signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return there;
  },
};

try {
  const { path, name, format, options } = workerData as ReadWrittenSettings;
  const bytes = followFile(path, growth, closing.signal);
  const content = await readWritten(getFormat(format), bytes, options, { name, signal: closing.signal });
  send({ kind: 'read', content });
} catch (error) {
  send({ kind: 'failed', error: carryError(error) });
} finally {
  // Nothing but this listener holds the thread any more.
  parentPort?.unref();
}

function send(message: FromReadWrittenThread): void {
  parentPort?.postMessage(message, []);
}
