import type { listConflicts } from '../app/conflicts.ts';
import { algorithmTitle, firstDigest } from '../core/digest.ts';
import { printable } from '../core/printable.ts';
import { formatMoment } from './table.ts';

type Conflict = Awaited<ReturnType<typeof listConflicts>>[number];

/** A conflict with what stands against what, and how it was settled. */
export function formatConflict(conflict: Conflict): readonly string[] {
  const { conflictId, kind, state, message, importId, raisedAtUtc, settled } = conflict;
  return [
    `Conflict ${conflictId} (${kind}), ${state}, raised ${formatMoment(raisedAtUtc)} by import ${importId}`,
    `  ${message}`,
    ...conflict.media.map(({ mediaId, digests }) => {
      const shown = firstDigest(digests);
      const digest = shown === undefined ? 'no digest' : `${algorithmTitle[shown.algorithm]} ${shown.value}`;
      return `  media ${mediaId}: ${digest}`;
    }),
    ...conflict.statements.map(({ mediaId, importId: source, caseNumber, outcome, categoryId }) => {
      const where = caseNumber === null ? 'a hash set' : `a report of case ${printable(caseNumber)}`;
      const filed = categoryId === null ? 'filed nowhere' : `filed in ${categoryId}`;
      return `    import ${source}, ${where}: media ${mediaId} ${outcome === null ? '' : `${outcome}, `}${filed}`;
    }),
    ...(settled === null ? [] : [`  settled ${formatMoment(settled.atUtc)} by ${settled.by}: ${settled.reason}`]),
  ];
}
