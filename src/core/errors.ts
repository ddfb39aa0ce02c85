import { formatPlace, type Place } from './place.ts';

/** Exit codes: 1 done with differences, 2 wrong usage or input, 3 something outside failed, 70 a fault of criskit. */
export type ExitCode = 0 | 1 | 2 | 3 | 70 | 130;

/**
 * Every way in which criskit stops, with the exit code it leads to. A test holds this table, docs/errors.md and the
 * throws in the code together.
 */
export const errorCatalogue = {
  USAGE: { exitCode: 2, title: 'the command line is not understood' },
  NEEDS_CONFIRMATION: { exitCode: 2, title: 'a question has to be answered and there is no terminal to ask on' },
  NOT_FOUND: { exitCode: 2, title: 'the thing named does not exist in the lab' },
  ALREADY_EXISTS: { exitCode: 2, title: 'the thing named exists already' },
  LAB_NOT_FOUND: { exitCode: 2, title: 'no lab folder' },
  SETTINGS_INVALID: { exitCode: 2, title: 'criskit.toml, or the file of a layout, has a mistake' },
  INPUT_UNREADABLE: { exitCode: 3, title: 'a file cannot be read' },
  INPUT_NOT_A_FILE: { exitCode: 2, title: 'a file was expected and something else is there' },
  INPUT_EMPTY: { exitCode: 2, title: 'the document holds nothing' },
  INPUT_DAMAGED: { exitCode: 2, title: 'the document is cut off or damaged' },
  INPUT_ENCRYPTED: { exitCode: 2, title: 'the document is protected by a password' },
  INPUT_HOSTILE: { exitCode: 2, title: 'the document is built to harm its reader' },
  INPUT_TOO_LARGE: { exitCode: 2, title: 'the document, or a line of it, is larger than criskit reads' },
  FORMAT_UNKNOWN: { exitCode: 2, title: 'no format or layout recognises the document' },
  FORMAT_AMBIGUOUS: { exitCode: 2, title: 'two formats or layouts recognise the document equally well' },
  FORMAT_CANNOT: { exitCode: 2, title: 'the format cannot do what was asked of it' },
  NO_RECORDS: { exitCode: 2, title: 'the document yields no record' },
  ACCOUNTING_DIFFERS: { exitCode: 1, title: 'the sums do not agree, and nothing was written' },
  CONFLICT: { exitCode: 1, title: 'the database has changed meanwhile, or the request contradicts it' },
  OUTPUT_FAILED: { exitCode: 3, title: 'a file cannot be written' },
  OUTPUT_EXISTS: { exitCode: 2, title: 'the output file exists already' },
  OUTPUT_DIFFERS: { exitCode: 70, title: 'what was written does not read back as what was meant' },
  JOURNAL_FOUND: { exitCode: 2, title: 'an interrupted run has left its journal' },
  JOURNAL_DIFFERS: { exitCode: 2, title: 'the journal that was found is of another run, or damaged' },
  JOURNAL_BUSY: { exitCode: 3, title: 'another criskit is at the same work' },
  DATABASE_BUSY: { exitCode: 3, title: 'the database is held by another process' },
  DATABASE_NEWER: { exitCode: 3, title: 'the database was made by a newer criskit' },
  DATABASE_DAMAGED: { exitCode: 3, title: 'the database is damaged' },
  DATABASE_FAILED: { exitCode: 3, title: 'the database cannot be opened or written' },
  TRACKER_LOCKED: { exitCode: 3, title: 'the spreadsheet is open in another program' },
  TRACKER_REFUSED: { exitCode: 3, title: 'the spreadsheet cannot be changed without harm' },
  TRACKER_COLUMNS: { exitCode: 2, title: 'the spreadsheet has no columns that criskit recognises' },
  INTERRUPTED: { exitCode: 130, title: 'interrupted' },
  INTERNAL: { exitCode: 70, title: 'a fault of criskit' },
} as const satisfies Record<string, { readonly exitCode: ExitCode; readonly title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What a person needs beyond the message. */
export interface ErrorDetails {
  /** The file or document concerned. */
  readonly path?: string;
  readonly place?: Place;
  /** What to do, as one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The only class that criskit throws. The message says what is wrong and where. */
export class CriskitError extends Error {
  override readonly name = 'CriskitError';
  readonly code: ErrorCode;
  readonly path: string | undefined;
  readonly place: Place | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    const where = details.place === undefined ? '' : ` (${formatPlace(details.place)})`;
    super(`${message}${where}`, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.path = details.path;
    this.place = details.place;
    this.hint = details.hint;
  }

  get exitCode(): ExitCode {
    return errorCatalogue[this.code].exitCode;
  }
}

/** The `code` of a system error such as `ENOENT`; undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the system says of its error, such as `permission denied (EACCES)`: without the path, which may be unprintable. */
export function systemErrorText(error: unknown): string {
  const code = systemErrorCode(error);
  const text = /^[A-Z0-9]+: ([^,]+)/.exec(errorMessage(error))?.[1];
  return code === undefined || text === undefined ? errorMessage(error) : `${text} (${code})`;
}
