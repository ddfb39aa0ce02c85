import { Worker } from 'node:worker_threads';
import { CriskitError, errorMessage, systemErrorCode } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { excerpt } from '../core/printable.ts';
import { formatPlace } from '../core/place.ts';
import type { ContainerInput, TableDocument } from './contract.ts';
import type { FromWorkbookThread } from './workbook-thread-messages.ts';

// The same folder holds .ts files in a checkout and .js files in the package.
const threadUrl = new URL(`./workbook-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

const mebibyte = 1024 * 1024;

/** What the thread may use; a report of 50,000 rows takes a third of it. */
const limits = {
  heapBytes: 720 * mebibyte,
  /** Time of the processor, so that a busy machine refuses nothing that an idle one reads. */
  seconds: 3,
  secondsPerMebibyte: 1.5,
  watchMilliseconds: 100,
} as const;

/**
 * Reads a .xls in a thread that is ended where the file makes it take too long or too much memory: where a record of
 * the old format is cut short, SheetJS reads on without end.
 */
export async function readWorkbookInThread(
  input: ContainerInput,
  signal: AbortSignal | undefined,
): Promise<TableDocument> {
  throwIfInterrupted(signal);
  const { bytes, name } = input;
  const worker = new Worker(threadUrl, {
    name: 'workbook',
    workerData: { bytes, name },
    resourceLimits: { maxOldGenerationSizeMb: limits.heapBytes / mebibyte, stackSizeMb: 4 },
  });
  const { promise, resolve, reject } = Promise.withResolvers<FromWorkbookThread>();
  const stop = (): void => reject(new CriskitError('INTERRUPTED', 'Interrupted; nothing further was written.'));
  const startUsage = process.cpuUsage();
  const mostSeconds = limits.seconds + (limits.secondsPerMebibyte * bytes.length) / mebibyte;
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage(startUsage);
    if (user + system > mostSeconds * 1e6) reject(damaged(input, 'it takes too long to read'));
  }, limits.watchMilliseconds);
  signal?.addEventListener('abort', stop);
  worker.on('message', resolve);
  worker.on('error', (error) => reject(failure(input, error)));
  worker.on('messageerror', (error) => reject(failure(input, error)));
  worker.on('exit', () => reject(damaged(input, 'its reader ended early')));
  try {
    return documentOf(await promise, input);
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

function documentOf(answer: FromWorkbookThread, { name }: ContainerInput): TableDocument {
  if (answer.kind === 'done') return answer.document;
  const { code, place, hint } = answer;
  // The place is put behind the message by the error itself.
  const behind = place === undefined ? '' : ` (${formatPlace(place)})`;
  throw new CriskitError(code, answer.message.slice(0, answer.message.length - behind.length), {
    path: name,
    ...(place === undefined ? {} : { place }),
    ...(hint === undefined ? {} : { hint }),
  });
}

function failure(input: ContainerInput, error: unknown): CriskitError {
  const isOutOfMemory = systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY';
  return damaged(input, isOutOfMemory ? 'it takes too much memory to read' : excerpt(errorMessage(error)), error);
}

function damaged({ name }: ContainerInput, why: string, cause?: unknown): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} cannot be read as a workbook: ${why}`, {
    path: name,
    hint: 'Open it in Excel, save it as .xlsx, and import that.',
    cause,
  });
}
