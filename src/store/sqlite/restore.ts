import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { CriskitError, errorMessage } from '../../core/errors.ts';
import type { Actor, VerifyResult } from '../contract.ts';
import { Connection } from './connection.ts';
import { databaseError } from './database-error.ts';
import { checkIdentity, migrate } from './migrate.ts';
import { verifyDatabase } from './verify.ts';

export interface RestoreOptions {
  readonly backupPath: string;
  readonly targetPath: string;
  /** Where the database that is replaced goes; it must not exist. */
  readonly keepAs: string;
  readonly actor: Actor;
}

/** Puts a backup in the place of the database: copied, verified, noted in its own log, and only then renamed. */
export async function restoreDatabase(options: RestoreOptions): Promise<VerifyResult> {
  const { backupPath, targetPath, keepAs, actor } = options;
  if (!existsSync(backupPath)) {
    throw new CriskitError('INPUT_UNREADABLE', `There is no file ${backupPath}.`, { path: backupPath });
  }
  if (existsSync(keepAs)) throw new CriskitError('OUTPUT_EXISTS', `${keepAs} exists already.`, { path: keepAs });
  const candidate = `${targetPath}.restoring`;
  removeDatabase(candidate);
  try {
    copyFileSync(backupPath, candidate);
    chmodSync(candidate, 0o640);
    const result = await verifyCandidate(candidate, backupPath, actor);
    putAway(targetPath, keepAs);
    renameSync(candidate, targetPath);
    return result;
  } catch (error) {
    throw databaseError(error, backupPath);
  } finally {
    removeDatabase(candidate);
  }
}

async function verifyCandidate(candidate: string, backupPath: string, actor: Actor): Promise<VerifyResult> {
  const db = new Database(candidate);
  try {
    db.pragma('journal_mode = DELETE');
    checkIdentity(db, backupPath, false);
    migrate(db);
    const connection = new Connection(db, candidate, 0);
    const result = verifyDatabase(connection, undefined);
    if (!result.ok) {
      const problem = result.checks.find((check) => !check.ok);
      throw new CriskitError(
        'DATABASE_DAMAGED',
        `${backupPath} is not intact (${problem?.name}: ${problem?.problems[0]}); nothing was replaced.`,
        {
          path: backupPath,
        },
      );
    }
    await connection.write(actor, () => ({
      result: undefined,
      audit: { action: 'restore', body: { backup: backupPath } },
    }));
    return result;
  } finally {
    db.close();
  }
}

/** Writes back what the log of the old database holds, makes sure that nobody uses it, and renames it. */
function putAway(targetPath: string, keepAs: string): void {
  if (!existsSync(targetPath)) return;
  try {
    const old = new Database(targetPath, { timeout: 1000 });
    try {
      old.pragma('wal_checkpoint(TRUNCATE)');
      old.pragma('locking_mode = EXCLUSIVE');
      old.exec('BEGIN EXCLUSIVE; ROLLBACK;');
    } finally {
      old.close();
    }
  } catch (error) {
    const failure = databaseError(error, targetPath);
    // A damaged database is what restoring is for; one in use is not.
    if (failure.code !== 'DATABASE_DAMAGED') {
      throw new CriskitError('DATABASE_BUSY', `${targetPath} is in use and was not replaced: ${errorMessage(error)}.`, {
        path: targetPath,
      });
    }
  }
  renameSync(targetPath, keepAs);
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(`${targetPath}${suffix}`)) renameSync(`${targetPath}${suffix}`, `${keepAs}${suffix}`);
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal', '-writer']) rmSync(`${path}${suffix}`, { force: true });
}
