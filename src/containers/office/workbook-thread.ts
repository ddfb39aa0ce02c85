/** Entry of the thread of workbook-in-thread.ts: reads the one workbook that it is started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { CriskitError, errorMessage } from '../../core/errors.ts';
import type { ContainerInput, TableDocument } from '../contract.ts';
import type { FromWorkbookThread } from './workbook-thread-messages.ts';
import { readWorkbook } from './workbook-reading.ts';

function answer(input: ContainerInput): FromWorkbookThread {
  let document: TableDocument;
  try {
    document = readWorkbook(input, undefined);
  } catch (error) {
    const { code, message, place, hint } =
      error instanceof CriskitError ? error : new CriskitError('INTERNAL', errorMessage(error), { cause: error });
    return { kind: 'refused', code, message, place, hint };
  }
  return { kind: 'done', document };
}

parentPort?.postMessage(answer(workerData as ContainerInput), []);
