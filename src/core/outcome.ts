/** What a report can say of one media. `not-identified`: wordings that do not tell the two before it apart. */
export type Outcome = 'identified' | 'recognized' | 'unrecognized' | 'not-identified';

/** `not-mentioned` is derived from the manifest, never read. */
export type DerivedOutcome = Outcome | 'not-mentioned';

/** In the order in which they are shown. */
export const outcomes: readonly Outcome[] = ['identified', 'recognized', 'unrecognized', 'not-identified'];
export const derivedOutcomes: readonly DerivedOutcome[] = [...outcomes, 'not-mentioned'];

/**
 * True where the later outcome takes back what the earlier one stated: a child that was identified is so no longer, or
 * a hash value that was recognized is not. `not-identified` takes nothing back but an identification.
 */
export function isBackwards(earlier: Outcome, later: Outcome): boolean {
  if (earlier === 'identified') return later !== 'identified';
  return earlier === 'recognized' && later === 'unrecognized';
}
