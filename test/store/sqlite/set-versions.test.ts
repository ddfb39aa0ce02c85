import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type {
  HashSetImportResult,
  NewAssertion,
  NewHashSetImport,
  SetRemovals,
  Store,
} from '../../../src/store/contract.ts';
import { actor, actorAt, digestsOf, documentOf, md5Of, newLab, packed, reportOf, says } from './lab-database.ts';

const day = (number: number) => actorAt(`2026-04-0${number}T10:00:00.000Z`);

interface SetFile {
  readonly name: string;
  readonly records: readonly Digests[];
  readonly removals?: readonly Digests[];
  readonly readded?: readonly Digests[];
  readonly extra?: Partial<NewAssertion>;
}

/** Takes in a set called "NSRL" whose document is named so. */
async function take(
  store: Store,
  file: SetFile,
  request: Partial<NewHashSetImport> & { readonly version?: string } = {},
  options: { readonly by?: typeof actor; readonly dryRun?: boolean } = {},
): Promise<HashSetImportResult> {
  const { version = null, ...choices } = request;
  const categoryId = choices.categoryId ?? 'unidentified';
  const assertions = (list: readonly Digests[], from: number): readonly NewAssertion[] =>
    list.map((digests, index) => ({
      digests,
      place: { line: from + index },
      outcome: null,
      categoryId,
      kind: 'unknown',
      ...file.extra,
    }));
  const batches = async function* (): AsyncGenerator<readonly NewAssertion[] | SetRemovals> {
    yield assertions(file.records, 1);
    if (file.removals !== undefined) yield { removals: file.removals.map((digests) => ({ digests, place: {} })) };
    if (file.readded !== undefined) yield assertions(file.readded, 1001);
  };
  const document = documentOf(file.name);
  const set = { name: choices.setName ?? 'NSRL', version, source: null, date: null };
  return await store.importHashSet(
    { format: 'plain', categoryId, setName: 'NSRL', ...choices },
    packed(batches()),
    () => ({ ...document, set }),
    options.by ?? actor,
    { dryRun: options.dryRun === true },
  );
}

const only = (...texts: readonly string[]): readonly Digests[] => texts.map((text) => ({ md5: md5Of(text) }));

async function members(store: Store, asOfUtc?: string): Promise<readonly string[]> {
  const { records } = await store.recordsOf('unidentified', {
    orderBy: 'md5',
    ...(asOfUtc === undefined ? {} : { asOfUtc }),
  });
  const found: string[] = [];
  for await (const batch of records) {
    found.push(...batch.map(({ digests }) => `${digests.md5 ?? '-'} ${digests.sha1 ?? '-'}`));
  }
  return found;
}

const listed = (sets: readonly Digests[]) => sets.map(({ md5, sha1 }) => `${md5 ?? '-'} ${sha1 ?? '-'}`).toSorted();

async function expectWhole(store: Store): Promise<void> {
  expect((await store.verify()).checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(await store.rebuild(actor)).toEqual({ mediaChanged: 0 });
}

describe('a new version of a hash set', () => {
  it('takes the place of the one before, in one step, and says what differs', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a', 'b', 'c') }, { version: '1' });
    const second = await take(store, { name: 'two', records: only('b', 'c', 'd', 'e') }, { version: '2' });
    expect(second).toMatchObject({
      records: 4,
      added: 2,
      known: 2,
      version: { supersedes: 1, isDelta: false, added: 2, removed: 1, changed: 0 },
    });
    expect(await members(store)).toEqual(listed(only('b', 'c', 'd', 'e')));
    const entries = await store.listImports();
    expect(
      entries.map(({ state, setName, setVersion, supersedes }) => [state, setName, setVersion, supersedes]),
    ).toEqual([
      ['superseded', 'NSRL', '1', null],
      ['in-force', 'NSRL', '2', 1],
    ]);
    expect((await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]))[0]?.known).toBe(false);
    await expectWhole(store);
  });

  it('tells what it would change without changing it', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a', 'b') });
    const dry = await take(store, { name: 'two', records: only('b', 'c') }, {}, { dryRun: true });
    expect(dry.version).toMatchObject({ supersedes: 1, added: 1, removed: 1 });
    expect(await members(store)).toEqual(listed(only('a', 'b')));
    expect((await store.listImports()).map(({ state }) => state)).toEqual(['in-force']);
    expect((await store.auditTrail()).at(-1)?.action).toBe('hash-set-import');
  });

  it('counts as changed what states other digests, another name or attributes', async () => {
    const store = await newLab();
    const [a, b] = [digestsOf('a'), digestsOf('b')];
    await take(store, { name: 'one', records: [{ md5: a.md5 }, b, digestsOf('c')] });
    const second = await take(store, { name: 'two', records: [a, { md5: b.md5 }, digestsOf('c')] });
    expect(second.version).toMatchObject({ added: 0, removed: 0, changed: 2 });
    // The SHA-1 that only the version before stated is in force no longer.
    expect(await members(store)).toEqual(listed([a, { md5: b.md5 }, digestsOf('c')]));
    const third = await take(store, {
      name: 'three',
      records: [a, { md5: b.md5 }, digestsOf('c')],
      extra: { attributes: { series: 'S' } },
    });
    expect(third.version).toMatchObject({ added: 0, removed: 0, changed: 3 });
    await expectWhole(store);
  });

  it('takes the same MD5 with another SHA-1 for another content, and makes no conflict of a value that was put right', async () => {
    const store = await newLab();
    const [a, b] = [digestsOf('a'), digestsOf('b')];
    await take(store, { name: 'one', records: [{ md5: a.md5, sha1: b.sha1 }] });
    const second = await take(store, { name: 'two', records: [a] });
    expect(second).toMatchObject({ conflicts: 0, version: { added: 1, removed: 1, changed: 0 } });
    expect(await members(store)).toEqual(listed([a]));
    await expectWhole(store);
  });

  it('undone, gives the place back; as of an earlier day the version of that day answers', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a', 'b') }, {}, { by: day(1) });
    await take(store, { name: 'two', records: only('b', 'c') }, {}, { by: day(3) });
    expect(await members(store, '2026-04-02T12:00:00.000Z')).toEqual(listed(only('a', 'b')));
    expect(await members(store, '2026-04-03T12:00:00.000Z')).toEqual(listed(only('b', 'c')));
    await store.undoImport(2, 'the first was right', day(5));
    expect((await store.listImports()).map(({ state }) => state)).toEqual(['in-force', 'undone']);
    expect(await members(store, '2026-04-02T12:00:00.000Z')).toEqual(listed(only('a', 'b')));
    expect(await members(store, '2026-04-04T12:00:00.000Z')).toEqual(listed(only('b', 'c')));
    expect(await members(store, '2026-04-06T12:00:00.000Z')).toEqual(listed(only('a', 'b')));
    expect(await members(store)).toEqual(listed(only('a', 'b')));
    await expectWhole(store);
  });

  it('leaves alone what other imports say of the media that left the set', async () => {
    const store = await newLab();
    await store.importReport(reportOf('r', [says({ md5: md5Of('a') }, 'recognized', 2)]), actor);
    await take(store, { name: 'one', records: only('a', 'b') });
    await take(store, { name: 'two', records: only('c') });
    expect(await members(store)).toEqual(listed(only('a', 'c')));
    const [answer] = await store.lookup([{ algorithm: 'md5', value: md5Of('a') }]);
    expect(answer?.categories).toMatchObject([{ importId: 1 }]);
    await expectWhole(store);
  });

  it('withdraws the conflict that only the version before made', async () => {
    const store = await newLab();
    await store.importReport(reportOf('r', [says({ md5: md5Of('a') }, 'identified', 2)]), actor);
    const first = await take(store, { name: 'one', records: only('a', 'b') }, { categoryId: 'system-files' });
    expect(first.conflicts).toBe(1);
    await take(store, { name: 'two', records: only('b') }, { categoryId: 'system-files' });
    expect((await store.listConflicts()).map(({ state }) => state)).toEqual(['withdrawn']);
    await expectWhole(store);
  });

  it('of the same name in another category is a set of its own, and beside the first where both are kept', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a') });
    expect((await take(store, { name: 'x', records: only('b') }, { categoryId: 'known-victim' })).version).toBeNull();
    const kept = await take(store, { name: 'two', records: only('c') }, { earlier: 'keep' });
    expect(kept.version).toBeNull();
    expect(await members(store)).toEqual(listed(only('a', 'c')));
    const next = { name: 'three', records: only('d') };
    await expect(take(store, next)).rejects.toMatchObject({ code: 'CONFLICT', message: /1, 3/ });
    expect((await take(store, next, { supersedes: 1 })).version).toMatchObject({ supersedes: 1 });
    expect(await members(store)).toEqual(listed(only('c', 'd')));
    const other = { name: 'four', records: only('e') };
    await expect(take(store, other, { supersedes: 2 })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(take(store, other, { supersedes: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(take(store, other, { supersedes: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expectWhole(store);
  });

  it('can go back to the document of an older one', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a') });
    await take(store, { name: 'two', records: only('b') });
    await expect(take(store, { name: 'two', records: only('b') })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await take(store, { name: 'one', records: only('a') })).version).toMatchObject({ added: 1, removed: 1 });
    expect(await members(store)).toEqual(listed(only('a')));
  });

  it('is asked about only where it takes the place of another, after a trial that leaves nothing', async () => {
    const store = await newLab();
    const asked: unknown[] = [];
    const run = (name: string, texts: readonly string[], answer: () => Promise<void>) => {
      const document = documentOf(name);
      const batches = async function* () {
        yield only(...texts).map((digests, index) => ({
          digests,
          place: { line: index + 1 },
          outcome: null,
          categoryId: 'unidentified',
          kind: 'unknown' as const,
        }));
      };
      const request = { format: 'plain', categoryId: 'unidentified', setName: 'NSRL' };
      const approve = async (preview: HashSetImportResult | null) => {
        asked.push(preview === null ? null : preview.version);
        await answer();
      };
      return store.importHashSet(request, packed(batches()), () => document, actor, { approve });
    };
    await run('one', ['a', 'b'], async () => undefined);
    await expect(run('two', ['b', 'c'], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await members(store)).toEqual(listed(only('a', 'b')));
    await run('two', ['b', 'c'], async () => undefined);
    expect(await members(store)).toEqual(listed(only('b', 'c')));
    expect(asked).toMatchObject([null, { added: 1, removed: 1 }, { added: 1, removed: 1 }]);
    await expectWhole(store);
  });
});

describe('a delta', () => {
  it('is the version before, less what it takes out, with what it adds', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: [digestsOf('a'), ...only('b', 'c')] });
    const delta = { name: 'two', records: only('d'), removals: [{ sha1: digestsOf('a').sha1 }, ...only('b', 'z')] };
    const result = await take(store, delta);
    expect(result).toMatchObject({
      records: 1,
      idleRemovals: 1,
      version: { isDelta: true, carried: 1, added: 1, removed: 2, changed: 0 },
    });
    expect(await members(store)).toEqual(listed(only('c', 'd')));
    expect((await store.findImport(2))?.records).toBe(2);
    await expectWhole(store);
    await store.undoImport(2, 'x', actor);
    expect(await members(store)).toEqual(listed([digestsOf('a'), ...only('b', 'c')]));
    await expectWhole(store);
  });

  it('tells in which document, and where, what it left as it was stands', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a', 'b') });
    await take(store, { name: 'two', records: only('c') }, { isDelta: true });
    await take(store, { name: 'three', records: only('d') }, { isDelta: true });
    const { assertions } = await store.why({ algorithm: 'md5', value: md5Of('b') });
    expect(
      assertions.map(({ import: entry, from, place, inForce }) => [entry.importId, from?.importId, place, inForce]),
    ).toEqual([
      [1, undefined, { line: 2 }, false],
      [2, 1, { line: 2 }, false],
      [3, 1, { line: 2 }, true],
    ]);
    expect(await members(store)).toEqual(listed(only('a', 'b', 'c', 'd')));
    await expectWhole(store);
  });

  it('keeps what it says of a content behind the removal of it, and not what it said before', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a') });
    const delta = { name: 'two', records: only('a', 'b', 'c'), removals: only('a', 'b'), readded: only('b') };
    const result = await take(store, delta);
    expect(await members(store)).toEqual(listed(only('b', 'c')));
    expect(result).toMatchObject({ added: 2, idleRemovals: 0, version: { added: 2, removed: 1 } });
    await expectWhole(store);
  });

  it('takes nothing out whose other digest differs', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: [digestsOf('a')] });
    const wrong = { md5: md5Of('a'), sha1: digestsOf('b').sha1 };
    const result = await take(store, { name: 'two', records: only('c'), removals: [wrong] });
    expect(result.idleRemovals).toBe(1);
    expect(await members(store)).toEqual(listed([digestsOf('a'), ...only('c')]));
  });

  it('needs a version before it where it is called one, and cannot stand beside it', async () => {
    const store = await newLab();
    const file = { name: 'one', records: only('a') };
    await expect(take(store, file, { isDelta: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const kept = { earlier: 'keep', isDelta: true } as const;
    await expect(take(store, file, kept)).rejects.toMatchObject({ code: 'CONFLICT' });
    const first = await take(store, { ...file, removals: only('a', 'x') });
    expect(first).toMatchObject({ version: null, idleRemovals: 1, added: 0 });
    expect(await members(store)).toEqual([]);
    await expectWhole(store);
  });

  it('amounts to the same as the whole list that it leads to', async () => {
    const content = fc
      .constantFrom('a', 'b', 'c', 'd')
      .chain((text) => fc.constantFrom<Digests>(digestsOf(text), { md5: md5Of(text) }, { sha1: digestsOf(text).sha1 }));
    const step = fc.record({
      records: fc.array(content, { maxLength: 3 }),
      removals: fc.array(content, { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 3 }),
        async (first, steps) => {
          const store = await newLab();
          await take(store, { name: 'first', records: first });
          for (const [number, { records, removals }] of steps.entries()) {
            const before = new Set(await members(store));
            const { version } = await take(
              store,
              { name: `delta ${number}`, records: [], removals, readded: records },
              { isDelta: true },
            );
            const after = new Set(await members(store));
            expect(version?.isDelta).toBe(true);
            for (const record of records) {
              const known = await store.lookup(
                Object.entries(record).map(([algorithm, value]) => ({ algorithm: algorithm as 'md5', value })),
              );
              expect(known.every(({ categories }) => categories.length === 1)).toBe(true);
            }
            const isLess = records.length > 0 || [...after].every((one) => before.has(one));
            expect(isLess).toBe(true);
            await expectWhole(store);
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('taking a hash set out', () => {
  const removal = { document: documentOf('removal'), reason: 'no longer licensed' };

  it('leaves neither it nor the version before in force, and can be undone', async () => {
    const store = await newLab();
    await take(store, { name: 'one', records: only('a') }, {}, { by: day(1) });
    await take(store, { name: 'two', records: only('b', 'c') }, { version: '2' }, { by: day(2) });
    const dry = await store.removeHashSet(2, removal, day(3), { dryRun: true });
    expect(dry.mediaChanged).toBe(2);
    expect(await members(store)).toEqual(listed(only('b', 'c')));
    const { importId, mediaChanged } = await store.removeHashSet(2, removal, day(3));
    expect([importId, mediaChanged]).toEqual([3, 2]);
    expect(await members(store)).toEqual([]);
    expect(await store.findImport(3)).toMatchObject({
      kind: 'set-removal',
      supersedes: 2,
      setName: 'NSRL',
      setVersion: '2',
    });
    expect((await store.auditTrail()).at(-1)).toMatchObject({ action: 'hash-set-removal' });
    await expectWhole(store);
    await store.undoImport(3, 'it is again', day(5));
    expect(await members(store)).toEqual(listed(only('b', 'c')));
    expect(await members(store, '2026-04-04T10:00:00.000Z')).toEqual([]);
    await expectWhole(store);
  });

  it('takes sets only, and only those in force', async () => {
    const store = await newLab();
    await store.importReport(reportOf('r', [says({ md5: md5Of('a') }, 'recognized', 2)]), actor);
    await expect(store.removeHashSet(1, removal, actor)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(store.removeHashSet(9, removal, actor)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await take(store, { name: 'one', records: only('b') });
    await store.removeHashSet(2, removal, actor);
    await expect(store.removeHashSet(2, removal, actor)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});
