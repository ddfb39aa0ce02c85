import { firstDigest } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import { describeDigest } from '../reconcile/join-record.ts';
import type { Conflict, ImportChanges, MediaChange } from '../store/contract.ts';
import { formatContact } from './case-contact-text.ts';

/** What an import changes, as findings: promotions for the record, conflicts to be settled by a person. */
export function findingsOfChanges(changes: ImportChanges, caseNumber: string): readonly Finding[] {
  const conflicts = changes.conflicts.map(conflictFinding);
  const inConflict = new Set(conflicts.flatMap(({ kind, subject }) => (kind === 'outcome-backwards' ? subject : [])));
  const backwards = changes.backwards.map(backwardsFinding).filter(({ subject }) => !inConflict.has(subject));
  return [...changes.promoted.map(promotion), ...conflicts, ...backwards].map((finding) => ({
    ...finding,
    caseNumber,
  }));
}

function promotion(change: MediaChange): Finding {
  const subject = firstDigest(change.digests)?.value ?? change.fileName ?? '';
  const others =
    change.cases.length > 0 ? ` Other cases that hold it: ${change.cases.map(formatContact).join('; ')}.` : '';
  const message = `${describeDigest(change.digests)} goes from ${list(change.before)} to ${list(change.after)}.${others}`;
  return { kind: 'promoted', weight: 'note', message, subject };
}

/** What the corrected report says less of a media than the one before it; that is no conflict, for only one of them is in force. */
function backwardsFinding({ digests, fileName, before, after }: MediaChange): Finding {
  const subject = firstDigest(digests)?.value ?? fileName ?? '';
  const what = after.length === 0 ? 'is mentioned no longer' : `is now ${after.join(' and ')}`;
  const message = `${describeDigest(digests)} was ${before.join(' and ')}, and ${what}.`;
  return { kind: 'outcome-backwards', weight: 'difference', message, subject };
}

function conflictFinding({ conflictId, kind, message, shared, media }: Conflict): Finding {
  const subject = shared?.value ?? firstDigest(media[0]?.digests ?? {})?.value;
  return {
    kind: kind === 'outcome-backwards' ? 'outcome-backwards' : 'open-conflict',
    weight: 'difference',
    message,
    conflictId,
    ...(subject === undefined ? {} : { subject }),
  };
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'no category' : words.join(', ');
}
