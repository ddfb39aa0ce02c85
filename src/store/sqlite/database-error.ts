import { CriskitError, errorMessage, systemErrorCode } from '../../core/errors.ts';
import { describeWriter } from './writer-note.ts';

/** A typed error for whatever SQLite or the file system threw; errors of criskit pass unchanged. */
export function databaseError(error: unknown, path: string): CriskitError {
  if (error instanceof CriskitError) return error;
  const code = systemErrorCode(error) ?? '';
  const details = { path, cause: error };
  if (code.startsWith('SQLITE_FULL')) {
    return new CriskitError('DATABASE_FAILED', `The disk that holds ${path} is full; nothing was changed.`, {
      ...details,
      hint: 'Make room and repeat the command.',
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new CriskitError('DATABASE_FAILED', `${path} cannot be written by this user; nothing was changed.`, {
      ...details,
      hint: 'Ask for write permission on the lab folder, or use a command that only reads.',
    });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new CriskitError('DATABASE_DAMAGED', `${path} is damaged: ${errorMessage(error)}.`, {
      ...details,
      hint: 'Run `criskit db verify`, then restore the last backup with `criskit db restore`.',
    });
  }
  if (isBusy(error)) {
    return new CriskitError('DATABASE_BUSY', `${path} is held by ${describeWriter(path)}.`, {
      ...details,
      hint: 'Repeat the command when that one has finished; nothing was changed.',
    });
  }
  if (code.startsWith('SQLITE_')) {
    return new CriskitError('DATABASE_FAILED', `${path}: ${errorMessage(error)} (${code}).`, details);
  }
  return new CriskitError('INTERNAL', errorMessage(error), details);
}

/** Errors of SQLite typed, all others as they are. */
export function withoutSqliteErrors(error: unknown, path: string): unknown {
  return (systemErrorCode(error) ?? '').startsWith('SQLITE_') ? databaseError(error, path) : error;
}

/** True where another process holds the lock that is needed. */
export function isBusy(error: unknown): boolean {
  const code = systemErrorCode(error) ?? '';
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}
