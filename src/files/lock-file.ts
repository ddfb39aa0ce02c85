import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { CriskitError, systemErrorCode, systemErrorText } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { randomName } from './random-name.ts';
import { withoutLinks } from './without-links.ts';

/** Who holds a lock, as the holder wrote it. Untrusted text. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly user: string;
  /** When the lock was taken, ISO 8601 in universal time. */
  readonly takenAtUtc: string;
  /** What it was taken for, such as `criskit tracker sync`. */
  readonly program: string;
}

export type LockAttempt =
  | { readonly kind: 'taken'; readonly release: () => void }
  /** `holder` is undefined where the lock file does not say it: just being written, damaged, or not criskit's. */
  | { readonly kind: 'held'; readonly holder: LockHolder | undefined };

/** What a lock file holds. */
interface StoredHolder extends LockHolder {
  readonly processes: string;
  /** Different each time, so that no two locks have the same content. */
  readonly token: string;
}

/** Lock files that this process holds: a lock with our own number that is not among them is of a process long gone. */
const heldHere = new Set<string>();

/**
 * Takes a lock by creating a file that must not exist; never waits. A lock whose holder ran on this machine and runs no
 * more is taken over; one from another machine never is, because nothing can be known of its holder. Throws
 * `OUTPUT_FAILED` where the file cannot be made.
 */
export function takeLock(path: string, taker: Pick<LockHolder, 'takenAtUtc' | 'program'>): LockAttempt {
  const holder: StoredHolder = {
    pid: process.pid,
    host: hostname(),
    user: userName(),
    takenAtUtc: taker.takenAtUtc,
    program: taker.program,
    processes: processSpace(),
    token: randomName(),
  };
  return attempt(resolve(path), `${JSON.stringify(holder)}\n`);
}

/**
 * Of several processes that find the same dead lock, one alone may remove it: the one that holds a second lock, whose
 * name comes from the dead one's content. That content has a token in it, so that once the dead lock is gone it never
 * comes back, and whoever is late sees so after taking the second lock. A process that dies in here leaves a dead second
 * lock, which is taken over in the same way.
 */
function attempt(path: string, content: string): LockAttempt {
  for (;;) {
    if (create(path, content)) return taken(path, content);
    const found = readIfThere(path);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder === undefined || !isGone(holder, path)) return { kind: 'held', holder };
    const permit = attempt(`${path}.${createHash('sha256').update(found).digest('hex').slice(0, 16)}`, content);
    if (permit.kind === 'held') return { kind: 'held', holder: permit.holder };
    try {
      if (readIfThere(path) === found) unlinkSync(path);
    } finally {
      permit.release();
    }
  }
}

/**
 * False where a file of this name is there already. The lock appears with its content or not at all: one without content,
 * as a kill between the two would leave behind, says nothing of its holder and could never be taken over.
 */
function create(path: string, content: string): boolean {
  const temporary = `${path}.${randomName()}`;
  if (!write(temporary, content)) return create(path, content);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (withoutLinks.has(code)) return write(path, content);
    throw failure(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** False where a file of this name is there already. */
function write(path: string, content: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o640);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw failure(path, error);
  }
  try {
    writeSync(file, content);
    fsyncSync(file);
    return true;
  } catch (error) {
    unlinkSync(path);
    throw failure(path, error);
  } finally {
    closeSync(file);
  }
}

function taken(path: string, content: string): LockAttempt {
  heldHere.add(path);
  const release = () => {
    heldHere.delete(path);
    try {
      if (readIfThere(path) === content) unlinkSync(path);
    } catch {
      // It stays behind as the lock of a process that is gone, and the next one takes it over.
    }
  };
  return { kind: 'taken', release };
}

function isGone(holder: StoredHolder, path: string): boolean {
  if (holder.host !== hostname() || holder.processes !== processSpace()) return false;
  if (holder.pid === process.pid) return !heldHere.has(path);
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return systemErrorCode(error) === 'ESRCH';
  }
}

/** What the process number counts in: a container, or WSL beside Windows, shares a host's name but not its processes. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return process.platform;
  }
}

function parseHolder(text: string): StoredHolder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
  if (!Number.isSafeInteger(value.pid) || Number(value.pid) <= 0) return undefined;
  const texts = ['host', 'user', 'takenAtUtc', 'program', 'processes', 'token'];
  const complete = texts.every((name) => typeof Reflect.get(value, name) === 'string');
  return complete ? (value as StoredHolder) : undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw failure(path, error);
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

function failure(path: string, cause: unknown): CriskitError {
  const message = `The lock file ${printable(path)} cannot be used: ${systemErrorText(cause)}.`;
  const hint = 'criskit needs to make files in this folder.';
  return new CriskitError('OUTPUT_FAILED', message, { path, cause, hint });
}
