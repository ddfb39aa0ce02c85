import type { listConflicts } from '../app/conflicts.ts';
import { algorithmTitle, firstDigest } from '../core/digest.ts';
import { formatMoment } from './table.ts';

type Conflict = Awaited<ReturnType<typeof listConflicts>>[number];

/** A conflict with what stands against what, and how it was settled. */
export function formatConflict(conflict: Conflict): readonly string[] {
  const { conflictId, kind, state, message, importId, raisedAtUtc, settled } = conflict;
  return [
    `Conflict ${conflictId} (${kind}), ${state}, raised ${formatMoment(raisedAtUtc)} by import ${importId}`,
    `  ${message}`,
    ...conflict.media.map(({ mediaId, digests, categories }) => {
      const shown = firstDigest(digests);
      const digest = shown === undefined ? 'no digest' : `${algorithmTitle[shown.algorithm]} ${shown.value}`;
      return `  media ${mediaId}: ${digest}, filed in ${categories.length === 0 ? 'no category' : categories.join(', ')}`;
    }),
    ...(settled === null ? [] : [`  settled ${formatMoment(settled.atUtc)} by ${settled.by}: ${settled.reason}`]),
  ];
}
