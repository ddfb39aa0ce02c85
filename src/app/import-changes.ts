import { firstDigest } from '../core/digest.ts';
import type { Finding } from '../core/finding.ts';
import { describeDigest } from '../reconcile/join-record.ts';
import type { Conflict, ImportChanges, MediaChange } from '../store/contract.ts';

/** What an import changes, as findings: promotions for the record, conflicts to be settled by a person. */
export function findingsOfChanges(changes: ImportChanges, caseNumber: string): readonly Finding[] {
  return [...changes.promoted.map(promotion), ...changes.conflicts.map(conflictFinding)].map((finding) => ({
    ...finding,
    caseNumber,
  }));
}

function promotion(change: MediaChange): Finding {
  const subject = firstDigest(change.digests)?.value ?? change.fileName ?? '';
  const others = change.cases.length > 0 ? ` Cases that hold it: ${change.cases.join(', ')}.` : '';
  const message = `${describeDigest(change.digests)} goes from ${list(change.before)} to ${list(change.after)}.${others}`;
  return { kind: 'promoted', weight: 'note', message, subject };
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
