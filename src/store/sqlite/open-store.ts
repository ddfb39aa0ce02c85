import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CriskitError } from '../../core/errors.ts';
import type { Store } from '../contract.ts';
import { createCaseStore } from './cases.ts';
import { readCategory } from './category-records.ts';
import { createConflictStore } from './conflicts.ts';
import { Connection } from './connection.ts';
import { databaseError, withoutSqliteErrors } from './database-error.ts';
import { createExportStore } from './exports.ts';
import { createImportStore } from './imports.ts';
import { answerQueries, casesOfContents, casesOfMedia } from './lookup.ts';
import { createMaintenanceStore, readStats } from './maintenance.ts';
import { checkIdentity, migrate, needsMigration } from './migrate.ts';
import { networkFileSystem } from './network-folder.ts';
import { createLotStore } from './lots.ts';
import { RowFilter } from './row-filter.ts';
import { digestsOfAll } from './segments/media-digests.ts';
import { createPromotionStore } from './promotions.ts';
import { createSplitRuleStore } from './split-rules.ts';
import { readStatement } from './statement.ts';
import { createSubmissionStore } from './submissions.ts';
import { createTrackerStore } from './tracker-state.ts';

export interface OpenStoreOptions {
  readonly path: string;
  /** Makes the database where there is none; otherwise that is an error. */
  readonly create?: boolean;
  /** How long to wait for another process that writes; default 10 s. */
  readonly busyTimeoutMs?: number;
  /** Hash sets of that many records and more are kept as segments; default 65,536. What can be asked of them is the same. */
  readonly segmentFrom?: number;
  /** Told once, in a sentence, what the user should know: a network share, a folder that cannot be written. */
  readonly onWarning?: (message: string) => void;
}

const defaultBusyTimeoutMs = 10_000;
/** With pages of 4,096 bytes a list of two million digests takes a third longer to come in. */
const pageSizeBytes = 16_384;
const largestReadOnlyBytes = 1 << 30;

/** Opens the lab's database and brings its tables up to date. Throws DATABASE_…, NOT_FOUND. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const db = open(options);
  const connection = new Connection(
    db,
    options.path,
    options.busyTimeoutMs ?? defaultBusyTimeoutMs,
    options.segmentFrom,
  );
  const rowFilter = new RowFilter(connection);
  const store: Store = {
    ...createCaseStore(connection),
    ...createSubmissionStore(connection),
    ...createImportStore(connection),
    ...createSplitRuleStore(connection),
    ...createLotStore(connection),
    ...createPromotionStore(connection),
    ...createConflictStore(connection),
    ...createExportStore(connection),
    ...createTrackerStore(connection),
    ...createMaintenanceStore(connection),
    lookup: async (queries) => answerQueries(connection, queries, rowFilter),
    why: async (query) => connection.atOneMoment(() => readStatement(connection, query)),
    digestsOfMedia: async (mediaIds) => connection.atOneMoment(() => digestsOfAll(connection, mediaIds)),
    casesOfMedia: async (mediaIds) => casesOfMedia(connection, mediaIds),
    casesOfContents: async (contents) => connection.atOneMoment(() => casesOfContents(connection, contents)),
    recordsOf: async (categoryId, recordsOptions) =>
      connection.atOneMoment(() => readCategory(connection, categoryId, recordsOptions)),
    stats: async () => connection.atOneMoment(() => readStats(connection)),
    close: async () => {
      db.close();
    },
  };
  return withTypedErrors(store, options.path);
}

/** The same store, whose promises never fail with an error of SQLite's own. */
function withTypedErrors(store: Store, path: string): Store {
  const methods = Object.entries(store).map(([name, method]: [string, (...parameters: never[]) => unknown]) => {
    const guarded = (...parameters: never[]): unknown => {
      const result = method(...parameters);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw withoutSqliteErrors(error, path);
      });
    };
    return [name, guarded];
  });
  return Object.fromEntries(methods) as Store;
}

function open(options: OpenStoreOptions): Database.Database {
  const { path } = options;
  if (!existsSync(path)) {
    if (options.create !== true) {
      throw new CriskitError('DATABASE_FAILED', `There is no database ${path}.`, {
        path,
        hint: 'Make the lab with `criskit init`.',
      });
    }
    makeEmptyFile(path);
  }
  let db: Database.Database | undefined;
  try {
    const writable = isWritable(path);
    db = writable ? openWritable(options) : openCopyInMemory(options);
    // Before anything is set: a file that is not ours stays as it is.
    checkIdentity(db, path, options.create === true);
    if (writable) prepareWriting(db, options);
    if (!needsMigration(db)) return db;
    if (!writable) return migratedCopy(db);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    throw databaseError(error, path);
  }
}

/** Before SQLite makes it, so that it is never readable by others; its companions take the same permissions. */
function makeEmptyFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o640));
  } catch (error) {
    throw databaseError(error, path);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function openWritable({ path, busyTimeoutMs }: OpenStoreOptions): Database.Database {
  return new Database(path, { timeout: busyTimeoutMs ?? defaultBusyTimeoutMs });
}

function prepareWriting(db: Database.Database, { path, onWarning }: OpenStoreOptions): void {
  // Takes effect in a new database only.
  db.pragma(`page_size = ${pageSizeBytes}`);
  const share = networkFileSystem(dirname(path));
  if (share === undefined) {
    db.pragma('journal_mode = WAL');
  } else {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = DELETE');
    onWarning?.(`The lab is on ${share}: one person at a time can use it. Several at once need the shared database.`);
  }
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -65536');
  // From here on waiting is our own, so that an interruption is heard.
  db.pragma('busy_timeout = 0');
}

/** A database in a folder that cannot be written is read into memory: its write-ahead log could not be opened there. */
function openCopyInMemory({ path, onWarning }: OpenStoreOptions): Database.Database {
  const walPath = `${path}-wal`;
  if (existsSync(walPath) && statSync(walPath).size > 0) {
    throw new CriskitError(
      'DATABASE_FAILED',
      `${path} cannot be written here, and holds changes that were not put away.`,
      {
        path,
        hint: 'Open the lab once on a machine that may write to it.',
      },
    );
  }
  if (statSync(path).size > largestReadOnlyBytes) {
    throw new CriskitError('DATABASE_FAILED', `${path} is too large to be read without write permission.`, { path });
  }
  const bytes = readFileSync(path);
  // Read and write version 1: a rollback journal, as a database in memory must have (sqlite.org/fileformat.html §1.3).
  bytes[18] = 1;
  bytes[19] = 1;
  onWarning?.('The lab folder cannot be written by this user: it can be read, and nothing can be changed.');
  return new Database(bytes, { readonly: true });
}

/** A database in memory brought up to date, in memory too. */
function migratedCopy(db: Database.Database): Database.Database {
  const copy = new Database(db.serialize());
  try {
    db.close();
    migrate(copy);
    return new Database(copy.serialize(), { readonly: true });
  } finally {
    copy.close();
  }
}
