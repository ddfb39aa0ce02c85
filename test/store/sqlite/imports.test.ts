import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
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
  says,
} from './lab-database.ts';

async function categoriesOf(store: Store, digests: Digests): Promise<readonly string[]> {
  const [answer] = await store.lookup([{ algorithm: 'md5', value: digests.md5 ?? md5Of('') }]);
  return answer?.categories.map(({ categoryId }) => categoryId) ?? [];
}

async function setOf(store: Store, categoryId: string, texts: readonly string[], name = 'set') {
  const records = texts.map((text, index) => ({
    digests: { md5: md5Of(text) },
    place: { line: index + 1 },
    outcome: null,
    categoryId,
    kind: 'unknown' as const,
  }));
  const request = { document: documentOf(name), format: 'plain', categoryId, setName: name };
  return await store.importHashSet(request, packed(inOneBatch(...records)), () => documentOf(name), actor);
}

describe('importing a report', () => {
  it('files media, keeps the document, and proves itself', async () => {
    const store = await newLab();
    const report = reportOf('one', [
      says(digestsOf('a'), 'identified', 2),
      says({ md5: md5Of('b') }, 'unrecognized', 3),
    ]);
    const { importId, changes } = await store.importReport(report, actor);
    expect(changes).toMatchObject({ added: 2, same: 0, promoted: [], conflicts: [] });
    expect(await categoriesOf(store, digestsOf('a'))).toEqual(['known-victim']);
    expect(await categoriesOf(store, digestsOf('b'))).toEqual(['unidentified']);
    expect(Buffer.from((await store.documentBytes(report.document.sha256)) ?? []).toString()).toBe('one');
    expect((await store.findImport(importId))?.summary).toEqual({ text: 'one' });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('changes nothing in a preview', async () => {
    const store = await newLab();
    const changes = await store.previewReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    expect(changes.added).toBe(1);
    expect(await store.listImports()).toEqual([]);
    expect(await categoriesOf(store, digestsOf('a'))).toEqual([]);
    expect((await store.auditTrail()).map((entry) => entry.action)).toEqual(['categories', 'case-add']);
  });

  it('promotes a media that a later report identifies, and names the other cases that hold it, with whom to tell', async () => {
    const store = await newLab();
    const other = {
      caseNumber: '23-0007',
      agency: 'Sheriff',
      agencyCaseNumber: 'S-9',
      officer: 'Det. B',
      examiner: 'Robin',
    };
    await store.addCase(other, actor);
    await store.importReport(reportOf('zero', [says(digestsOf('a'), 'recognized', 2)], other), actor);
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'recognized', 2)]), actor);
    const { changes } = await store.importReport(reportOf('two', [says(digestsOf('a'), 'identified', 2)]), actor);
    expect(changes.promoted).toMatchObject([{ before: ['unidentified'], after: ['known-victim'], cases: [other] }]);
    expect(changes.backwards).toEqual([]);
    expect(await categoriesOf(store, digestsOf('a'))).toEqual(['known-victim']);
  });

  it('opens a conflict where an outcome goes backwards, and keeps the media out of exports', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    const { changes } = await store.importReport(reportOf('two', [says(digestsOf('a'), 'unrecognized', 2)]), actor);
    expect(changes.conflicts).toMatchObject([{ kind: 'outcome-backwards', state: 'open' }]);
    const records = await store.recordsOf('known-victim', { orderBy: 'md5' });
    expect([records.total, records.leftOut]).toEqual([0, 1]);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('never files content of nothing in an alert category', async () => {
    const store = await newLab();
    const zero = { md5: md5Of('') };
    await store.importReport(reportOf('one', [says(zero, 'identified', 2)]), actor);
    const [answer] = await store.lookup([{ algorithm: 'md5', value: zero.md5 }]);
    expect(answer).toMatchObject({ known: true, categories: [] });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('undoes an import whole, says so in the statement, and puts back what it superseded', async () => {
    const store = await newLab();
    const first = await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    const corrected = reportOf('two', [says(digestsOf('a'), 'recognized', 2)], { supersedes: first.importId });
    const second = await store.importReport(corrected, actor);
    expect(second.changes.differences).toMatchObject([{ before: ['identified'], after: ['recognized'] }]);
    expect(second.changes.conflicts).toEqual([]);
    expect(await categoriesOf(store, digestsOf('a'))).toEqual(['unidentified']);
    await store.undoImport(second.importId, 'wrong case', actor);
    expect(await categoriesOf(store, digestsOf('a'))).toEqual(['known-victim']);
    const statement = await store.why({ algorithm: 'md5', value: md5Of('a') });
    expect(statement.assertions.map(({ import: { importId, state }, inForce }) => [importId, state, inForce])).toEqual([
      [1, 'in-force', true],
      [2, 'undone', false],
    ]);
    await expect(store.undoImport(second.importId, 'again', actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(store.undoImport(99, 'none', actor)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('forgets a digest that only an undone import stated', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says({ md5: md5Of('a') }, 'identified', 2)]), actor);
    const second = await store.importReport(reportOf('two', [says(digestsOf('a'), 'identified', 2)]), actor);
    const bySha1 = { algorithm: 'sha1' as const, value: digestsOf('a').sha1 };
    expect((await store.lookup([bySha1]))[0]?.known).toBe(true);
    await store.undoImport(second.importId, 'mistake', actor);
    expect((await store.lookup([bySha1]))[0]?.known).toBe(false);
    expect((await store.why(bySha1)).assertions.length).toBeGreaterThan(0);
  });
});

describe('undoing a correction', () => {
  it('puts back the digests that only the superseded report stated', async () => {
    const store = await newLab();
    const first = await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    const corrected = reportOf('two', [says({ md5: md5Of('a') }, 'identified', 2)], { supersedes: first.importId });
    const second = await store.importReport(corrected, actor);
    const bySha1 = { algorithm: 'sha1' as const, value: digestsOf('a').sha1 };
    expect((await store.lookup([bySha1]))[0]?.known).toBe(false);
    await store.undoImport(second.importId, 'the first was right', actor);
    expect((await store.lookup([bySha1]))[0]).toMatchObject({
      known: true,
      categories: [{ categoryId: 'known-victim' }],
    });
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});

describe('identity of media', () => {
  it('links two media that a later record shows to be one content, and parts them on undo', async () => {
    const store = await newLab();
    const { md5, sha1 } = digestsOf('a');
    await store.importReport(reportOf('one', [says({ md5 }, 'recognized', 2)]), actor);
    await store.importReport(reportOf('two', [says({ sha1 }, 'identified', 2)]), actor);
    expect(await categoriesOf(store, { md5 })).toEqual(['unidentified']);
    const third = await store.importReport(reportOf('three', [says({ md5, sha1 }, 'identified', 2)]), actor);
    expect(await categoriesOf(store, { md5 })).toEqual(['known-victim']);
    expect((await store.recordsOf('known-victim', { orderBy: 'md5' })).total).toBe(1);
    expect(await store.verify()).toMatchObject({ ok: true });
    await store.undoImport(third.importId, 'x', actor);
    expect(await categoriesOf(store, { md5 })).toEqual(['unidentified']);
    expect((await store.recordsOf('known-victim', { orderBy: 'md5' })).total).toBe(1);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('parts them even where a later list spoke of the digest that both had come to share', async () => {
    const store = await newLab();
    const { md5, sha1 } = digestsOf('a');
    await store.importReport(reportOf('one', [says({ sha1 }, 'identified', 2), says({ md5 }, 'recognized', 3)]), actor);
    const link = await store.importReport(reportOf('two', [says({ md5, sha1 }, 'identified', 2)]), actor);
    await setOf(store, 'unidentified', ['a']);
    await store.undoImport(link.importId, 'x', actor);
    const [byMd5, bySha1] = await store.lookup([
      { algorithm: 'md5', value: md5 },
      { algorithm: 'sha1', value: sha1 },
    ]);
    expect([byMd5?.ambiguous, byMd5?.categories.map(({ categoryId }) => categoryId)]).toEqual([
      false,
      ['unidentified'],
    ]);
    expect(bySha1?.categories.map(({ categoryId }) => categoryId)).toEqual(['known-victim']);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('makes a conflict of one MD5 with two SHA-1 values, and settles it either way', async () => {
    const store = await newLab();
    const [a, b] = [digestsOf('a'), digestsOf('b')];
    await store.importReport(reportOf('one', [says(a, 'identified', 2)]), actor);
    const { changes } = await store.importReport(
      reportOf('two', [says({ md5: a.md5, sha1: b.sha1 }, 'identified', 2)]),
      actor,
    );
    expect(changes.conflicts).toMatchObject([{ kind: 'digest-collision', shared: { algorithm: 'md5', value: a.md5 } }]);
    expect((await store.lookup([{ algorithm: 'md5', value: a.md5 }]))[0]).toMatchObject({
      ambiguous: true,
      inConflict: true,
    });
    expect(await store.recordsOf('known-victim', { orderBy: 'md5' })).toMatchObject({ total: 0, leftOut: 2 });
    const [conflict] = await store.listConflicts({ state: 'open' });
    const kept = conflict?.media[0]?.mediaId ?? 0;
    await expect(store.settleConflict(1, { kind: 'none' }, 'r', actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    await store.settleConflict(1, { kind: 'keep-media', mediaId: kept }, 'the list had an error', actor);
    expect(await store.recordsOf('known-victim', { orderBy: 'md5' })).toMatchObject({ total: 1, leftOut: 0 });
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('withdraws a collision when the import that caused it is undone', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says(digestsOf('a'), 'identified', 2)]), actor);
    const clash = { md5: md5Of('a'), sha1: digestsOf('b').sha1 };
    const { importId } = await store.importReport(reportOf('two', [says(clash, 'identified', 2)]), actor);
    await store.undoImport(importId, 'broken list', actor);
    expect(await store.listConflicts({ state: 'open' })).toEqual([]);
    expect((await store.listConflicts())[0]?.state).toBe('withdrawn');
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});

describe('hash sets', () => {
  it('takes single digests in bulk: new, known and repeated', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says({ md5: md5Of('b') }, 'identified', 2)]), actor);
    const result = await setOf(store, 'known-victim', ['c', 'b', 'a', 'c']);
    expect(result).toMatchObject({ records: 4, added: 2, known: 1, duplicates: 1, conflicts: 0 });
    expect((await store.recordsOf('known-victim', { orderBy: 'md5' })).total).toBe(3);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('finds the same media as alert here and ignorable there', async () => {
    const store = await newLab();
    await store.importReport(reportOf('one', [says({ md5: md5Of('b') }, 'identified', 2)]), actor);
    const result = await setOf(store, 'system-files', ['a', 'b']);
    expect(result).toMatchObject({ added: 2, conflicts: 1 });
    const [conflict] = await store.listConflicts({ state: 'open' });
    expect(conflict).toMatchObject({ kind: 'alert-and-ignorable', importId: 2 });
    await store.settleConflict(
      conflict?.conflictId ?? 0,
      { kind: 'category', categoryId: 'known-victim' },
      'seen',
      actor,
    );
    expect(await categoriesOf(store, { md5: md5Of('b') })).toEqual(['known-victim']);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('changes nothing in a dry run, and is undone whole', async () => {
    const store = await newLab();
    const records = [
      {
        digests: { md5: md5Of('a') },
        place: { line: 1 },
        outcome: null,
        categoryId: 'unidentified',
        kind: 'unknown' as const,
      },
    ];
    const request = { document: documentOf('s'), format: 'plain', categoryId: 'unidentified', setName: 's' };
    const dry = await store.importHashSet(request, packed(inOneBatch(...records)), () => documentOf('s'), actor, {
      dryRun: true,
    });
    expect(dry.added).toBe(1);
    expect(await store.listImports()).toEqual([]);
    const { importId } = await setOf(store, 'unidentified', ['a', 'b']);
    expect(await store.undoImport(importId, 'x', actor)).toEqual({ mediaChanged: 2, cases: [] });
    expect((await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(false);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('takes a digest that stands alone on one line and with others on the next', async () => {
    const store = await newLab();
    const record = (digests: Digests, line: number) => {
      return { digests, place: { line }, outcome: null, categoryId: 'unidentified', kind: 'unknown' as const };
    };
    const request = { document: documentOf('s'), format: 'csv', categoryId: 'unidentified', setName: 's' };
    const records = [record({ md5: md5Of('a') }, 2), record(digestsOf('a'), 3)];
    const result = await store.importHashSet(request, packed(inOneBatch(...records)), () => documentOf('s'), actor);
    expect(result).toMatchObject({ records: 2, added: 1 });
    expect((await store.recordsOf('unidentified', { orderBy: 'md5' })).total).toBe(1);
    expect(await store.verify()).toMatchObject({ ok: true });
  });

  it('keeps what a record says beyond its digest', async () => {
    const store = await newLab();
    const unknownMembers = new Map<string, unknown>([['__proto__', 1]]);
    const attributes = { series: 'S', vicsCategory: { value: 0, scheme: 'vics-2/US' }, unknownMembers };
    const record = {
      digests: digestsOf('a'),
      place: { line: 4 },
      outcome: null,
      categoryId: 'known-victim',
      kind: 'video' as const,
      sizeBytes: 9,
      attributes,
    };
    const request = { document: documentOf('s'), format: 'vics-2', categoryId: 'known-victim', setName: 's' };
    await store.importHashSet(request, packed(inOneBatch(record)), () => documentOf('s'), actor);
    const { records } = await store.recordsOf('known-victim', { orderBy: 'sha1' });
    for await (const batch of records) expect(batch).toMatchObject([{ kind: 'video', sizeBytes: 9, attributes }]);
  });
});

describe('as of a moment', () => {
  it('answers from what was in force then', async () => {
    const store = await newLab();
    const report = reportOf('one', [says(digestsOf('a'), 'identified', 2)]);
    const { importId } = await store.importReport(report, actorAt('2026-04-01T00:00:00.000Z'));
    await store.undoImport(importId, 'x', actorAt('2026-06-01T00:00:00.000Z'));
    const totals = await Promise.all(
      ['2026-03-15T00:00:00.000Z', '2026-05-01T00:00:00.000Z', '2026-06-02T00:00:00.000Z'].map(
        async (asOfUtc) => (await store.recordsOf('known-victim', { orderBy: 'md5', asOfUtc })).total,
      ),
    );
    expect(totals).toEqual([0, 1, 0]);
  });
});
