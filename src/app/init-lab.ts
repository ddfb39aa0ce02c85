import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { openStore } from '../store/sqlite/open-store.ts';
import { newTrackerWorkbook } from '../tracker/new-workbook.ts';
import type { Clock } from './clock.ts';
import { databasePath, openLab, readLabSettings, settingsName } from './lab.ts';
import { formatSettingsTemplate, type LabNames } from './settings-template.ts';

export interface InitLabRequest {
  /** Absolute; made where it does not exist. */
  readonly folder: string;
  readonly names: LabNames;
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly onWarning: (message: string) => void;
}

export interface InitLabResult {
  readonly folder: string;
  /** What was made, or would be, as paths; empty where the lab was complete. */
  readonly made: readonly string[];
  /** What was there and stayed as it was. */
  readonly kept: readonly string[];
}

interface Part {
  readonly path: string;
  make(): Promise<void>;
}

/** Makes what the lab lacks and changes nothing that is there. Throws OUTPUT_FAILED, SETTINGS_INVALID, DATABASE_…. */
export async function initLab(request: InitLabRequest): Promise<InitLabResult> {
  const { folder, dryRun } = request;
  if (!dryRun) await makeFolder(folder);
  const made: string[] = [];
  const kept: string[] = [];
  const take = async ({ path, make }: Part) => {
    if (await isThere(path)) {
      kept.push(path);
      return;
    }
    made.push(path);
    if (!dryRun) await make();
  };
  await take(settingsPart(request));
  const isSet = kept.length > 0 || !dryRun;
  const settings = isSet ? await readLabSettings(folder) : undefined;
  await take(databasePart(request));
  await take(trackerPart(settings?.tracker.path ?? join(folder, 'tracker.xlsx'), settings?.lab.name ?? ''));
  return { folder, made, kept };
}

function settingsPart({ folder, names }: InitLabRequest): Part {
  const path = join(folder, settingsName);
  const name = names.name.trim() === '' ? basename(folder) : names.name.trim();
  return { path, make: () => write(path, Buffer.from(formatSettingsTemplate({ ...names, name }))) };
}

function databasePart({ folder, clock, onWarning }: InitLabRequest): Part {
  const path = databasePath(folder);
  const make = async () => {
    await (await openStore({ path, create: true })).close();
    await (await openLab({ folder, access: 'write', clock, onWarning })).close();
  };
  return { path, make };
}

function trackerPart(path: string, labName: string): Part {
  return { path, make: () => write(path, newTrackerWorkbook(labName)) };
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  await writeAtomic(path, once(), { ifExists: 'refuse' });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await readdir(folder);
  } catch (error) {
    throw new CriskitError('OUTPUT_FAILED', `${folder} cannot become a lab folder: ${systemErrorText(error)}.`, {
      path: folder,
      cause: error,
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
