/** Entry of the thread of pdf-reading.ts: reads the one PDF that it is started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { CriskitError, errorMessage } from '../../core/errors.ts';
import { readPdf } from './pdf-document.ts';
import { boundSparseLookups } from './pdf-sparse-arrays.ts';
import type { FromPdfThread } from './pdf-thread-messages.ts';

function send(message: FromPdfThread): void {
  parentPort?.postMessage(message, []);
}

boundSparseLookups();
try {
  const { rows, traits } = await readPdf(workerData as Uint8Array, (nextStepSeconds) =>
    send({ kind: 'progress', nextStepSeconds }),
  );
  send({ kind: 'done', rows, traits });
} catch (error) {
  const refusal =
    error instanceof CriskitError ? error : new CriskitError('INTERNAL', errorMessage(error), { cause: error });
  send({ kind: 'refused', code: refusal.code, message: refusal.message, hint: refusal.hint ?? '' });
}
