import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import { outcomes, type Outcome } from '../../../src/core/outcome.ts';
import type { ImportEntry, Store } from '../../../src/store/contract.ts';
import { actor, digestsOf, documentOf, ruleOf, inOneBatch, newLab, reportOf, says } from './lab-database.ts';

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

type Step =
  | { readonly kind: 'report'; readonly says: readonly (readonly [Digests, Outcome])[]; readonly supersedes: boolean }
  | {
      readonly kind: 'set';
      readonly digests: readonly Digests[];
      readonly categoryId: string;
      readonly earlier: 'replace' | 'keep' | 'last';
      readonly isDelta: boolean;
      readonly removals: readonly Digests[];
      readonly readded: readonly Digests[];
    }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'submission'; readonly digests: readonly Digests[] }
  | { readonly kind: 'apply'; readonly targets: readonly (string | null)[] }
  | { readonly kind: 'undo'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly choice: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
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

async function take(store: Store, step: Step, number: number): Promise<void> {
  const imports = await store.listImports({ state: 'in-force' });
  switch (step.kind) {
    case 'report': {
      const earlier = imports.findLast(({ kind }) => kind === 'report');
      const supersedes = step.supersedes && earlier !== undefined ? earlier.importId : null;
      const assertions = step.says.map(([digests, outcome], index) => says(digests, outcome, index + 1));
      await store.importReport(reportOf(`report ${number}`, assertions, { supersedes }), actor);
      return;
    }
    case 'set': {
      await takeSet(store, step, number, imports);
      return;
    }
    case 'remove': {
      const sets = imports.filter(({ kind }) => kind === 'hash-set');
      const target = sets[step.which % Math.max(1, sets.length)];
      if (target === undefined) return;
      const removal = { document: documentOf(`removal ${number}`), reason: 'because' };
      await store.removeHashSet(target.importId, removal, actor);
      return;
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
        actor,
      );
      return;
    }
    case 'apply': {
      await store.applySplitRule(ruleOf(number + 2, step.targets), actor);
      return;
    }
    case 'undo': {
      const target = imports[step.which % Math.max(1, imports.length)];
      if (target !== undefined) await store.undoImport(target.importId, 'because', actor);
      return;
    }
    case 'settle': {
      const open = await store.listConflicts({ state: 'open' });
      const conflict = open[step.which % Math.max(1, open.length)];
      if (conflict === undefined) return;
      const categories = ['known-victim', 'unidentified', 'system-files'] as const;
      const categoryId = categories[step.choice];
      const forCollision =
        step.choice === 3
          ? { kind: 'keep-both' as const }
          : { kind: 'keep-media' as const, mediaId: conflict.media[step.choice % 2]?.mediaId ?? 0 };
      const forCategory =
        categoryId === undefined ? { kind: 'none' as const } : { kind: 'category' as const, categoryId };
      await store.settleConflict(
        conflict.conflictId,
        conflict.kind === 'digest-collision' ? forCollision : forCategory,
        'because',
        actor,
      );
      return;
    }
    default:
      throw new Error(`unknown step ${JSON.stringify(step satisfies never)}`);
  }
}

/** As a set of its own, beside what there is, or in the place of the last one of its category; whole, or as a delta. */
async function takeSet(
  store: Store,
  step: Extract<Step, { kind: 'set' }>,
  number: number,
  imports: readonly ImportEntry[],
): Promise<void> {
  const { categoryId, earlier } = step;
  const recordsOf = (list: readonly Digests[], from: number) =>
    list.map((digests, index) => ({
      digests,
      place: { line: from + index },
      outcome: null,
      categoryId,
      kind: 'unknown' as const,
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
  await store.importHashSet(request, batches(), () => document, actor);
}

describe('any history of imports, undos, settlements and split rules', () => {
  it('leaves memberships and conflicts that equal what is derived anew, and never exports what is in conflict', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 9 }), async (steps) => {
        const store = await newLab();
        for (const [number, step] of steps.entries()) await take(store, step, number);
        const result = await store.verify();
        expect(result.checks.filter((check) => !check.ok)).toEqual([]);
        expect(await store.rebuild(actor)).toEqual({ mediaChanged: 0 });
        await expectNoExportOfConflicts(store);
      }),
      { numRuns: 120 },
    );
  });

  it('is as if nothing had happened when every import is undone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 7 }), async (steps) => {
        const store = await newLab();
        for (const [number, step] of steps.entries()) await take(store, step, number);
        for (;;) {
          const last = (await store.listImports({ state: 'in-force' })).at(-1);
          if (last === undefined) break;
          await store.undoImport(last.importId, 'because', actor);
        }
        const stats = await store.stats();
        expect(stats.categories.map(({ media }) => media)).toEqual([0, 0, 0]);
        expect((await store.verify()).ok).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

async function expectNoExportOfConflicts(store: Store): Promise<void> {
  const conflicts = await store.listConflicts({ state: 'open' });
  const media = new Set(conflicts.flatMap((conflict) => conflict.media.map(({ mediaId }) => mediaId)));
  for (const category of ['known-victim', 'unidentified', 'system-files']) {
    const { records } = await store.recordsOf(category, { orderBy: 'md5' });
    for await (const batch of records) {
      expect(batch.filter(({ mediaId }) => media.has(mediaId))).toEqual([]);
    }
  }
}
