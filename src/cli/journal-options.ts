import type { JournalUse } from '../app/take-up-hash-journal.ts';
import { CriskitError } from '../core/errors.ts';
import { countOf } from '../core/units.ts';

/** Of the commands that keep a journal while they hash. */
export const journalOptions = {
  resume: {
    summary: 'go on where an interrupted run has stopped: files that are unchanged since are not hashed again',
  },
  rehash: { summary: 'discard the journal of an interrupted run and hash every file' },
} as const;

/** Throws USAGE where both are given. */
export function journalUse({ resume, rehash }: { readonly resume: boolean; readonly rehash: boolean }): JournalUse {
  if (resume && rehash) throw new CriskitError('USAGE', '--resume and --rehash do not go together.');
  if (resume) return 'resume';
  return rehash ? 'rehash' : undefined;
}

/** Such as ` (3 files taken from the journal, 2 files hashed)`; empty where none was taken. */
export function describeResumed(resumed: number, files: number): string {
  if (resumed === 0) return '';
  return ` (${countOf(resumed, 'file')} taken from the journal, ${countOf(files - resumed, 'file')} hashed)`;
}
