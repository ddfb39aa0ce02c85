import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/contract.ts';
import { anyStep, take } from './histories.ts';
import { actor, newLab } from './lab-database.ts';

describe.each([
  { kept: 'rows', options: {} },
  { kept: 'segments where they have two records or more', options: { segmentFrom: 2 } },
])('any history of imports, undos, settlements and split rules, with sets kept as $kept', ({ options }) => {
  it('leaves memberships and conflicts that equal what is derived anew, and never exports what is in conflict', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 9 }), async (steps) => {
        const store = await newLab(undefined, options);
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
        const store = await newLab(undefined, options);
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
