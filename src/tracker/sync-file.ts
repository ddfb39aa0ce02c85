import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import { excerpt } from '../core/printable.ts';
import { takeLock } from '../files/lock-file.ts';
import { readInput } from '../files/read-file.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { TrackerChange, TrackerContents, TrackerEdit, TrackerSettings } from './contract.ts';
import { editTracker } from './edit-tracker.ts';
import { refuseOwner } from './owner-files.ts';
import { readTracker } from './read-tracker.ts';
import { verifyEdit } from './verify-edit.ts';

/** A tracker larger than this is none. */
const largestWorkbookBytes = 256 * 1024 * 1024;

const lockPollMs = 50;

export interface SyncFileRequest {
  readonly settings: TrackerSettings;
  /** The present moment, ISO 8601 in universal time; stands in the lock file. */
  readonly nowUtc: string;
  /** What the lock is taken for, such as `criskit tracker sync`. */
  readonly program: string;
  /** How long to wait for another criskit that is writing; default 10 seconds. */
  readonly waitMs?: number;
  /** What to change, from what stands there. Pure; what it throws leaves the workbook as it is. */
  readonly decide: (contents: TrackerContents) => readonly TrackerChange[];
  /**
   * Called when everything is ready and nothing is replaced yet, and only where something is going to be: the place to
   * remember what is about to be written. What it throws leaves the workbook as it is.
   */
  readonly beforeReplace?: (edit: TrackerEdit) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface SyncFileResult {
  /** What stood there before. */
  readonly contents: TrackerContents;
  readonly edit: TrackerEdit;
  /** False where nothing had to change; then the file was not touched. */
  readonly isWritten: boolean;
  /** The last version before this one; undefined where nothing was written. */
  readonly backupPath: string | undefined;
}

/**
 * Reads the workbook, changes it and puts the new one in its place, so that at any moment the old or the new one is there
 * whole. Nobody's work is lost: a lock keeps other criskits out, `TRACKER_LOCKED` says who has it open in Excel or
 * LibreOffice, and where the file changed meanwhile nothing is replaced. The last version stays beside it as `.bak`.
 */
export async function syncTrackerFile(request: SyncFileRequest): Promise<SyncFileResult> {
  const path = await resolveWorkbook(request.settings.path);
  const release = await lock(path, request);
  try {
    return await syncLocked(path, request);
  } finally {
    release();
  }
}

/** The contents of the workbook as it stands, without a lock: for looking only. */
export async function readTrackerFile(settings: TrackerSettings): Promise<TrackerContents> {
  const { bytes } = await readInput(settings.path, { maxBytes: largestWorkbookBytes });
  return readTracker(bytes, settings);
}

async function syncLocked(path: string, request: SyncFileRequest): Promise<SyncFileResult> {
  const { settings } = request;
  const refuseOpen = async () => {
    await refuseOwner(settings.path);
    if (path !== settings.path) await refuseOwner(path);
  };
  await refuseOpen();
  const before = await readInput(path, { maxBytes: largestWorkbookBytes });
  const { mode } = await stat(path);
  const contents = readTracker(before.bytes, settings);
  const changes = request.decide(contents);
  const edit = editTracker(before.bytes, settings, changes);
  if (edit.bytes === before.bytes) return { contents, edit, isWritten: false, backupPath: undefined };
  verifyEdit(before.bytes, edit, settings, changes);
  throwIfInterrupted(request.signal);
  const backupPath = `${path}.bak`;
  await writeAtomic(backupPath, once(before.bytes), { mode: mode & 0o777 });
  await request.beforeReplace?.(edit);
  await asLocked(settings.path, () =>
    writeAtomic(path, once(edit.bytes), {
      mode: mode & 0o777,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      async verify(temporaryPath) {
        const written = await readInput(temporaryPath, { maxBytes: largestWorkbookBytes });
        if (written.sha256 !== sha256(edit.bytes)) {
          throw new CriskitError('OUTPUT_DIFFERS', 'The new spreadsheet does not read back as it was written.', {
            path,
          });
        }
        await refuseOpen();
        const now = await readInput(path, { maxBytes: largestWorkbookBytes });
        if (now.sha256 !== before.sha256) throw changedMeanwhile(settings.path);
      },
    }),
  );
  return { contents, edit, isWritten: true, backupPath };
}

/** Where a link leads, so that the lock stands beside the file itself. */
async function resolveWorkbook(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw new CriskitError('INPUT_UNREADABLE', `The spreadsheet cannot be found: ${excerpt(path, 300)}`, {
      path,
      hint: 'Correct its path in criskit.toml, or bring it back; its last version may lie beside it as .bak.',
      cause: error,
    });
  }
}

async function lock(path: string, request: SyncFileRequest): Promise<() => void> {
  const lockPath = join(dirname(path), `.${basename(path)}.criskit-lock`);
  const waitMs = request.waitMs ?? 10_000;
  for (let waitedMs = 0; ; waitedMs += lockPollMs) {
    throwIfInterrupted(request.signal);
    const attempt = takeLock(lockPath, { takenAtUtc: request.nowUtc, program: request.program });
    if (attempt.kind === 'taken') return attempt.release;
    if (waitedMs >= waitMs) {
      const { holder } = attempt;
      const who =
        holder === undefined
          ? ''
          : ` by ${excerpt(`${holder.user} on ${holder.host}`)} since ${excerpt(holder.takenAtUtc)}`;
      throw new CriskitError('TRACKER_LOCKED', `Another criskit is writing the spreadsheet${who}.`, {
        path: request.settings.path,
        hint: `Wait for it to end and sync again. If no criskit runs anywhere, delete ${lockPath}.`,
      });
    }
    await setTimeout(lockPollMs);
  }
}

/** On Windows and on file servers, a file that a program holds open cannot be replaced. */
async function asLocked(path: string, replace: () => Promise<unknown>): Promise<void> {
  try {
    await replace();
  } catch (error) {
    const cause = systemErrorCode(error instanceof CriskitError ? error.cause : error);
    if (cause !== 'EBUSY' && !(process.platform === 'win32' && (cause === 'EPERM' || cause === 'EACCES'))) throw error;
    throw new CriskitError('TRACKER_LOCKED', 'Another program holds the spreadsheet open.', {
      path,
      hint: 'Close it there and sync again.',
      cause: error,
    });
  }
}

function changedMeanwhile(path: string): CriskitError {
  return new CriskitError('TRACKER_LOCKED', 'The spreadsheet was saved by someone else in this very moment.', {
    path,
    hint: 'Nothing was replaced. Sync again.',
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
