import { CriskitError, errorMessage } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import type { ContainerInput, Row, TableDocument } from '../contract.ts';
import { checkPdf } from './pdf-preflight.ts';
import type { FromPdfThread, PdfRow } from './pdf-thread-messages.ts';
import { readInWatchedThread } from '../watched-thread.ts';

type Content = Extract<FromPdfThread, { kind: 'done' }>;

const mebibyte = 1024 * 1024;

/** What the thread may use. Its pages and rows stay below half of each for a report of 50,000 rows. */
const threadLimits = {
  heapBytes: 720 * mebibyte,
  /** Of the whole process, beyond what it had before. */
  memoryBytes: 850 * mebibyte,
  processBytes: 900 * mebibyte,
  /** Time of the processor until the document is open. */
  seconds: 4,
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

function readInThread(input: ContainerInput, signal: AbortSignal | undefined): Promise<Content> {
  return readInWatchedThread<FromPdfThread, Content>({
    module: 'pdf-thread',
    from: import.meta.url,
    data: input.bytes,
    ...threadLimits,
    signal,
    take: (message) => {
      if (message.kind === 'refused') throw refusal(input, message);
      return message.kind === 'done'
        ? { kind: 'result', result: message }
        : { kind: 'progress', nextSeconds: message.nextStepSeconds };
    },
    failure: (reason, cause) => failure(input, reason, cause),
  });
}

function refusal(
  { name }: ContainerInput,
  { code, message, hint }: Extract<FromPdfThread, { kind: 'refused' }>,
): CriskitError {
  const text = code === 'INTERNAL' ? message : `${name} ${message}`;
  return new CriskitError(code, text, { path: name, ...(hint === '' ? {} : { hint }) });
}

function failure(
  { name, bytes }: ContainerInput,
  reason: 'endless' | 'too-much' | 'failed',
  cause: unknown,
): CriskitError {
  const details = { path: name, hint: askElsewise, ...(cause === undefined ? {} : { cause }) };
  if (reason === 'endless') {
    return new CriskitError('INPUT_HOSTILE', `${name} takes so long to read that it can be no report`, details);
  }
  if (reason === 'too-much') {
    const message = `${name} takes more than ${formatBytes(threadLimits.memoryBytes)} of memory to read, at ${formatBytes(bytes.length)}`;
    return new CriskitError('INPUT_TOO_LARGE', message, details);
  }
  const message = `${name} cannot be read as a PDF: ${excerpt(errorMessage(cause), 100)}`;
  return new CriskitError('INPUT_DAMAGED', message, details);
}

const askElsewise = 'Ask for the report as CSV or Excel file.';
