import { access, constants, readFile, stat } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CriskitError, errorMessage, systemErrorCode } from '../core/errors.ts';
import type { Actor, Store } from '../store/contract.ts';
import { openStore } from '../store/sqlite/open-store.ts';
import type { Clock } from './clock.ts';
import { parseSettings, type Settings } from './settings.ts';

/** A lab that is open: its folder, its settings, its database. */
export interface Lab {
  /** Absolute. */
  readonly folder: string;
  readonly settings: Settings;
  readonly store: Store;
  readonly clock: Clock;
  /** Who is at work, now: the examiner of criskit.toml and the account on the computer. */
  actor(): Actor;
  close(): Promise<void>;
}

export const settingsName = 'criskit.toml';
const databaseName = 'lab.db';

/** How long a command waits for another one that is writing. */
const busyTimeoutMs = 10_000;

/** Of the lab in that folder. */
export function databasePath(folder: string): string {
  return join(folder, databaseName);
}

export interface LabLocation {
  /** What `--lab` says. */
  readonly option: string | undefined;
  /** What the environment variable CRISKIT_LAB says. */
  readonly variable: string | undefined;
  /** Absolute: where the search upwards begins. */
  readonly cwd: string;
}

/** The absolute path of the lab folder. Throws LAB_NOT_FOUND. */
export async function findLabFolder(location: LabLocation): Promise<string> {
  const named = location.option ?? (location.variable === '' ? undefined : location.variable);
  if (named !== undefined) {
    const folder = resolve(location.cwd, named);
    if (await exists(join(folder, settingsName))) return folder;
    const source = location.option === undefined ? 'CRISKIT_LAB names' : '--lab names';
    throw new CriskitError('LAB_NOT_FOUND', `${source} ${folder}, where there is no ${settingsName}.`, {
      path: folder,
      hint: `To make a lab there: criskit init "${folder}"`,
    });
  }
  for (let folder = location.cwd; ; folder = dirname(folder)) {
    if (await exists(join(folder, settingsName))) return folder;
    if (dirname(folder) === folder) break;
  }
  throw new CriskitError('LAB_NOT_FOUND', `No ${settingsName} in ${location.cwd} or in a folder above it.`, {
    hint: 'Go to the lab folder, name it with --lab DIR or CRISKIT_LAB, or make one with: criskit init DIR',
  });
}

/** Reads and checks criskit.toml of that folder. Throws SETTINGS_INVALID, INPUT_UNREADABLE. */
export async function readLabSettings(folder: string): Promise<Settings> {
  const path = join(folder, settingsName);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CriskitError('INPUT_UNREADABLE', `${path} cannot be read: ${errorMessage(error)}`, {
      path,
      cause: error,
    });
  }
  try {
    return parseSettings(new TextDecoder('utf-8', { fatal: true }).decode(bytes), path);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CriskitError('SETTINGS_INVALID', `${path} is not UTF-8 text.`, {
      path,
      hint: 'Save it again with the encoding UTF-8.',
      cause: error,
    });
  }
}

export interface OpenLabRequest {
  readonly folder: string;
  /** `read` also works in a folder that cannot be written to. */
  readonly access: 'read' | 'write';
  readonly clock: Clock;
  readonly onWarning: (message: string) => void;
}

/** The caller closes it. Throws LAB_NOT_FOUND where the folder is half made, OUTPUT_FAILED, SETTINGS_…, DATABASE_…. */
export async function openLab(request: OpenLabRequest): Promise<Lab> {
  const { folder, clock, onWarning } = request;
  const settings = await readLabSettings(folder);
  const path = databasePath(folder);
  if (!(await exists(path))) {
    throw new CriskitError('LAB_NOT_FOUND', `The lab ${folder} has no database (${databaseName}).`, {
      path,
      hint: `criskit init "${folder}" makes an empty one; criskit db restore FILE brings a backup back.`,
    });
  }
  const writable = (await isWritable(folder)) && (await isWritable(path));
  if (!writable && request.access === 'write') {
    throw new CriskitError('OUTPUT_FAILED', `The lab folder ${folder} cannot be written to.`, {
      path: folder,
      hint: 'Commands that only read still work there. Ask for write permission, or for the medium to be unlocked.',
    });
  }
  const store = await openStore({ path, busyTimeoutMs, onWarning });
  const by = actorName(settings.lab.examiner);
  const lab: Lab = {
    folder,
    settings,
    store,
    clock,
    actor: () => ({ by, atUtc: clock.nowUtc() }),
    close: () => store.close(),
  };
  if (writable) await syncCategories(lab);
  return lab;
}

/** Tells the database the categories of criskit.toml; it writes nothing where it knows them as they are. */
export async function syncCategories(lab: Lab): Promise<void> {
  const { categories, splitRule } = lab.settings;
  const targets = Object.values(splitRule.byOutcome).filter((id) => id !== null);
  try {
    await lab.store.syncCategories(categories, [...new Set(targets)], lab.actor());
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Throws NOT_FOUND with the categories there are. */
export function checkCategory(settings: Settings, categoryId: string): void {
  const ids = settings.categories.map((category) => category.id);
  if (ids.includes(categoryId)) return;
  throw new CriskitError('NOT_FOUND', `There is no category "${categoryId}".`, {
    hint: `Categories of this lab: ${ids.join(', ')}.`,
  });
}

/** Who is at work in a lab that need not be open. */
export async function actorOf(folder: string, clock: Clock): Promise<Actor> {
  const { lab } = await readLabSettings(folder);
  return { by: actorName(lab.examiner), atUtc: clock.nowUtc() };
}

function actorName(examiner: string): string {
  const account = `${accountName()} on ${hostname()}`;
  return examiner.trim() === '' ? account : `${examiner.trim()} (${account})`;
}

/** An account without a name (a container with a bare number) is told by its number. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unnamed account';
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return false;
    throw new CriskitError('INPUT_UNREADABLE', `${path} cannot be read: ${errorMessage(error)}`, {
      path,
      cause: error,
    });
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
