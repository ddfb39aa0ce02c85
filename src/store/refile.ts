import type { Outcome } from '../core/outcome.ts';

export interface AssertionInForce {
  readonly importId: number;
  readonly categoryId: number | null;
  readonly outcome: Outcome | null;
}

/** A split rule that was applied files an outcome of one media otherwise than the reports before it did. */
export interface Refiling {
  readonly importId: number;
  readonly outcome: Outcome;
  readonly categoryId: number | null;
}

/** An assertion with the category that it stands for now. */
export interface FiledAssertion extends AssertionInForce {
  /** The split rule that files it there; absent: the import of the assertion does. */
  readonly filedBy?: number;
}

/**
 * The assertions with the categories that later refilings give them: the last one wins. Named is the one that first gave it
 * that category without a break, so that a refiling which changes nothing is not named. `refilings` by import.
 */
export function refile(
  assertions: readonly AssertionInForce[],
  refilings: readonly Refiling[],
): readonly FiledAssertion[] {
  return refilings.length === 0 ? assertions : assertions.map((assertion) => refileOne(assertion, refilings));
}

export function refileOne(assertion: AssertionInForce, refilings: readonly Refiling[]): FiledAssertion {
  let filed: FiledAssertion = assertion;
  for (const { importId, outcome, categoryId } of refilings) {
    const isMeant = outcome === assertion.outcome && importId > assertion.importId;
    if (isMeant && categoryId !== filed.categoryId) filed = { ...assertion, categoryId, filedBy: importId };
  }
  return filed;
}
