import { readdirSync, readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { CriskitError } from '../../core/errors.ts';

/** "crsk" in ASCII: tells a database of criskit from any other SQLite file. */
const applicationId = 0x6372736b;
const folder = new URL('../../../db/migrations/sqlite/', import.meta.url);

/** Number and text of each step, in order; numbers have no gaps. */
function migrations(): readonly { readonly version: number; readonly sql: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .toSorted()
    .map((name) => ({ version: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, folder), 'utf8') }));
}

export function schemaVersionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * Throws DATABASE_NEWER, DATABASE_DAMAGED where the file holds nothing at all and is not about to be made, and
 * DATABASE_FAILED where it is a database of another program.
 */
export function checkIdentity(db: Database.Database, path: string, isNew: boolean): void {
  const id = Number(db.pragma('application_id', { simple: true }));
  const version = schemaVersionOf(db);
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (isEmpty && id === 0 && !isNew) {
    throw new CriskitError('DATABASE_DAMAGED', `${path} holds nothing: no lab was ever in it, or it was cut off.`, {
      path,
      hint: 'Restore the last backup with `criskit db restore`.',
    });
  }
  if (id !== applicationId && !isEmpty) {
    throw new CriskitError('DATABASE_FAILED', `${path} is a database, but not one of criskit.`, { path });
  }
  const newest = migrations().at(-1)?.version ?? 0;
  if (version > newest) {
    throw new CriskitError(
      'DATABASE_NEWER',
      `${path} was made by a newer criskit: its tables are version ${version}, this criskit knows ${newest}.`,
      { path, hint: 'Install the newer criskit on this machine; nothing was changed.' },
    );
  }
}

/** True where steps are missing. */
export function needsMigration(db: Database.Database): boolean {
  return schemaVersionOf(db) < (migrations().at(-1)?.version ?? 0);
}

/** Brings the tables to the newest version, in one transaction. Safe when two processes try at once. */
export function migrate(db: Database.Database): void {
  // A table that is rebuilt is dropped in between; the setting cannot be changed within a transaction.
  const isEnforced = Number(db.pragma('foreign_keys', { simple: true })) === 1;
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      for (const { version, sql } of migrations()) {
        if (version <= schemaVersionOf(db)) continue;
        db.exec(sql);
        db.pragma(`user_version = ${version}`);
      }
      db.pragma(`application_id = ${applicationId}`);
    }).immediate();
  } finally {
    db.pragma(`foreign_keys = ${isEnforced ? 'ON' : 'OFF'}`);
  }
}
