import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CriskitError, systemErrorText } from '../core/errors.ts';
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
  if (dryRun) return { verified: await verifyFile(backupPath, request.signal), keptAs: null };
  const keepAs = `${targetPath}.before-restore-${clock.nowUtc().replaceAll(/[:.]/g, '-')}`;
  const had = await isThere(targetPath);
  const actor = await actorOf(labFolder, clock);
  const verified = await restoreDatabase({ backupPath, targetPath, keepAs, actor });
  return { verified, keptAs: had ? keepAs : null };
}

async function verifyFile(path: string, signal: AbortSignal): Promise<VerifyResult> {
  const store = await openStore({ path });
  try {
    return await store.verify({ signal });
  } finally {
    await store.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
