import { arrivedError } from '../../core/carried-error.ts';
import { CriskitError, errorMessage } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { excerpt } from '../../core/printable.ts';
import type { ContainerInput, TableDocument } from '../contract.ts';
import { readInWatchedThread } from '../watched-thread.ts';
import type { FromWorkbookThread } from './workbook-thread-messages.ts';

const mebibyte = 1024 * 1024;

/** What the thread may use. A report of 50,000 rows takes a sixth of the time and three quarters of the memory. */
const limits = {
  heapBytes: 320 * mebibyte,
  memoryBytes: 560 * mebibyte,
  processBytes: 680 * mebibyte,
  /** Time of the processor, so that a busy machine refuses nothing that an idle one reads. */
  seconds: 3,
  secondsPerMebibyte: 1.5,
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
  return readInWatchedThread<FromWorkbookThread, TableDocument>({
    module: 'workbook-thread',
    from: import.meta.url,
    data: { bytes, name },
    heapBytes: limits.heapBytes,
    memoryBytes: limits.memoryBytes,
    processBytes: limits.processBytes,
    seconds: limits.seconds + (limits.secondsPerMebibyte * bytes.length) / mebibyte,
    signal,
    take: (message) => ({ kind: 'result', result: documentOf(message, input) }),
    failure: (reason, cause) => damaged(input, reasons[reason] ?? excerpt(errorMessage(cause)), cause),
  });
}

const reasons: Readonly<Record<string, string>> = {
  endless: 'it takes too long to read',
  'too-much': 'it takes too much memory to read',
};

function documentOf(answer: FromWorkbookThread, { name }: ContainerInput): TableDocument {
  if (answer.kind === 'done') return answer.document;
  const error = arrivedError(answer.error, name);
  throw error instanceof CriskitError
    ? error
    : new CriskitError('INTERNAL', error.message, { path: name, cause: error });
}

function damaged({ name }: ContainerInput, why: string, cause?: unknown): CriskitError {
  return new CriskitError('INPUT_DAMAGED', `${name} cannot be read as a workbook: ${why}`, {
    path: name,
    hint: 'Open it in Excel, save it as .xlsx, and import that.',
    cause,
  });
}
