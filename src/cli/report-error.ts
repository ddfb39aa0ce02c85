import { CriskitError, type ErrorCode, errorMessage, systemErrorCode } from '../core/errors.ts';
import { formatPlace } from '../core/place.ts';

const outsideFailures: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'OUTPUT_FAILED',
  EDQUOT: 'OUTPUT_FAILED',
  EROFS: 'OUTPUT_FAILED',
  EFBIG: 'OUTPUT_FAILED',
  ENOENT: 'INPUT_UNREADABLE',
  ENOTDIR: 'INPUT_UNREADABLE',
  EACCES: 'INPUT_UNREADABLE',
  EPERM: 'INPUT_UNREADABLE',
  EIO: 'INPUT_UNREADABLE',
  EBUSY: 'INPUT_UNREADABLE',
  EMFILE: 'INPUT_UNREADABLE',
  ENFILE: 'INPUT_UNREADABLE',
  EISDIR: 'INPUT_NOT_A_FILE',
};

/** Whatever was thrown, as one of the catalogue: what is in no way expected is a fault of criskit. */
export function asCriskitError(error: unknown, interrupted: boolean): CriskitError {
  if (error instanceof CriskitError) return error;
  if (interrupted && error instanceof Error && error.name === 'AbortError') {
    return new CriskitError('INTERRUPTED', 'Interrupted; nothing further was written.', { cause: error });
  }
  const code = outsideFailures[systemErrorCode(error) ?? ''];
  if (code !== undefined) return new CriskitError(code, errorMessage(error), { ...pathOf(error), cause: error });
  return new CriskitError('INTERNAL', `A fault of criskit: ${errorMessage(error)}`, {
    hint: 'Please report it where you got criskit from, with the output of the same command under CRISKIT_DEBUG=1.',
    cause: error,
  });
}

function pathOf(error: unknown): { readonly path?: string } {
  return typeof error === 'object' && error !== null && 'path' in error && typeof error.path === 'string'
    ? { path: error.path }
    : {};
}

/** What `--json` prints instead of a result. */
export function errorAsJson(error: CriskitError): unknown {
  return {
    error: {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
      path: error.path ?? null,
      place: error.place === undefined ? null : formatPlace(error.place),
    },
  };
}

/** For people; `debug` adds where in the program it came from. */
export function errorAsLines(error: CriskitError, debug: boolean): readonly string[] {
  return [error.message, ...(error.hint === undefined ? [] : [`  ${error.hint}`]), ...(debug ? stacksOf(error) : [])];
}

function stacksOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.stack ?? error.message, ...stacksOf(error.cause)] : [];
}
