import type { Outcome } from '../core/outcome.ts';

/** From the claim that says least to the one that says most. */
const weakestFirst: readonly Outcome[] = ['not-identified', 'unrecognized', 'recognized', 'identified'];

/**
 * What several statements about one media come to. `not-identified` leaves open what `recognized` and `unrecognized`
 * tell apart, and so agrees with either; any other pair disagrees, and then the weakest claim counts.
 */
export function agreedOutcome(stated: ReadonlySet<Outcome>): { readonly outcome: Outcome; readonly agree: boolean } {
  const present = weakestFirst.filter((outcome) => stated.has(outcome));
  const weakest = present[0];
  if (weakest === undefined) throw new RangeError('no outcome was stated');
  const [first, second] = present;
  if (second === undefined) return { outcome: weakest, agree: true };
  const isRefined = present.length === 2 && first === 'not-identified' && second !== 'identified';
  return isRefined ? { outcome: second, agree: true } : { outcome: weakest, agree: false };
}
