import { basename, dirname, join } from 'node:path';
import { CriskitError } from '../core/errors.ts';
import { excerpt, printable } from '../core/printable.ts';
import { type LockHolder, takeLock } from '../files/lock-file.ts';

export interface JournalLock {
  /** Absolute path of the lock file. */
  readonly path: string;
  readonly release: () => void;
}

/** Keeps a second criskit from the same journal; never waits, because hashing may take days. Throws JOURNAL_BUSY, OUTPUT_FAILED. */
export function lockJournal(journalPath: string, taker: Pick<LockHolder, 'takenAtUtc' | 'program'>): JournalLock {
  const path = join(dirname(journalPath), `.${basename(journalPath)}.criskit-lock`);
  const attempt = takeLock(path, taker);
  if (attempt.kind === 'taken') return { path, release: attempt.release };
  const { holder } = attempt;
  const who =
    holder === undefined
      ? 'Another criskit'
      : `${excerpt(holder.program)} (process ${holder.pid} of ${excerpt(`${holder.user} on ${holder.host}`)}, since ${excerpt(holder.takenAtUtc)})`;
  throw new CriskitError('JOURNAL_BUSY', `${who} is at the same work, with the journal ${printable(journalPath)}.`, {
    path: journalPath,
    hint: `Wait for it to end. If no criskit runs anywhere, delete ${printable(path)}.`,
  });
}
