import type { CategoryKind } from '../core/category.ts';
import { isBackwards, type Outcome } from '../core/outcome.ts';
import type { ConflictKind } from './contract.ts';
import { type AssertionInForce, type FiledAssertion, refile, type Refiling } from './refile.ts';

export type { AssertionInForce, Refiling } from './refile.ts';

/**
 * What the assertions in force amount to, for one media. This is the only place where categories and conflicts are
 * derived: imports, undo, rebuild and verify all come here.
 *
 * 1. A settlement replaces everything that was asserted up to the import it names.
 * 2. A split rule that was applied later files the outcomes of earlier reports anew; it says nothing by itself.
 * 3. Of the categories that the split rule files outcomes in, the one of highest precedence (lowest rank) wins.
 * 4. Every other category stands beside it.
 * 5. Content of nothing (zero length, all-zero digest) never enters an alert category.
 * 6. Assertions that contradict one another are conflicts; the first import that made it so is named, never a refiling.
 */

export interface DerivedCategory {
  readonly kind: CategoryKind;
  readonly rank: number;
  /** True where the split rule files an outcome in it. */
  readonly isOutcome: boolean;
}

export interface SettledConflict {
  readonly conflictId: number;
  readonly kind: ConflictKind;
  readonly importId: number;
  readonly upToImport: number;
  /** Null: in no category. */
  readonly categoryId: number | null;
}

export interface DerivationInput {
  /** By import, then by their order in the document. */
  readonly assertions: readonly AssertionInForce[];
  /** Those in force, by import. */
  readonly refilings: readonly Refiling[];
  readonly settled: readonly SettledConflict[];
  readonly ofNothing: boolean;
  /** True where a settled collision took this media out of all categories. */
  readonly suppressed: boolean;
}

export interface DerivedMembership {
  readonly categoryId: number;
  /** The first import in force that files it there: a report, a hash set, or a split rule that was applied. */
  readonly importId: number;
}

interface DerivedConflict {
  readonly kind: Exclude<ConflictKind, 'digest-collision'>;
  readonly importId: number;
}

export interface Derivation {
  readonly memberships: readonly DerivedMembership[];
  /** Contradictions that nobody has settled. */
  readonly open: readonly DerivedConflict[];
  /** Settled conflicts whose cause is still in force. */
  readonly stillSettled: readonly number[];
}

export function derive(input: DerivationInput, categories: ReadonlyMap<number, DerivedCategory>): Derivation {
  const { standing, valid } = standingOf(input, categories);
  return {
    memberships: input.suppressed ? [] : membershipsOf(standing, input.ofNothing, categories),
    open: detectConflicts(standing, input.ofNothing, categories),
    stillSettled: valid.map((settled) => settled.conflictId),
  };
}

/** What one import takes back of what stands: outcomes of imports before it, and its own that contradict them. */
export function takenBackBy(
  importId: number,
  input: DerivationInput,
  categories: ReadonlyMap<number, DerivedCategory>,
): { readonly before: readonly Outcome[]; readonly after: readonly Outcome[] } | undefined {
  const said = standingOf(input, categories).standing.flatMap(({ importId: id, outcome }) =>
    outcome === null ? [] : [{ id, outcome }],
  );
  const [earlier, own] = [said.filter(({ id }) => id < importId), said.filter(({ id }) => id === importId)];
  const before = earlier.filter((one) => own.some(({ outcome }) => isBackwards(one.outcome, outcome)));
  const after = own.filter((one) => earlier.some(({ outcome }) => isBackwards(outcome, one.outcome)));
  if (before.length === 0) return undefined;
  const distinct = (list: typeof said) => [...new Set(list.map(({ outcome }) => outcome))].toSorted();
  return { before: distinct(before), after: distinct(after) };
}

/** The assertions that count, as they are filed today, and the settlements that still have their cause. */
function standingOf(input: DerivationInput, categories: ReadonlyMap<number, DerivedCategory>) {
  const { assertions, refilings, ofNothing } = input;
  const conflictsOf = (filed: readonly FiledAssertion[]) => detectConflicts(filed, ofNothing, categories);
  const valid = input.settled.filter((settled) => isCaused(settled, input, conflictsOf));
  const latest = latestOf(valid);
  const standing = refile(latest === undefined ? assertions : replaceUpTo(assertions, latest), refilings);
  return { standing, valid };
}

/** What a rule that was applied after the decision makes of the assertions does not touch the decision. */
function isCaused(
  settled: SettledConflict,
  { assertions, refilings }: DerivationInput,
  conflictsOf: (filed: readonly FiledAssertion[]) => readonly DerivedConflict[],
): boolean {
  const then = refilings.filter(({ importId }) => importId <= settled.upToImport);
  return conflictsOf(refile(assertions, then)).some(
    (conflict) => conflict.kind === settled.kind && conflict.importId === settled.importId,
  );
}

function latestOf(settled: readonly SettledConflict[]): SettledConflict | undefined {
  return settled.reduce<SettledConflict | undefined>(
    (best, next) => (best === undefined || next.upToImport >= best.upToImport ? next : best),
    undefined,
  );
}

function replaceUpTo(assertions: readonly AssertionInForce[], settled: SettledConflict): readonly AssertionInForce[] {
  const later = assertions.filter((assertion) => assertion.importId > settled.upToImport);
  return [{ importId: settled.importId, categoryId: settled.categoryId, outcome: null }, ...later];
}

function membershipsOf(
  assertions: readonly FiledAssertion[],
  ofNothing: boolean,
  categories: ReadonlyMap<number, DerivedCategory>,
): readonly DerivedMembership[] {
  const first = new Map<number, number>();
  for (const { categoryId, importId, filedBy = importId } of assertions) {
    if (categoryId === null || (ofNothing && categories.get(categoryId)?.kind === 'alert')) continue;
    first.set(categoryId, Math.min(first.get(categoryId) ?? filedBy, filedBy));
  }
  const rankOf = (categoryId: number) => categories.get(categoryId)?.rank ?? Number.MAX_SAFE_INTEGER;
  const byRank = [...first.keys()].toSorted((a, b) => rankOf(a) - rankOf(b) || a - b);
  const best = byRank.find((categoryId) => categories.get(categoryId)?.isOutcome === true);
  return byRank
    .filter((categoryId) => categoryId === best || categories.get(categoryId)?.isOutcome !== true)
    .map((categoryId) => ({ categoryId, importId: first.get(categoryId) ?? 0 }));
}

function detectConflicts(
  assertions: readonly AssertionInForce[],
  ofNothing: boolean,
  categories: ReadonlyMap<number, DerivedCategory>,
): readonly DerivedConflict[] {
  if (assertions.length < 2) return [];
  const found: DerivedConflict[] = [];
  const backwards = firstBackwards(assertions);
  if (backwards !== undefined) found.push({ kind: 'outcome-backwards', importId: backwards });
  const differing = firstDiffering(assertions);
  if (differing !== undefined) found.push({ kind: 'outcomes-differ', importId: differing });
  const alert = firstOfKind(assertions, 'alert', categories);
  const ignorable = firstOfKind(assertions, 'ignorable', categories);
  if (!ofNothing && alert !== undefined && ignorable !== undefined) {
    found.push({ kind: 'alert-and-ignorable', importId: Math.max(alert, ignorable) });
  }
  return found;
}

/** The first import whose outcome takes back that of an earlier import. */
function firstBackwards(assertions: readonly AssertionInForce[]): number | undefined {
  const later = assertions.find(
    ({ importId, outcome }) =>
      outcome !== null &&
      assertions.some(
        (earlier) => earlier.importId < importId && earlier.outcome !== null && isBackwards(earlier.outcome, outcome),
      ),
  );
  return later?.importId;
}

/** The first import that states two outcomes of the media that cannot both be true. */
function firstDiffering(assertions: readonly AssertionInForce[]): number | undefined {
  const second = assertions.find(
    ({ importId, outcome }) =>
      outcome !== null &&
      assertions.some(
        (other) => other.importId === importId && other.outcome !== null && disagree(other.outcome, outcome),
      ),
  );
  return second?.importId;
}

/** `not-identified` agrees with every outcome but `identified`. */
function disagree(a: Outcome, b: Outcome): boolean {
  if (a === b) return false;
  if (a === 'identified' || b === 'identified') return true;
  return a !== 'not-identified' && b !== 'not-identified';
}

function firstOfKind(
  assertions: readonly AssertionInForce[],
  kind: CategoryKind,
  categories: ReadonlyMap<number, DerivedCategory>,
): number | undefined {
  let first: number | undefined;
  for (const { categoryId, importId } of assertions) {
    if (categoryId === null || categories.get(categoryId)?.kind !== kind) continue;
    first = Math.min(first ?? importId, importId);
  }
  return first;
}
