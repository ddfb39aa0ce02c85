/** Entry of the thread of workbook-in-thread.ts: reads the one workbook that it is started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { carryError } from '../../core/carried-error.ts';
import type { ContainerInput } from '../contract.ts';
import type { FromWorkbookThread } from './workbook-thread-messages.ts';
import { readWorkbook } from './workbook-reading.ts';

function answer(input: ContainerInput): FromWorkbookThread {
  try {
    return { kind: 'done', document: readWorkbook(input, undefined) };
  } catch (error) {
    return { kind: 'refused', error: carryError(error) };
  }
}

parentPort?.postMessage(answer(workerData as ContainerInput), []);
