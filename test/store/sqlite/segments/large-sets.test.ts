import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Digest, Digests } from '../../../../src/core/digest.ts';
import type { UnpackedRecord } from '../../../../src/core/packed-records.ts';
import type { DigestQuery, HashSetImportOptions, NewHashSetImport, Store } from '../../../../src/store/contract.ts';
import { openStore } from '../../../../src/store/sqlite/open-store.ts';
import { actor, digestsOf, documentOf, newLab, packed, reportOf, says, temporaryFolder } from '../lab-database.ts';

const contents = 10_000;

/** Contents by number, with a name every third one. */
function recordOf(number: number, line: number, name = `${number}.jpg`): UnpackedRecord {
  const described = number % 3 === 0 ? { attributes: { names: [name] }, sizeBytes: number } : {};
  return { digests: digestsOf(`content ${number}`), place: { line }, kind: 'image', ...described };
}

async function take(
  store: Store,
  document: string,
  records: readonly UnpackedRecord[],
  request: Partial<NewHashSetImport> = {},
  options: HashSetImportOptions = {},
) {
  const batches = async function* () {
    for (let from = 0; from < records.length; from += 3000) yield records.slice(from, from + 3000);
  };
  return await store.importHashSet(
    { format: 'plain', categoryId: 'unidentified', setName: 'national list', ...request },
    packed(batches()),
    () => documentOf(document),
    actor,
    options,
  );
}

/** In an order that is not that of their digests; one of them three blocks long. */
function nationalList(): readonly UnpackedRecord[] {
  const all = Array.from({ length: contents }, (_, number) => recordOf(number, number + 1));
  const repeated = Array.from({ length: 9000 }, (_, index) => recordOf(7, contents + index + 1, `copy ${index}`));
  return [...all, ...repeated];
}

async function labOf(path = join(temporaryFolder(), 'lab.db')): Promise<Store> {
  const store = await newLab(path, { segmentFrom: 1000 });
  await take(store, 'one', nationalList());
  return store;
}

const md5 = (number: number): DigestQuery => ({ algorithm: 'md5', value: digestsOf(`content ${number}`).md5 });
const sha1 = (number: number): DigestQuery => ({ algorithm: 'sha1', value: digestsOf(`content ${number}`).sha1 });

async function exported(store: Store, orderBy: 'md5' | 'sha1', asOfUtc?: string) {
  const found: Digests[] = [];
  const options = asOfUtc === undefined ? { orderBy } : { orderBy, asOfUtc };
  const { records, total } = await store.recordsOf('unidentified', options);
  for await (const batch of records) found.push(...batch.map(({ digests }) => digests));
  expect(found.length).toBe(total);
  return found;
}

describe('a set of many blocks', () => {
  it('is no rows, knows every content by each digest, and nothing else', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    const store = await labOf(path);
    const db = new Database(path, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM media').pluck().get()).toBe(0);
    expect(db.prepare('SELECT entries, contents FROM segment').all()).toEqual([{ entries: 19_000, contents }]);
    db.close();
    const numbers = Array.from({ length: contents }, (_, number) => number);
    for (const query of [md5, sha1]) {
      const answers = await store.lookup(numbers.map(query));
      expect(answers.filter(({ known }) => known).length).toBe(contents);
      expect(new Set(answers.flatMap(({ mediaIds }) => mediaIds)).size).toBe(contents);
      const unknown = await store.lookup(numbers.map((number) => query(contents + number)));
      expect(unknown.filter(({ known }) => known)).toEqual([]);
    }
    expect((await store.verify()).ok).toBe(true);
    expect(await store.stats()).toMatchObject({ media: contents, digests: { md5: contents, sha1: contents } });
  });

  it('tells how far it is sorted, and stops there when it is asked to', async () => {
    const store = await newLab(undefined, { segmentFrom: 1000 });
    const shares: number[] = [];
    await take(store, 'one', nationalList(), {}, { onSorted: (share) => shares.push(share) });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const controller = new AbortController();
    const stopped = take(
      store,
      'two',
      nationalList(),
      { setName: 'two' },
      {
        signal: controller.signal,
        onSorted: (share) => share > 0.5 && controller.abort(),
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(await store.stats()).toMatchObject({ imports: 1, media: contents });
  });

  it('tells every line that says something of a content', async () => {
    const store = await labOf();
    const { assertions, media } = await store.why(sha1(7));
    expect(media.length).toBe(1);
    expect(assertions.map(({ place }) => place.line).toSorted((a = 0, b = 0) => a - b)).toEqual([
      8,
      ...Array.from({ length: 9000 }, (_, index) => contents + index + 1),
    ]);
    expect((await store.why(md5(9))).assertions).toMatchObject([{ place: { line: 10 }, fileName: '9.jpg' }]);
  });

  it('is exported in the order of either digest', async () => {
    const store = await labOf();
    for (const algorithm of ['md5', 'sha1'] as const) {
      const values = (await exported(store, algorithm)).map((digests) => digests[algorithm] ?? '');
      expect(values.length).toBe(contents);
      expect(values).toEqual(values.toSorted());
    }
  });

  it('shares its contents with the next version, and tells what that adds, takes out and changes', async () => {
    const store = await labOf();
    const next = nationalList()
      .filter(({ place }) => (place.line ?? 0) !== 5)
      .map((record) => (record.place.line === 10 ? recordOf(9, 10, 'renamed.jpg') : record));
    const added = [recordOf(contents, 1), recordOf(contents + 1, 2)];
    const result = await take(store, 'two', [...next, ...added]);
    expect(result).toMatchObject({ added: 2, version: { supersedes: 1, added: 2, removed: 1, changed: 1 } });
    expect((await exported(store, 'md5')).length).toBe(contents + 1);
    expect((await store.lookup([md5(4)]))[0]?.known).toBe(false);
    expect(await store.undoImport(result.importId, 'x', actor)).toMatchObject({ mediaChanged: 3 });
    expect((await exported(store, 'md5')).length).toBe(contents);
    expect((await store.verify()).ok).toBe(true);
  });

  it('is left out of force and comes back as a whole', async () => {
    const store = await labOf();
    const removal = { document: documentOf('removal'), reason: 'withdrawn' };
    const { importId, mediaChanged } = await store.removeHashSet(1, removal, actor);
    expect(mediaChanged).toBe(contents);
    expect((await store.lookup([md5(1), sha1(2)])).map(({ known }) => known)).toEqual([false, false]);
    expect(await store.stats()).toMatchObject({ media: contents, digests: { md5: 0 } });
    await store.undoImport(importId, 'x', actor);
    expect((await store.lookup([md5(1), sha1(2)])).map(({ known }) => known)).toEqual([true, true]);
  });

  it('gives up to rows only what something else speaks of', async () => {
    const path = join(temporaryFolder(), 'lab.db');
    const store = await labOf(path);
    await store.importReport(reportOf('r', [says(digestsOf('content 7'), 'identified', 1)]), actor);
    await take(store, 'known files', [recordOf(8, 1), recordOf(9, 2)], { setName: 'k', categoryId: 'system-files' });
    const db = new Database(path, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM media').pluck().get()).toBe(3);
    expect(db.prepare('SELECT sum(entries) FROM segment_unpacked').pluck().get()).toBe(9001 + 2);
    db.close();
    expect((await store.listConflicts({ state: 'open' })).map(({ kind }) => kind)).toEqual([
      'alert-and-ignorable',
      'alert-and-ignorable',
    ]);
    expect((await store.lookup([md5(7)]))[0]?.categories.map(({ categoryId }) => categoryId)).toEqual(['known-victim']);
    expect((await exported(store, 'md5')).length).toBe(contents - 3);
    expect((await store.verify()).ok).toBe(true);
  });

  it('finds a collision within itself, and with another set', async () => {
    const store = await labOf();
    const mixed: UnpackedRecord = {
      digests: { md5: digestsOf('content 11').md5, sha1: digestsOf('content 12').sha1 },
      place: { line: 1 },
      kind: 'image',
    };
    const others = Array.from({ length: 1500 }, (_, index) => recordOf(contents + index, index + 2));
    const result = await take(store, 'other', [mixed, ...others, recordOf(contents, 5000)], { setName: 'other' });
    expect(result).toMatchObject({ records: 1502, duplicates: 1, conflicts: 2 });
    expect((await store.verify()).ok).toBe(true);
    expect((await exported(store, 'md5')).length).toBe(contents - 2 + 1500);
  });

  it('becomes conflicts where the lab gives a category another kind', async () => {
    const store = await labOf();
    await take(store, 'again', nationalList().slice(0, 2000), { setName: 'again', categoryId: 'known-victim' });
    const categories = [
      { id: 'known-victim', title: 'Known victims', kind: 'alert' as const },
      { id: 'unidentified', title: 'Unidentified', kind: 'ignorable' as const },
    ];
    await store.syncCategories(categories, ['known-victim'], actor);
    expect((await store.listConflicts({ state: 'open' })).length).toBe(2000);
    const result = await store.verify();
    expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('holds a set whose digests all begin alike', async () => {
    const store = await newLab(undefined, { segmentFrom: 1000 });
    const digest = (number: number) => `${'ab'.repeat(12)}${number.toString(16).padStart(8, '0')}` as Digest<'md5'>;
    const records = Array.from(
      { length: 6000 },
      (_, number): UnpackedRecord => ({
        digests: { md5: digest((number * 7919) % 6000) },
        place: { line: number + 1 },
        kind: 'unknown',
      }),
    );
    await take(store, 'alike', records);
    const answers = await store.lookup(
      Array.from({ length: 6001 }, (_, number) => ({ algorithm: 'md5' as const, value: digest(number) })),
    );
    expect(answers.map(({ known }) => known)).toEqual([...Array.from({ length: 6000 }, () => true), false]);
    expect((await store.verify()).ok).toBe(true);
  });
});

describe('a segment that was changed by something else', () => {
  const damage = async (sql: string) => {
    const path = join(temporaryFolder(), 'lab.db');
    const store = await labOf(path);
    await store.close();
    const db = new Database(path);
    db.exec(sql);
    db.close();
    return await openStore({ path });
  };

  it('is noticed, not believed', async () => {
    const store = await damage(`UPDATE segment_block SET body = zeroblob(length(body)) WHERE part = 1 AND number = 0`);
    const all = Array.from({ length: contents }, (_, number) => md5(number));
    await expect(store.lookup(all)).rejects.toMatchObject({ code: 'DATABASE_DAMAGED' });
    const check = (await store.verify()).checks.find(({ name }) => name.startsWith('segments'));
    expect(check).toMatchObject({ ok: false });
    await store.close();
  });

  it.each([
    ['a block is gone', 'DELETE FROM segment_block WHERE part = 20 AND number = 1'],
    ['a block of an index is gone', 'DELETE FROM segment_block WHERE part = 12 AND number = 1'],
    ['the count is wrong', 'UPDATE segment SET contents = contents - 1'],
    ['no import speaks of it', 'DELETE FROM segment_use'],
    ['a mark stands where no content starts', `INSERT INTO segment_unpacked VALUES (1, 19001, 1)`],
    [
      'rows have a digest of it',
      `INSERT INTO media VALUES (50000, 1, 1, NULL);
       INSERT INTO digest VALUES (1, x'${createHash('md5').update('content 5').digest('hex')}', 50000, 1, 0)`,
    ],
  ])('is found by the check of the database: %s', async (_, sql) => {
    const store = await damage(sql);
    const check = (await store.verify()).checks.find(({ name }) => name.startsWith('segments'));
    expect(check?.problems).not.toEqual([]);
    await store.close();
  });
});
