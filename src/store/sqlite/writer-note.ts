import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { pid } from 'node:process';

/**
 * A small file beside the database that says who is writing, so that a process that has to wait can say for whom. It
 * is a courtesy: the lock itself is SQLite's, and a note left behind by a killed process misleads nobody, because it
 * is only read while the database is locked.
 */
export function leaveWriterNote(databasePath: string, sinceUtc: string): void {
  try {
    const note = { pid, host: hostname(), user: userInfo().username, sinceUtc };
    writeFileSync(notePath(databasePath), `${JSON.stringify(note)}\n`, { mode: 0o640 });
  } catch {
    // Nobody depends on it.
  }
}

export function removeWriterNote(databasePath: string): void {
  try {
    rmSync(notePath(databasePath), { force: true });
  } catch {
    // Nobody depends on it.
  }
}

/** Such as `process 4711 of anna on FRED-3, since 2026-11-22T09:30:00.000Z`. */
export function describeWriter(databasePath: string): string {
  try {
    const note: unknown = JSON.parse(readFileSync(notePath(databasePath), 'utf8'));
    if (
      typeof note === 'object' &&
      note !== null &&
      'pid' in note &&
      'host' in note &&
      'user' in note &&
      'sinceUtc' in note
    ) {
      return `process ${String(note.pid)} of ${String(note.user)} on ${String(note.host)}, since ${String(note.sinceUtc)}`;
    }
  } catch {
    // No note: the holder is not criskit, or has just begun.
  }
  return 'another program that left no note';
}

function notePath(databasePath: string): string {
  return `${databasePath}-writer`;
}
