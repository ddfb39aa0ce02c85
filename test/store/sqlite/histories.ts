import fc from 'fast-check';
import type { Digests } from '../../../src/core/digest.ts';
import { outcomes, type Outcome } from '../../../src/core/outcome.ts';
import type { Actor, ImportEntry, Store } from '../../../src/store/contract.ts';
import { actor, digestsOf, documentOf, ruleOf, inOneBatch, packed, reportOf, says } from './lab-database.ts';

/** A content, or a mixture of two: what a broken list states. */
const anyDigests: fc.Arbitrary<Digests> = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c', ''),
    fc.constantFrom('a', 'b', 'c', ''),
    fc.constantFrom('md5', 'sha1', 'both', 'mixed'),
  )
  .map(([first, second, which]): Digests => {
    const [one, other] = [digestsOf(first), digestsOf(second)];
    if (which === 'md5') return { md5: one.md5 };
    if (which === 'sha1') return { sha1: one.sha1 };
    return which === 'both' ? one : { md5: one.md5, sha1: other.sha1 };
  });

export type Step =
  | { readonly kind: 'report'; readonly says: readonly (readonly [Digests, Outcome])[]; readonly supersedes: boolean }
  | {
      readonly kind: 'set';
      readonly digests: readonly Digests[];
      readonly categoryId: string;
      readonly earlier: 'replace' | 'keep' | 'last';
      readonly isDelta: boolean;
      readonly removals: readonly Digests[];
      readonly readded: readonly Digests[];
      /** Whether records say more than a digest; those that do not go a way of their own. */
      readonly isDescribed: boolean;
    }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'submission'; readonly digests: readonly Digests[] }
  | { readonly kind: 'apply'; readonly targets: readonly (string | null)[] }
  | { readonly kind: 'undo'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly choice: number };

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('report' as const),
    says: fc.array(fc.tuple(anyDigests, fc.constantFrom(...outcomes)), { minLength: 1, maxLength: 4 }),
    supersedes: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    digests: fc.array(anyDigests, { minLength: 1, maxLength: 4 }),
    categoryId: fc.constantFrom('known-victim', 'unidentified', 'system-files'),
    earlier: fc.constantFrom('replace', 'keep', 'last'),
    isDelta: fc.boolean(),
    removals: fc.array(anyDigests, { maxLength: 2 }),
    readded: fc.array(anyDigests, { maxLength: 2 }),
    isDescribed: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant('submission' as const),
    digests: fc.array(fc.constantFrom('a', 'b', 'c', '').map(digestsOf), { maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('apply' as const),
    targets: fc.array(fc.constantFrom('known-victim', 'unidentified', 'system-files', null), {
      minLength: 4,
      maxLength: 4,
    }),
  }),
  fc.record({ kind: fc.constant('undo' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('settle' as const), which: fc.nat(20), choice: fc.nat(3) }),
);

/** What the store answers; by whom and when does not matter to it. */
export async function take(store: Store, step: Step, number: number, by: Actor = actor): Promise<unknown> {
  const imports = await store.listImports({ state: 'in-force' });
  switch (step.kind) {
    case 'report': {
      const earlier = imports.findLast(({ kind }) => kind === 'report');
      const supersedes = step.supersedes && earlier !== undefined ? earlier.importId : null;
      const assertions = step.says.map(([digests, outcome], index) => says(digests, outcome, index + 1));
      const { changes } = await store.importReport(reportOf(`report ${number}`, assertions, { supersedes }), by);
      return changes.conflicts.length;
    }
    case 'set': {
      return await takeSet(store, step, number, imports, by);
    }
    case 'remove': {
      const sets = imports.filter(({ kind }) => kind === 'hash-set');
      const target = sets[step.which % Math.max(1, sets.length)];
      if (target === undefined) return undefined;
      const removal = { document: documentOf(`removal ${number}`), reason: 'because' };
      return await store.removeHashSet(target.importId, removal, by);
    }
    case 'submission': {
      const entries = step.digests.map((digests, index) => ({
        path: `f${index}`,
        sizeBytes: 1,
        kind: 'image' as const,
        digests,
      }));
      await store.addSubmission(
        { caseNumber: '24-0001', sources: ['x'], algorithms: ['md5', 'sha1'] },
        inOneBatch(...entries),
        by,
      );
      return undefined;
    }
    case 'apply': {
      await store.applySplitRule(ruleOf(number + 2, step.targets), by);
      return undefined;
    }
    case 'undo': {
      const target = imports[step.which % Math.max(1, imports.length)];
      return target === undefined ? undefined : await store.undoImport(target.importId, 'because', by);
    }
    case 'settle': {
      const open = await store.listConflicts({ state: 'open' });
      const conflict = open[step.which % Math.max(1, open.length)];
      if (conflict === undefined) return undefined;
      const categories = ['known-victim', 'unidentified', 'system-files'] as const;
      const categoryId = categories[step.choice];
      const forCollision =
        step.choice === 3
          ? { kind: 'keep-both' as const }
          : { kind: 'keep-media' as const, mediaId: byDigests(conflict.media)[step.choice % 2]?.mediaId ?? 0 };
      const forCategory =
        categoryId === undefined ? { kind: 'none' as const } : { kind: 'category' as const, categoryId };
      await store.settleConflict(
        conflict.conflictId,
        conflict.kind === 'digest-collision' ? forCollision : forCategory,
        'because',
        by,
      );
      return undefined;
    }
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

/** Whatever their numbers are. */
function byDigests<T extends { readonly digests: Digests }>(media: readonly T[]): readonly T[] {
  const keyOf = ({ digests }: T) => JSON.stringify([digests.md5, digests.sha1]);
  return media.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** As a set of its own, beside what there is, or in the place of the last one of its category; whole, or as a delta. */
async function takeSet(
  store: Store,
  step: Extract<Step, { kind: 'set' }>,
  number: number,
  imports: readonly ImportEntry[],
  by: Actor,
) {
  const { categoryId, earlier } = step;
  const recordsOf = (list: readonly Digests[], from: number) =>
    list.map((digests, index) => ({
      digests,
      place: { line: from + index },
      ...(step.isDescribed
        ? {
            kind: number % 2 === 0 ? ('image' as const) : ('unknown' as const),
            sizeBytes: 100 + number,
            attributes: { names: [`${number}-${index}.jpg`], series: `series ${number % 3}` },
          }
        : { kind: 'unknown' as const }),
    }));
  const removals = earlier === 'keep' ? [] : step.removals.map((digests) => ({ digests, place: {} }));
  const batches = async function* () {
    yield recordsOf(step.digests, 1);
    if (removals.length > 0) yield { removals };
    yield recordsOf(step.readded, 100);
  };
  const last = imports.findLast((entry) => entry.kind === 'hash-set' && entry.categoryId === categoryId);
  const place = earlier === 'last' && last !== undefined ? { supersedes: last.importId, isDelta: step.isDelta } : {};
  const document = documentOf(`set ${number}`);
  const request = {
    format: 'plain',
    categoryId,
    ...(earlier === 'keep' ? { setName: 's', earlier } : { setName: `set ${number}`, ...place }),
  };
  return await store.importHashSet(request, packed(batches()), () => document, by);
}
