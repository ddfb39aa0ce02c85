import { type Category } from '../core/category.ts';
import { isDigestOfNothing } from '../core/digest.ts';
import { type KindCounts, type MediaKind, noMedia } from '../core/media.ts';
import { categoryOf, type SplitRule } from '../core/split-rule.ts';
import type { AccountedRecord, CountedUnit } from '../reconcile/contract.ts';
import type { ReportRecord } from '../reports/contract.ts';
import type { NewAssertion } from '../store/contract.ts';

/** What the import will say of each media, filed by the lab's split rule. */
export function toAssertions(
  records: readonly AccountedRecord<ReportRecord>[],
  rule: SplitRule,
): readonly NewAssertion[] {
  return records.map(({ record, joinedTo, kind }) => {
    const { series, contact } = record;
    return {
      digests: record.digests,
      ...(joinedTo === undefined ? {} : { joinedTo }),
      place: record.place,
      outcome: record.outcome,
      categoryId: categoryOf(rule, record.outcome, kind),
      kind,
      ...(record.fileName === undefined ? {} : { fileName: record.fileName }),
      // Only an identification is a statement about the victim; a series name is none, and neither is silence.
      attributes: {
        ...(record.outcome === 'identified' ? { victimIdentified: true } : {}),
        ...(series === undefined ? {} : { series }),
        ...(contact === undefined ? {} : { contact }),
      },
    };
  });
}

export interface CategoryCounts {
  /** Every category that the rule can file in, in the order of the lab's list. */
  readonly categories: Readonly<Record<string, KindCounts>>;
  readonly filedNowhere: KindCounts;
  /** Of those filed nowhere: content of zero length or a digest of zeros, kept out of every alert category. */
  readonly nothing: number;
}

/** The units of an accounting by the category in which the rule files them. */
export function countCategories(
  units: readonly CountedUnit[],
  rule: SplitRule,
  categories: readonly Category[],
): CategoryCounts {
  const targets = new Set(Object.values(rule.byOutcome));
  const kindOf = new Map(categories.map(({ id, kind }) => [id, kind]));
  const counts = new Map<string, Record<MediaKind, number>>();
  for (const { id } of categories) if (targets.has(id)) counts.set(id, { ...noMedia });
  const filedNowhere: Record<MediaKind, number> = { ...noMedia };
  let nothing = 0;
  for (const { outcome, kind, digests } of units) {
    if (outcome === 'not-mentioned') continue;
    const id = categoryOf(rule, outcome, kind);
    const isNothing = id !== null && kindOf.get(id) === 'alert' && isDigestOfNothing(digests);
    if (isNothing) nothing += 1;
    const target = id === null || isNothing ? filedNowhere : (counts.get(id) ?? filedNowhere);
    target[kind] += 1;
  }
  return { categories: Object.fromEntries(counts), filedNowhere, nothing };
}
