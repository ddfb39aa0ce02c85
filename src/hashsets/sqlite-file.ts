import Database from 'better-sqlite3';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { checkDatabaseFile } from './sqlite-preflight.ts';

/** A SQLite file that is open. */
export type SqliteFile = Database.Database;

/**
 * Opens a SQLite file that somebody else made, for reading only, once it has been checked; held against writers until it
 * is closed. `name`: for messages. Throws `INPUT_…`.
 */
export async function openForReading(path: string, name: string): Promise<SqliteFile> {
  await checkDatabaseFile(path, name);
  let file: SqliteFile | undefined;
  try {
    file = new Database(path, { readonly: true, timeout: 0 });
    for (const setting of ['trusted_schema = OFF', 'cell_size_check = ON', 'query_only = ON']) file.pragma(setting);
    file.exec('BEGIN');
    // Reads the schema, and takes the lock.
    file.prepare('SELECT 1 FROM sqlite_schema').get();
    return file;
  } catch (error) {
    file?.close();
    throw readingError(error, path, name);
  }
}

/**
 * Makes a database in a file that is empty or not there. Without a journal: there is no file beside it, and what is cut
 * off is worth nothing. With the same statements afterwards its bytes are the same. Throws `OUTPUT_FAILED`.
 */
export function openForWriting(path: string, pageSizeBytes: number): SqliteFile {
  let file: SqliteFile | undefined;
  try {
    file = new Database(path, { timeout: 0 });
    for (const setting of [
      `page_size = ${pageSizeBytes}`,
      'encoding = "UTF-8"',
      'auto_vacuum = NONE',
      'locking_mode = EXCLUSIVE',
      'journal_mode = OFF',
      'synchronous = OFF',
      'cache_size = -65536',
    ]) {
      file.pragma(setting);
    }
    return file;
  } catch (error) {
    file?.close();
    throw writingError(error);
  }
}

/** A typed error for what SQLite threw while it read; others as they are. */
export function readingError(error: unknown, path: string, name: string): unknown {
  const code = systemErrorCode(error) ?? '';
  // What SQLite says besides may hold text of the file.
  const details = { path, cause: error };
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    const hint = 'Close it there, or read a copy.';
    return new CriskitError('INPUT_UNREADABLE', `${name} is in use by another program.`, { ...details, hint });
  }
  if (code === 'SQLITE_IOERR_SHORT_READ') {
    return new CriskitError('INPUT_DAMAGED', `${name} is a SQLite database that is cut off.`, details);
  }
  if (/^SQLITE_(?:CANTOPEN|IOERR|PERM|AUTH|READONLY)/.test(code)) {
    return new CriskitError('INPUT_UNREADABLE', `${name} cannot be read as a database (${code}).`, details);
  }
  if (code === 'SQLITE_TOOBIG' || code === 'SQLITE_NOMEM') {
    return new CriskitError('INPUT_TOO_LARGE', `${name} holds a value that is larger than criskit reads.`, details);
  }
  if (code.startsWith('SQLITE_')) {
    return new CriskitError('INPUT_DAMAGED', `${name} is a damaged SQLite database (${code}).`, details);
  }
  return error;
}

/** A typed error for what SQLite threw while it wrote; others as they are. */
export function writingError(error: unknown): unknown {
  const code = systemErrorCode(error) ?? '';
  if (!code.startsWith('SQLITE_')) return error;
  const details = { cause: error };
  if (code !== 'SQLITE_FULL') {
    return new CriskitError('OUTPUT_FAILED', `The database cannot be written (${code}).`, details);
  }
  const hint = 'Make room, or write to another disk.';
  return new CriskitError('OUTPUT_FAILED', 'The database cannot be written: the disk is full.', { ...details, hint });
}
