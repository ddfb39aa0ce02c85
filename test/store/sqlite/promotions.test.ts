import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/contract.ts';
import {
  actor,
  actorAt,
  digestsOf,
  documentOf,
  inOneBatch,
  md5Of,
  newLab,
  packed,
  reportOf,
  ruleOf,
  says,
} from './lab-database.ts';

async function found(store: Store, sinceUtc?: string) {
  const promotions = await store.promotions(sinceUtc === undefined ? {} : { sinceUtc });
  return promotions.map(({ digests, before, after, import: entry }) => [
    digests.md5,
    before.categories.join(),
    after.categories.join(),
    entry.importId,
  ]);
}

async function setOf(store: Store, categoryId: string, text: string) {
  const record = {
    digests: { md5: md5Of(text) },
    place: { line: 1 },
    outcome: null,
    categoryId,
    kind: 'unknown' as const,
  };
  const document = documentOf(`set of ${categoryId}`);
  const request = { document, format: 'plain', categoryId, setName: 'set' };
  return await store.importHashSet(request, packed(inOneBatch(record)), () => document, actor);
}

const a = md5Of('a');

describe('promotions', () => {
  it('are made by reports and hash sets, against reports and hash sets, once each', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'unrecognized', 2)]), actor);
    await store.importReport(reportOf('two', [says(digestsOf('a'), 'recognized', 2)]), actor);
    expect(await found(store)).toEqual([]);
    await setOf(store, 'known-victim', 'a');
    await store.importReport(reportOf('four', [says(digestsOf('a'), 'identified', 2)]), actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 3]]);
    // Without the hash set the report is the one that makes it known.
    await store.undoImport(3, 'x', actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 4]]);
    await store.undoImport(4, 'x', actor);
    expect(await found(store)).toEqual([]);
  });

  it('are made from one hash set to a better one', async () => {
    const store = await newLab();
    await setOf(store, 'unidentified', 'a');
    await setOf(store, 'known-victim', 'a');
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 2]]);
  });

  it('are made by a correction, also through a chain of them', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    await store.importReport(reportOf('two', [says(digestsOf('a'), 'identified', 2)], { supersedes: 1 }), actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 2]]);
    await store.importReport(reportOf('three', [says(digestsOf('a'), 'identified', 2)], { supersedes: 2 }), actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 3]]);
    await store.undoImport(3, 'x', actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 2]]);
  });

  it('are not what is new, what stays, and what goes the other way', async () => {
    const store = await newLab();
    await store.importReport(
      reportOf('one', [says(digestsOf('a'), 'identified', 2), says(digestsOf('b'), 'recognized', 3)]),
      actor,
    );
    await store.importReport(
      reportOf('two', [says(digestsOf('a'), 'recognized', 2), says(digestsOf('b'), 'unrecognized', 3)]),
      actor,
    );
    expect(await found(store)).toEqual([]);
  });

  it('are not of content of nothing', async () => {
    const store = await newLab();
    const nothing = { md5: md5Of('') };
    await store.importReport(reportOf('one', [says(nothing, 'recognized', 2)]), actor);
    await store.importReport(reportOf('two', [says(nothing, 'identified', 2)]), actor);
    expect(await found(store)).toEqual([]);
  });

  it('are seen across media that an import linked', async () => {
    const store = await newLab();
    const { md5, sha1 } = digestsOf('a');
    await store.importReport(reportOf('one', [says({ md5 }, 'recognized', 2)]), actor);
    await store.importReport(reportOf('two', [says({ sha1 }, 'recognized', 2)]), actor);
    await store.importReport(reportOf('three', [says({ md5, sha1 }, 'identified', 2)]), actor);
    expect(await found(store)).toEqual([[a, 'unidentified', 'known-victim', 3]]);
  });

  it('count where the rule files what is not identified nowhere, and are none of the rule itself', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    await store.applySplitRule(ruleOf(2, ['known-victim', null, null, null]), actor);
    await store.importReport(reportOf('three', [says(digestsOf('a'), 'identified', 2)]), actor);
    expect(await found(store)).toEqual([[a, '', 'known-victim', 3]]);
    const other = await newLab();
    await other.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    await other.applySplitRule(ruleOf(2, ['known-victim', 'known-victim', null, null]), actor);
    expect(await found(other)).toEqual([]);
  });

  it('do not count what a person had decided before', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    await store.importReport(reportOf('two', [says(digestsOf('a'), 'recognized', 2)]), actor);
    await store.settleConflict(1, { kind: 'category', categoryId: 'known-victim' }, 'seen', actor);
    await store.importReport(reportOf('three', [says(digestsOf('a'), 'identified', 2)]), actor);
    expect(await found(store)).toEqual([]);
  });

  it('are taken from a moment on', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    await store.importReport(
      reportOf('two', [says(digestsOf('a'), 'identified', 2)]),
      actorAt('2026-05-01T00:00:00.000Z'),
    );
    expect(await found(store, '2026-05-01T00:00:00.000Z')).toHaveLength(1);
    expect(await found(store, '2026-05-01T00:00:00.001Z')).toEqual([]);
  });

  it('name the cases that held it by then, not those that came later', async () => {
    const store = await newLab();
    const more = (caseNumber: string) => ({
      caseNumber,
      agency: 'PD',
      agencyCaseNumber: 'x',
      officer: null,
      examiner: null,
    });
    await store.addCase(more('24-0002'), actor);
    await store.addCase(more('24-0003'), actor);
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    const identified = reportOf('two', [says(digestsOf('a'), 'identified', 2)], { caseNumber: '24-0002' });
    await store.importReport(identified, actor);
    await store.importReport(
      reportOf('three', [says(digestsOf('a'), 'identified', 2)], { caseNumber: '24-0003' }),
      actor,
    );
    const [promotion] = await store.promotions();
    expect(promotion?.cases.map(({ caseNumber }) => caseNumber)).toEqual(['24-0001']);
  });
});
