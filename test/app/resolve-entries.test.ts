import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NamedEntries } from '../../src/app/named-entries.ts';
import { RecordPacker } from '../../src/core/packed-records.ts';
import { contentsFiled, entriesInForce, importPage, labWith, pageOf, type Step } from './hash-sharing.ts';

const [one, two, three, four] = ['1', '2', '3', '4'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
  string,
];
const [sha1, otherSha1] = ['a'.repeat(40), 'b'.repeat(40)];

const databases = [
  ['as rows', 1000],
  ['as segments', 1],
] as const;

describe.each(databases)('pages of a list whose entries have names, kept %s', (_, segmentFrom) => {
  it('update and take out the entries of the pages before, in the order of the file; undone, these are back', async () => {
    const lab = await labWith(segmentFrom);
    const first = pageOf({ id: 'a', md5: one }, { id: 'b', md5: two }, { id: 'c', md5: three });
    expect(await importPage(lab, first)).toMatchObject({
      entries: { updated: 0, takenOut: 0, overtaken: 0, saidAgain: 0 },
      outcome: { result: { version: null, added: 3, records: 3 } },
    });
    const before = await entriesInForce(lab);
    const second = pageOf({ id: 'a', md5: four }, { id: 'b' }, { id: 'c' }, { id: 'c', md5: three }, { id: 'x' });
    const result = await importPage(lab, second);
    expect(result).toMatchObject({
      entries: { updated: 1, takenOut: 1, overtaken: 0, saidAgain: 0 },
      issueCount: 1,
      issues: [{ code: 'removal-not-done', place: { row: 5 } }],
      outcome: {
        result: { idleRemovals: 0, version: { isDelta: true, carried: 0, added: 1, removed: 2, changed: 0 } },
      },
    });
    expect(await entriesInForce(lab)).toEqual([`image a ${four}`, `image c ${three}`]);
    expect(await contentsFiled(lab)).toEqual([three, four]);
    await lab.store.undoImport(2, 'the first was right', lab.actor());
    expect(await entriesInForce(lab)).toEqual(before);
    expect(await contentsFiled(lab)).toEqual([one, two, three]);
    expect(await lab.store.verify()).toMatchObject({ ok: true });
  });

  it('leave all else as it is, without --delta and without a removal', async () => {
    const lab = await labWith(segmentFrom);
    await importPage(lab, pageOf({ id: 'a', md5: one }, { id: 'b', md5: two }));
    expect(await importPage(lab, pageOf({ id: 'c', md5: three }))).toMatchObject({
      outcome: { result: { version: { isDelta: true, carried: 2, added: 1, removed: 0, changed: 0 } } },
    });
    expect(await contentsFiled(lab)).toEqual([one, two, three]);
  });

  it('keep a content that another entry states, until that one is taken out too', async () => {
    const lab = await labWith(segmentFrom);
    await importPage(lab, pageOf({ id: 'a', md5: one }, { id: 'b', md5: one, sha1 }, { id: 'c', md5: two }));
    expect(await importPage(lab, pageOf({ id: 'a' }))).toMatchObject({ entries: { takenOut: 1, saidAgain: 1 } });
    expect(await entriesInForce(lab)).toEqual([`image b ${one} ${sha1}`, `image c ${two}`]);
    // A page that speaks of the content leaves the other entry its word as well.
    expect(await importPage(lab, pageOf({ id: 'd', sha1 }))).toMatchObject({ entries: { saidAgain: 1 } });
    expect(await importPage(lab, pageOf({ id: 'd' }))).toMatchObject({ entries: { takenOut: 1, saidAgain: 1 } });
    expect(await contentsFiled(lab)).toEqual([`${one} ${sha1}`, two]);
    await importPage(lab, pageOf({ id: 'b' }));
    expect(await contentsFiled(lab)).toEqual([two]);
    expect(await lab.store.verify()).toMatchObject({ ok: true });
  });

  it('keep a content that only the database knows to be the one that is taken out', async () => {
    const lab = await labWith(segmentFrom);
    await importPage(lab, pageOf({ id: 'a', md5: one }, { id: 'b', sha1 }));
    const linked = pageOf({ id: 'z', md5: one, sha1 });
    await importPage(lab, linked, { categoryId: 'known-victim', set: { ...noWords, name: 'Other' } });
    await importPage(lab, pageOf({ id: 'a' }));
    const [, , last] = await lab.store.listImports();
    const said: unknown[] = [];
    for await (const records of lab.store.hashSetRecords(last?.importId ?? 0)) said.push(...records);
    expect(said).toMatchObject([{ digests: { sha1 } }]);
  });

  it('give an entry other digests where some are the same', async () => {
    const lab = await labWith(segmentFrom);
    await importPage(lab, pageOf({ id: 'a', md5: one, sha1 }));
    const { outcome } = await importPage(lab, pageOf({ id: 'a', md5: one, sha1: otherSha1 }));
    expect(outcome).toMatchObject({ result: { conflicts: 0 } });
    expect(await contentsFiled(lab)).toEqual([`${one} ${otherSha1}`]);
  });

  it('take an image and a video of one number for two entries', async () => {
    const lab = await labWith(segmentFrom);
    await importPage(lab, pageOf({ id: 'a', md5: one }, { id: 'a', md5: two, kind: 'video' }));
    await importPage(lab, pageOf({ id: 'a', kind: 'video' }));
    expect(await contentsFiled(lab)).toEqual([one]);
  });

  it('come to what a list of entries comes to, whatever the pages say', async () => {
    const contents = [{ md5: one }, { md5: two }, { sha1 }, { md5: three, sha1: otherSha1 }, { md5: three }];
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      content: fc.option(fc.constantFrom(...contents)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 5 }), async (pages) => {
        const lab = await labWith(segmentFrom);
        const list = new Map<string, Step>();
        for (const [number, page] of pages.entries()) {
          // So that no page is the same document as another, and none is refused for saying nothing.
          const own = { id: `own${number}`, md5: `${number}`.padStart(32, 'c') };
          const steps: Step[] = [...page.map(({ id, content }) => ({ id, ...content })), own];
          await importPage(lab, pageOf(...steps), { acceptIssues: true });
          for (const each of steps) {
            if ('md5' in each || 'sha1' in each) list.set(each.id, each);
            else list.delete(each.id);
          }
          const expected = [...list.values()].map(({ id, md5, sha1: second }) =>
            ['image', id, ...[md5, second].filter((value) => value !== undefined)].join(' '),
          );
          expect(await entriesInForce(lab)).toEqual(expected.toSorted());
        }
        expect(await lab.store.verify()).toMatchObject({ ok: true });
        await lab.store.close();
      }),
      { numRuns: 25 },
    );
  });
});

const noWords = { name: undefined, version: undefined, source: undefined, date: undefined };

describe('an import of such a page', () => {
  it('writes nothing where it is only tried, and tells the same', async () => {
    const lab = await labWith(1000);
    await importPage(lab, pageOf({ id: 'a', md5: one }, { id: 'b', md5: two }));
    const tried = await importPage(lab, pageOf({ id: 'a' }), { dryRun: true });
    expect(await contentsFiled(lab)).toEqual([one, two]);
    const done = await importPage(lab, pageOf({ id: 'a' }));
    expect({ ...tried, sha256: '' }).toEqual({ ...done, sha256: '' });
    expect(await contentsFiled(lab)).toEqual([two]);
  });

  it('tells entries that a later one of the same file overtakes', async () => {
    const lab = await labWith(1000);
    const page = pageOf({ id: 'a', md5: one }, { id: 'a', md5: two }, { id: 'b', md5: three }, { id: 'b' });
    expect(await importPage(lab, page)).toMatchObject({ entries: { overtaken: 2 }, issueCount: 0 });
    expect(await contentsFiled(lab)).toEqual([two]);
  });

  it('changes the set that it is told to, where several have the name', async () => {
    const lab = await labWith(1000);
    await importPage(lab, pageOf({ id: 'a', md5: one }));
    await importPage(lab, `${two}\n`, { format: 'plain', keepEarlier: true });
    const next = pageOf({ id: 'a', md5: three });
    await expect(importPage(lab, next)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await importPage(lab, next, { supersedes: 1 })).toMatchObject({ entries: { updated: 1 } });
    expect(await contentsFiled(lab)).toEqual([two, three]);
  });

  it('is known again', async () => {
    const lab = await labWith(1000);
    await importPage(lab, pageOf({ id: 'a', md5: one }));
    await importPage(lab, pageOf({ id: 'a' }));
    expect(await importPage(lab, pageOf({ id: 'a' }))).toMatchObject({ outcome: { kind: 'known' } });
  });

  it('says that another process changed the set meanwhile', async () => {
    const lab = await labWith(1000);
    await importPage(lab, pageOf({ id: 'a', md5: one }));
    const approve = async () => void (await lab.store.undoImport(1, 'meanwhile', lab.actor()));
    const late = importPage(lab, pageOf({ id: 'a', md5: two }), { approve });
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('tells entries that are taken out without a name', async () => {
    const lab = await labWith(1000);
    const page = pageOf({ id: 'a', md5: one }).replace(
      '</images>',
      '<deletedImage><member>M</member><id>a</id></deletedImage></images>',
    );
    expect(await importPage(lab, page, { acceptIssues: true })).toMatchObject({
      issues: [{ code: 'removal-not-done', place: { row: 2 } }],
    });
  });

  it('refuses more entries than it could hold', () => {
    const named = new NamedEntries(() => 'a', 'list.xml');
    const packed = { ...new RecordPacker().finish(), count: 1_000_001 };
    expect(() => named.add({ packed, issues: [] })).toThrow(/list\.xml holds more than 1,000,000 entries/);
  });
});
