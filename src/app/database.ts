import { access, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CriskitError, systemErrorText } from '../core/errors.ts';
import { streamInput } from '../files/read-file.ts';
import type { StoreStats, VerifyResult } from '../store/contract.ts';
import { openStore } from '../store/sqlite/open-store.ts';
import { restoreDatabase } from '../store/sqlite/restore.ts';
import type { Clock } from './clock.ts';
import { actorOf, databasePath, type Lab } from './lab.ts';

export async function databaseStats(lab: Lab): Promise<StoreStats> {
  return lab.store.stats();
}

export async function verifyLab(lab: Lab, signal: AbortSignal): Promise<VerifyResult> {
  return lab.store.verify({ signal });
}

/** Returns the number of media whose category or conflicts were not what the imports in force say. */
export async function rebuildLab(lab: Lab): Promise<number> {
  return (await lab.store.rebuild(lab.actor())).mediaChanged;
}

/** `path` is absolute and must not exist. Throws OUTPUT_EXISTS, OUTPUT_FAILED. */
export async function backupLab(lab: Lab, path: string, onProgress: (share: number) => void): Promise<void> {
  if (await isThere(path)) {
    throw new CriskitError('OUTPUT_EXISTS', `${path} exists already.`, {
      path,
      hint: 'A backup never replaces another one: choose a new name.',
    });
  }
  try {
    await access(dirname(path));
  } catch (error) {
    throw new CriskitError('OUTPUT_FAILED', `${path} cannot be written: ${systemErrorText(error)}.`, {
      path,
      cause: error,
    });
  }
  await lab.store.backup(path, { onProgress });
}

export interface RestoreRequest {
  /** Absolute. */
  readonly labFolder: string;
  readonly backupPath: string;
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface RestoredLab {
  readonly verified: VerifyResult;
  /** Where the database that was replaced is kept; null where there was none, or for a dry run. */
  readonly keptAs: string | null;
}

/** The backup is verified before it replaces anything. Throws DATABASE_…, INPUT_UNREADABLE. */
export async function restoreLab(request: RestoreRequest): Promise<RestoredLab> {
  const { labFolder, backupPath, dryRun, clock } = request;
  const targetPath = databasePath(labFolder);
  if (!(await isThere(backupPath))) {
    throw new CriskitError('INPUT_UNREADABLE', `There is no file ${backupPath}.`, { path: backupPath });
  }
  await checkBackup(backupPath);
  if (dryRun) return { verified: await verifyCopy(backupPath, request), keptAs: null };
  const keepAs = `${targetPath}.before-restore-${clock.nowUtc().replaceAll(/[:.]/g, '-')}`;
  const had = await isThere(targetPath);
  const actor = await actorOf(labFolder, clock);
  const verified = await restoreDatabase({ backupPath, targetPath, keepAs, actor });
  return { verified, keptAs: had ? keepAs : null };
}

/** "crsk" in ASCII, where SQLite keeps the id of the program that a database belongs to (sqlite.org/fileformat2.html). */
const applicationId = { offset: 68, value: 'crsk' };

/** SQLite takes an empty file for an empty database; in the place of a lab's database it would be a loss. */
async function checkBackup(path: string): Promise<void> {
  const { value: head = new Uint8Array() } = await firstOf(streamInput(path));
  const text = Buffer.from(head).toString('latin1', 0, 100);
  const { offset, value } = applicationId;
  if (text.startsWith('SQLite format 3\0') && text.slice(offset, offset + value.length) === value) return;
  throw new CriskitError('DATABASE_FAILED', `${path} is no backup of a criskit database.`, {
    path,
    hint: 'criskit db backup FILE makes one.',
  });
}

async function firstOf(chunks: AsyncGenerator<Uint8Array>): Promise<{ readonly value?: Uint8Array }> {
  for await (const value of chunks) return { value };
  return {};
}

/** Opening a database may change it, so the backup itself is only copied. */
async function verifyCopy(path: string, { labFolder, signal }: RestoreRequest): Promise<VerifyResult> {
  const folder = await mkdtemp(join(labFolder, '.verifying-'));
  try {
    const copy = join(folder, 'copy.db');
    await copyFile(path, copy);
    const store = await openStore({ path: copy });
    try {
      return await store.verify({ signal });
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
