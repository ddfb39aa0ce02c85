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

const defaults = ['known-victim', 'unidentified', 'unidentified', 'unidentified'] as const;
/** Unrecognized hash values go nowhere. */
const narrower = ruleOf(2, ['known-victim', 'unidentified', null, 'unidentified']);

async function filedIn(store: Store, text: string): Promise<readonly (readonly [string, number])[]> {
  const [answer] = await store.lookup([{ algorithm: 'md5', value: md5Of(text) }]);
  return answer?.categories.map(({ categoryId, importId }) => [categoryId, importId] as const) ?? [];
}

async function labWithReport(): Promise<Store> {
  const store = await newLab();
  await store.importReport(
    reportOf('one', [
      says(digestsOf('a'), 'identified', 2),
      says(digestsOf('b'), 'recognized', 3),
      says(digestsOf('c'), 'unrecognized', 4),
    ]),
    actor,
  );
  return store;
}

async function setOf(store: Store, categoryId: string, texts: readonly string[]) {
  const records = texts.map((text, index) => ({
    digests: { md5: md5Of(text) },
    place: { line: index + 1 },
    outcome: null,
    categoryId,
    kind: 'unknown' as const,
  }));
  const document = documentOf(`set of ${categoryId}`);
  const request = { document, format: 'plain', categoryId, setName: 'set' };
  return await store.importHashSet(request, packed(inOneBatch(...records)), () => document, actor);
}

async function isWhole(store: Store): Promise<void> {
  expect((await store.verify()).checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(await store.rebuild(actor)).toEqual({ mediaChanged: 0 });
}

describe('applying a split rule', () => {
  it('moves what earlier reports said, as an import of its own, and says what moved and whom it concerns', async () => {
    const store = await labWithReport();
    const preview = await store.previewSplitRule(narrower, actor);
    expect(await filedIn(store, 'c')).toEqual([['unidentified', 1]]);
    const changes = await store.applySplitRule({ ...narrower, reason: 'by order' }, actor);
    expect({ ...changes, importId: null }).toEqual(preview);
    expect(changes).toMatchObject({
      importId: 2,
      refiled: 1,
      moved: [
        { before: ['unidentified'], after: [], counts: { image: 1, video: 0 }, first: [{ digests: digestsOf('c') }] },
      ],
      cases: [{ caseNumber: '24-0001', agency: 'PD', agencyCaseNumber: 'A1', media: 1 }],
      conflicts: [],
    });
    expect(await filedIn(store, 'c')).toEqual([]);
    expect(await filedIn(store, 'b')).toEqual([['unidentified', 1]]);
    expect(await store.findImport(2)).toMatchObject({
      kind: 'split-rule',
      splitRuleVersion: 2,
      summary: { reason: 'by order', refiled: 1 },
    });
    expect((await store.auditTrail({ caseNumber: '24-0001' })).at(-1)).toMatchObject({
      action: 'split-rule-apply',
      body: { import: 2, refiled: 1, reason: 'by order' },
    });
    expect((await store.documentBytes(narrower.document.sha256))?.length).toBe(narrower.document.sizeBytes);
    await isWhole(store);
  });

  it('writes nothing the second time, and moves back when it is undone, once', async () => {
    const store = await labWithReport();
    await store.applySplitRule(narrower, actor);
    expect(await store.applySplitRule(narrower, actor)).toMatchObject({ importId: null, refiled: 0, moved: [] });
    expect(await store.listImports()).toHaveLength(2);
    expect(await store.undoImport(2, 'too narrow', actor)).toEqual({ mediaChanged: 1, cases: ['24-0001'] });
    expect(await filedIn(store, 'c')).toEqual([['unidentified', 1]]);
    await expect(store.undoImport(2, 'again', actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    await isWhole(store);
  });

  it('names the rule as the one that files a media since then', async () => {
    const store = await labWithReport();
    await store.applySplitRule(ruleOf(2, ['known-victim', 'unidentified', 'known-victim', 'unidentified']), actor);
    expect(await filedIn(store, 'c')).toEqual([['known-victim', 2]]);
    expect(await filedIn(store, 'a')).toEqual([['known-victim', 1]]);
  });

  it('says nothing by itself: without the report that spoke of it there is nothing to file', async () => {
    const store = await labWithReport();
    await store.applySplitRule(ruleOf(2, ['known-victim', 'unidentified', 'known-victim', 'unidentified']), actor);
    await store.undoImport(1, 'wrong case', actor);
    expect(await filedIn(store, 'c')).toEqual([]);
    expect((await store.lookup([{ algorithm: 'md5', value: md5Of('c') }]))[0]?.known).toBe(false);
    expect(await store.undoImport(2, 'x', actor)).toEqual({ mediaChanged: 0, cases: [] });
    await isWhole(store);
  });

  it('does not touch what a later report says, and touches again what a corrected report gives back', async () => {
    const store = await labWithReport();
    const corrected = reportOf('two', [says(digestsOf('c'), 'recognized', 2)], { supersedes: 1 });
    await store.importReport(corrected, actor);
    await store.applySplitRule(narrower, actor);
    expect(await store.listImports({ kind: 'split-rule' })).toEqual([]);
    const other = ruleOf(3, ['known-victim', null, null, 'unidentified']);
    await store.applySplitRule(other, actor);
    expect(await filedIn(store, 'c')).toEqual([]);
    await store.importReport(reportOf('three', [says(digestsOf('c'), 'recognized', 2)], other), actor);
    await store.undoImport(2, 'the first was right', actor);
    // "b" and "c" as import 1 said, filed by version 3; "c" also as import 4 files it.
    expect(await filedIn(store, 'b')).toEqual([]);
    expect(await filedIn(store, 'c')).toEqual([['unidentified', 4]]);
    await isWhole(store);
  });

  it('stays where an earlier application is undone', async () => {
    const store = await labWithReport();
    await store.applySplitRule(ruleOf(2, ['known-victim', 'unidentified', null, 'unidentified']), actor);
    await store.applySplitRule(ruleOf(3, ['known-victim', null, null, 'unidentified']), actor);
    await store.undoImport(2, 'x', actor);
    expect(await filedIn(store, 'c')).toEqual([]);
    await store.undoImport(3, 'x', actor);
    expect(await filedIn(store, 'c')).toEqual([['unidentified', 1]]);
    await isWhole(store);
  });

  it('follows a media that is parted from another', async () => {
    const store = await newLab();
    const { md5, sha1 } = digestsOf('a');
    await store.importReport(reportOf('one', [says({ md5 }, 'unrecognized', 2)]), actor);
    await store.importReport(reportOf('two', [says({ sha1 }, 'unrecognized', 2)]), actor);
    const link = await store.importReport(reportOf('three', [says({ md5, sha1 }, 'unrecognized', 2)]), actor);
    await store.applySplitRule(narrower, actor);
    await store.undoImport(link.importId, 'x', actor);
    const [byMd5, bySha1] = await store.lookup([
      { algorithm: 'md5', value: md5 },
      { algorithm: 'sha1', value: sha1 },
    ]);
    expect([byMd5?.categories, bySha1?.categories]).toEqual([[], []]);
    await isWhole(store);
  });

  it('answers as of a moment from what was applied then', async () => {
    const store = await labWithReport();
    await store.applySplitRule(narrower, actorAt('2026-05-01T10:00:00.000Z'));
    const totalAt = async (asOfUtc: string) =>
      (await store.recordsOf('unidentified', { orderBy: 'md5', asOfUtc })).total;
    expect(await totalAt('2026-04-01T00:00:00.000Z')).toBe(2);
    expect(await totalAt('2026-06-01T00:00:00.000Z')).toBe(1);
  });

  it('files by media kind', async () => {
    const store = await newLab();
    const video = { ...says(digestsOf('v'), 'unrecognized', 2), kind: 'video' as const };
    await store.importReport(reportOf('one', [video, says(digestsOf('b'), 'recognized', 3)]), actor);
    const imagesOnly = ruleOf(2, defaults, { unidentifiedKinds: 'images-only' });
    expect(await store.applySplitRule(imagesOnly, actor)).toMatchObject({
      moved: [{ before: ['unidentified'], after: [], counts: { image: 0, video: 1 } }],
    });
    await isWhole(store);
  });
});

describe('a split rule and conflicts', () => {
  it('leaves a settled conflict settled, and moves nothing that was decided', async () => {
    const store = await labWithReport();
    await setOf(store, 'system-files', ['c']);
    await store.settleConflict(1, { kind: 'category', categoryId: 'unidentified' }, 'seen', actor);
    // Filed as ignorable the contradiction would be gone; the decision stands all the same.
    const rule = ruleOf(2, ['known-victim', 'unidentified', 'system-files', 'unidentified']);
    const changes = await store.applySplitRule(rule, actor);
    expect(changes).toMatchObject({ refiled: 1, moved: [], conflicts: [] });
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['settled']);
    expect(await filedIn(store, 'c')).toEqual([['unidentified', 2]]);
    await isWhole(store);
    await store.undoImport(3, 'x', actor);
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['settled']);
    await isWhole(store);
  });

  it('keeps an outcome that went backwards a conflict, wherever it files it', async () => {
    const store = await labWithReport();
    await store.importReport(reportOf('two', [says(digestsOf('a'), 'unrecognized', 2)]), actor);
    await store.applySplitRule(narrower, actor);
    expect(await store.listConflicts({ state: 'open' })).toMatchObject([{ kind: 'outcome-backwards', importId: 2 }]);
    await store.settleConflict(1, { kind: 'category', categoryId: 'unidentified' }, 'by phone', actor);
    await store.applySplitRule(ruleOf(3, ['system-files', null, null, null]), actor);
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['settled']);
    expect(await filedIn(store, 'a')).toEqual([['unidentified', 2]]);
    await isWhole(store);
  });

  it('never is the import that a conflict names, and takes what contradicts a list out of exports', async () => {
    const store = await labWithReport();
    await setOf(store, 'known-victim', ['c']);
    const rule = ruleOf(2, ['known-victim', 'unidentified', 'system-files', 'unidentified']);
    const { conflicts } = await store.applySplitRule(rule, actor);
    expect(conflicts).toMatchObject([{ kind: 'alert-and-ignorable', importId: 2 }]);
    expect((await store.recordsOf('known-victim', { orderBy: 'md5' })).leftOut).toBe(1);
    await store.undoImport(3, 'x', actor);
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['withdrawn']);
    await isWhole(store);
  });
});

describe('the version of a split rule', () => {
  it('stands for one rule: another one under the same number is refused, by import and by application', async () => {
    const store = await labWithReport();
    const changed = ruleOf(1, ['known-victim', 'unidentified', null, 'unidentified']);
    const refusal = { code: 'SETTINGS_INVALID', hint: expect.stringContaining('raise the version to 2') };
    await expect(store.applySplitRule(changed, actor)).rejects.toMatchObject(refusal);
    await expect(store.previewSplitRule(changed, actor)).rejects.toMatchObject(refusal);
    const report = reportOf('two', [says(digestsOf('z'), 'recognized', 2)], { splitRule: changed.rule });
    await expect(store.importReport(report, actor)).rejects.toMatchObject(refusal);
    await expect(store.previewReport(report, actor)).rejects.toMatchObject(refusal);
    expect(await store.listImports()).toHaveLength(1);
  });

  it('is not used up by a preview', async () => {
    const store = await labWithReport();
    await store.previewSplitRule(narrower, actor);
    await store.applySplitRule(ruleOf(2, ['known-victim', null, null, 'unidentified']), actor);
    expect(await filedIn(store, 'b')).toEqual([]);
  });

  it('tells what each version filed, and whether the database agrees', async () => {
    const store = await labWithReport();
    expect(await store.splitRuleUse(narrower.rule)).toMatchObject({ disagreeing: 1, media: 3 });
    await store.applySplitRule(narrower, actor);
    const use = await store.splitRuleUse(narrower.rule);
    expect(use).toMatchObject({
      disagreeing: 0,
      versions: [
        {
          version: 1,
          rule: { version: 1, unidentifiedKinds: 'all' },
          firstUsedBy: 'Examiner',
          imports: 1,
          filed: [
            { categoryId: 'known-victim', counts: { image: 1 } },
            { categoryId: 'unidentified', counts: { image: 1 } },
          ],
        },
        { version: 2, rule: narrower.rule, imports: 1, filed: [{ categoryId: '', counts: { image: 1 } }] },
      ],
    });
  });

  it('moves nothing before it is used, even where it names a category for the first time', async () => {
    const store = await labWithReport();
    const categories = [
      { id: 'known-victim', title: 'K', kind: 'alert' as const },
      { id: 'local', title: 'L', kind: 'alert' as const },
      { id: 'unidentified', title: 'U', kind: 'alert' as const },
      { id: 'system-files', title: 'S', kind: 'ignorable' as const },
    ];
    await store.syncCategories(categories, ['known-victim', 'unidentified'], actor);
    await setOf(store, 'local', ['a', 'b']);
    const both = [
      ['local', 2],
      ['unidentified', 1],
    ];
    expect(await filedIn(store, 'b')).toEqual(both);
    // criskit.toml files outcomes in "local" now: from the next command on, nothing has moved.
    await store.syncCategories(categories, ['known-victim', 'local'], actor);
    expect(await filedIn(store, 'b')).toEqual(both);
    const rule = ruleOf(2, ['known-victim', 'unidentified', 'local', 'unidentified']);
    const { moved } = await store.applySplitRule(rule, actor);
    expect(moved.map(({ before, after }) => [before, after])).toEqual([
      [['known-victim', 'local'], ['known-victim']],
      [['local', 'unidentified'], ['local']],
      [['unidentified'], ['local']],
    ]);
    await isWhole(store);
    await store.undoImport(3, 'x', actor);
    expect(await filedIn(store, 'b')).toEqual(both);
    await isWhole(store);
  });
});

describe('the statement on a digest', () => {
  it('tells what a rule made of it, in force or not', async () => {
    const store = await labWithReport();
    await store.applySplitRule(narrower, actor);
    const statement = await store.why({ algorithm: 'md5', value: md5Of('c') });
    expect(statement.refilings).toMatchObject([
      { import: { importId: 2, kind: 'split-rule' }, outcome: 'unrecognized', categoryId: null, inForce: true },
    ]);
    await store.undoImport(2, 'x', actor);
    const after = await store.why({ algorithm: 'md5', value: md5Of('c') });
    expect(after.refilings).toMatchObject([{ inForce: false, import: { ended: { reason: 'x' } } }]);
  });
});
