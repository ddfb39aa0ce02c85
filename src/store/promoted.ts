import { outcomes, type Outcome } from '../core/outcome.ts';
import { type AssertionInForce, derive, type DerivationInput, type DerivedCategory, type Refiling } from './derive.ts';

/** What is known of one content, and of the imports that speak of it. */
export interface ContentHistory {
  /** Of imports in force and of superseded ones, by import. */
  readonly assertions: readonly AssertionInForce[];
  readonly refilings: readonly Refiling[];
  readonly settled: DerivationInput['settled'];
}

export interface ImportLineage {
  /** Imports in force. */
  readonly inForce: ReadonlySet<number>;
  /** Those that an import took the place of, one after the other; none: empty. */
  readonly supersededBy: (importId: number) => readonly number[];
}

export interface Stage {
  readonly categoryIds: readonly number[];
  /** After: what the import itself says. */
  readonly outcomes: readonly Outcome[];
}

/**
 * What the import made of a content: undefined where nothing was said of it before, or nothing higher by it. Before it is what
 * earlier imports in force say; of a chain of corrections that it ends, each link is looked at by itself, because the last one
 * stands in the place of them all.
 */
export function promotionBy(
  importId: number,
  history: ContentHistory,
  lineage: ImportLineage,
  categories: ReadonlyMap<number, DerivedCategory>,
): { readonly before: Stage; readonly after: Stage } | undefined {
  const { assertions } = history;
  const own = assertions.filter((one) => one.importId === importId);
  const earlier = assertions.filter((one) => one.importId < importId && lineage.inForce.has(one.importId));
  const filed = stageOf([...earlier, ...own], importId, history, categories);
  const after = { ...filed, outcomes: outcomesOf(own) };
  const links = lineage.supersededBy(importId).map((id) => assertions.filter((one) => one.importId === id));
  const spoken = links.filter((link) => link.length > 0);
  for (const link of spoken.length === 0 ? [[]] : spoken) {
    const before = stageOf([...earlier, ...link], importId, history, categories);
    if (isPromotion(before, after, categories)) return { before, after };
  }
  return undefined;
}

/** As things stood when the import came: rules and decisions of later are not in it. */
function stageOf(
  assertions: readonly AssertionInForce[],
  importId: number,
  { refilings, settled }: ContentHistory,
  categories: ReadonlyMap<number, DerivedCategory>,
): Stage {
  const inOrder = assertions.toSorted((a, b) => a.importId - b.importId);
  const input: DerivationInput = {
    assertions: inOrder,
    refilings: refilings.filter((one) => one.importId < importId),
    settled: settled.filter((one) => one.upToImport < importId),
    ofNothing: false,
    suppressed: false,
  };
  return {
    categoryIds: derive(input, categories).memberships.map(({ categoryId }) => categoryId),
    outcomes: outcomesOf(assertions),
  };
}

function outcomesOf(assertions: readonly AssertionInForce[]): readonly Outcome[] {
  const said = new Set(assertions.map(({ outcome }) => outcome));
  return outcomes.filter((outcome) => said.has(outcome));
}

function isPromotion(before: Stage, after: Stage, categories: ReadonlyMap<number, DerivedCategory>): boolean {
  const [was, is] = [rankOf(before, categories), rankOf(after, categories)];
  if (was === undefined && before.outcomes.length === 0) return false;
  if (is !== undefined) return was === undefined || is < was;
  // A rule may file identified children nowhere; they are identified all the same.
  return was === undefined && after.outcomes.includes('identified') && !before.outcomes.includes('identified');
}

/** Of its category among those that outcomes are filed in; undefined where it is in none. */
function rankOf({ categoryIds }: Stage, categories: ReadonlyMap<number, DerivedCategory>): number | undefined {
  const best = categoryIds.map((id) => categories.get(id)).find((category) => category?.isOutcome === true);
  return best?.rank;
}
