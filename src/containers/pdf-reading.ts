import { Worker } from 'node:worker_threads';
import { CriskitError, errorMessage, systemErrorCode } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { excerpt } from '../core/printable.ts';
import { formatBytes } from '../core/units.ts';
import type { ContainerInput, Row, TableDocument } from './contract.ts';
import { checkPdf } from './pdf-preflight.ts';
import type { FromPdfThread, PdfRow } from './pdf-thread-messages.ts';

type Content = Extract<FromPdfThread, { kind: 'done' }>;

// The same folder holds .ts files in a checkout and .js files in the package.
const threadUrl = new URL(`./pdf-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

const mebibyte = 1024 * 1024;

/** What the thread may use. Its pages and rows stay below half of each for a report of 50,000 rows. */
const threadLimits = {
  heapBytes: 720 * mebibyte,
  /** Of the whole process, beyond what it had before. */
  memoryBytes: 850 * mebibyte,
  /** Time of the processor until the document is open. */
  openingSeconds: 4,
  watchMilliseconds: 100,
} as const;

/** All pages as one table. What could not be read is an issue on a row; what cannot be read at all is refused. */
export async function readPdfDocument(input: ContainerInput, signal: AbortSignal | undefined): Promise<TableDocument> {
  checkPdf(input);
  throwIfInterrupted(signal);
  const { rows, traits } = await readInThread(input, signal);
  const table = { hidden: false, rows: numberRows(rows) };
  const issues = table.rows.flatMap(({ issue }) => (issue === undefined ? [] : [issue]));
  return { container: 'pdf', name: input.name, tables: [table], issues, traits };
}

function numberRows(rows: readonly PdfRow[]): readonly Row[] {
  let [page, row] = [0, 0];
  return rows.map((each) => {
    row = each.page === page ? row + 1 : 1;
    page = each.page;
    const place = { page, row };
    return {
      place,
      cells: each.cells.map((text) => ({ kind: text === '' ? ('blank' as const) : ('text' as const), text })),
      hidden: false,
      ...(each.isFurniture ? { furniture: true as const } : {}),
      ...(each.issue === undefined ? {} : { issue: { ...each.issue, place } }),
    };
  });
}

/**
 * pdf.js runs in a thread that is ended where a file makes it take too long or too much memory, so that no file can do
 * more harm than not to be read.
 */
async function readInThread(input: ContainerInput, signal: AbortSignal | undefined): Promise<Content> {
  const worker = new Worker(threadUrl, {
    name: 'pdf',
    workerData: input.bytes,
    resourceLimits: {
      maxOldGenerationSizeMb: threadLimits.heapBytes / mebibyte,
      maxYoungGenerationSizeMb: 32,
      stackSizeMb: 4,
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Content>();
  const watch = watchThread(input, reject);
  const stop = (): void => reject(new CriskitError('INTERRUPTED', 'Interrupted; nothing further was written.'));
  signal?.addEventListener('abort', stop);
  worker.on('message', (message: FromPdfThread) => {
    if (message.kind === 'done') resolve(message);
    else if (message.kind === 'progress') watch.allow(message.nextStepSeconds);
    else reject(refusal(input, message));
  });
  worker.on('error', (error) => reject(failure(input, error)));
  worker.on('messageerror', (error) => reject(failure(input, error)));
  worker.on('exit', () => reject(failure(input, new Error('the thread ended early'))));
  try {
    return await promise;
  } finally {
    watch.end();
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

interface Watch {
  /** Time of the processor until the next call. */
  allow(seconds: number): void;
  end(): void;
}

/** Time is that of the processor, so that a busy machine refuses nothing that an idle one reads. */
function watchThread(input: ContainerInput, reject: (error: CriskitError) => void): Watch {
  const mostMemory = process.memoryUsage.rss() + threadLimits.memoryBytes;
  let used = process.cpuUsage();
  let seconds: number = threadLimits.openingSeconds;
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    if (user + system > seconds * 1e6) reject(endless(input));
    if (process.memoryUsage.rss() > mostMemory) reject(tooMuch(input));
  }, threadLimits.watchMilliseconds);
  return {
    allow: (next) => {
      used = process.cpuUsage();
      seconds = next;
    },
    end: () => clearInterval(timer),
  };
}

function refusal(
  { name }: ContainerInput,
  { code, message, hint }: Extract<FromPdfThread, { kind: 'refused' }>,
): CriskitError {
  const text = code === 'INTERNAL' ? message : `${name} ${message}`;
  return new CriskitError(code, text, { path: name, ...(hint === '' ? {} : { hint }) });
}

function failure(input: ContainerInput, error: unknown): CriskitError {
  if (systemErrorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') return tooMuch(input);
  const message = `${input.name} cannot be read as a PDF: ${excerpt(errorMessage(error), 100)}`;
  return new CriskitError('INPUT_DAMAGED', message, { path: input.name, hint: askElsewise, cause: error });
}

function endless({ name }: ContainerInput): CriskitError {
  const message = `${name} takes so long to read that it can be no report`;
  return new CriskitError('INPUT_HOSTILE', message, { path: name, hint: askElsewise });
}

function tooMuch({ name, bytes }: ContainerInput): CriskitError {
  const message = `${name} takes more than ${formatBytes(threadLimits.memoryBytes)} of memory to read, at ${formatBytes(bytes.length)}`;
  return new CriskitError('INPUT_TOO_LARGE', message, { path: name, hint: askElsewise });
}

const askElsewise = 'Ask for the report as CSV or Excel file.';
