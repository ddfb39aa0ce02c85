import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Digests, disagreeingAlgorithms, isSameContent } from '../../src/core/digest.ts';
import { withSortingFolder } from '../../src/files/external-sort.ts';
import type { HashSetRecord } from '../../src/hashsets/contract.ts';
import type { Content } from '../../src/hashsets/content-bytes.ts';
import { joinContents, type SharedDigest } from '../../src/hashsets/join-contents.ts';

const names = ['md5', 'sha1', 'sha256'] as const;
type Name = (typeof names)[number];

function digestsOf(text: string, which: readonly Name[] = names): Digests {
  return Object.fromEntries(which.map((name) => [name, createHash(name).update(text).digest('hex')])) as Digests;
}

async function join(
  sets: readonly (readonly Partial<HashSetRecord>[])[],
  order?: readonly Name[],
): Promise<{ readonly contents: readonly Content[]; readonly shared: readonly SharedDigest[] }> {
  const shared: SharedDigest[] = [];
  const contents: Content[] = [];
  const batches = sets.map(async function* (records) {
    yield records.map((record, index) => ({ place: { line: index + 1 }, digests: {}, ...record }));
  });
  await withSortingFolder(async (folder) => {
    const options = { folder, runSizeBytes: 2048, mostRuns: 2, onShared: (one: SharedDigest) => void shared.push(one) };
    for await (const batch of joinContents(batches, { ...options, ...(order === undefined ? {} : { order }) }))
      contents.push(...batch);
  });
  return { contents, shared };
}

const setsOf = ({ words }: Content) => words.map(({ set }) => set);

describe('contents of several sets', () => {
  it('are one where they share a digest and none differs, also by way of a third', async () => {
    const { contents, shared } = await join([
      [{ digests: digestsOf('a', ['md5']) }, { digests: digestsOf('b', ['sha1']) }],
      [{ digests: digestsOf('a', ['md5', 'sha1']) }, { digests: digestsOf('b', ['md5', 'sha1']) }],
      [{ digests: digestsOf('a', ['sha1', 'sha256']) }, { digests: digestsOf('c') }],
    ]);
    expect(shared).toEqual([]);
    expect(
      contents.map((content) => [content.digests.sha256 ?? content.digests.md5, setsOf(content)]).toSorted(),
    ).toEqual(
      [
        [digestsOf('a').sha256, [0, 1, 2]],
        [digestsOf('b').md5, [0, 1]],
        [digestsOf('c').sha256, [2]],
      ].toSorted(),
    );
    expect(contents.find(({ digests }) => digests.md5 === digestsOf('a').md5)?.digests).toEqual(digestsOf('a'));
  });

  it('stay apart, and are told, where another digest differs; a record that could be either joins none', async () => {
    const [a, b] = [digestsOf('a', ['md5', 'sha1']), digestsOf('b', ['md5', 'sha1'])];
    const { contents, shared } = await join([
      [{ digests: { md5: a.md5 } as Digests }],
      [{ digests: a }, { digests: { md5: a.md5, sha1: b.sha1 } as Digests }],
      [{ digests: a }],
    ]);
    expect(shared).toEqual([{ algorithm: 'md5', value: a.md5 }]);
    expect(contents.map(setsOf).toSorted()).toEqual([[0], [1], [1, 2]]);
  });

  it('hold many contradictions of one digest without keeping them in memory', async () => {
    const { md5 } = digestsOf('same');
    const records = Array.from({ length: 120 }, (_, index) => ({
      digests: { md5, sha1: digestsOf(`other ${index % 60}`).sha1 } as Digests,
    }));
    const { contents, shared } = await join([records]);
    expect([contents.length, shared.length]).toEqual([60, 1]);
  });

  it('keep what each set says of them', async () => {
    const unknownMembers = new Map<string, unknown>([['__proto__', 1]]);
    const { contents } = await join([
      [
        { digests: digestsOf('a', ['md5']), attributes: { names: ['x'], unknownMembers } },
        { digests: digestsOf('a', ['md5']), kind: 'image', attributes: { names: ['y'] } },
      ],
      [{ digests: digestsOf('a', ['md5', 'sha1']), sizeBytes: 7 }],
    ]);
    expect(contents).toHaveLength(1);
    expect(contents[0]?.words).toMatchObject([
      { set: 0, stated: ['md5'], kind: 'image' },
      { set: 1, stated: ['md5', 'sha1'], sizeBytes: 7 },
    ]);
    expect(contents[0]?.words[0]?.attributes?.names?.toSorted()).toEqual(['x', 'y']);
    expect(contents[0]?.words[0]?.attributes?.unknownMembers).toEqual(unknownMembers);
  });

  it('come in the order that is asked for, those without the digest last', async () => {
    const records = ['a', 'b', 'c', 'd'].map((text) => ({ digests: digestsOf(text, ['md5', 'sha1']) }));
    const lone = { digests: digestsOf('e', ['md5']) };
    const { contents } = await join([[lone, ...records]], ['sha1']);
    const sha1s = records.map(({ digests }) => digests.sha1).toSorted();
    expect(contents.map(({ digests }) => digests.sha1)).toEqual([...sha1s, undefined]);
  });

  it('are none where there is no record', async () => {
    expect(await join([[], []])).toEqual({ contents: [], shared: [] });
  });

  it('account for every record, never join what differs, and do not depend on the order', async () => {
    const digests = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c'), fc.subarray([...names], { minLength: 1 }))
      .map(([first, second, which]) => ({
        ...digestsOf(first, which),
        ...digestsOf(second, which.slice(-1)),
      }));
    const sets = fc.array(fc.array(digests, { maxLength: 6 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(sets, async (lists) => {
        const { contents, shared } = await join(lists.map((list) => list.map((one) => ({ digests: one }))));
        for (const [set, list] of lists.entries()) {
          for (const record of list) {
            const holding = contents.filter(
              (content) => isSameContent(content.digests, record) && content.words.some((word) => word.set === set),
            );
            expect(holding.length).toBeGreaterThan(0);
          }
        }
        const told = new Set(shared.map(({ value }) => value));
        for (const [index, one] of contents.entries()) {
          for (const other of contents.slice(index + 1)) {
            const common = names.filter(
              (name) => one.digests[name] !== undefined && one.digests[name] === other.digests[name],
            );
            expect(common.every((name) => told.has(one.digests[name] as never))).toBe(true);
            const isApart =
              common.length === 0 || told.size > 0 || disagreeingAlgorithms(one.digests, other.digests).length > 0;
            expect(isApart).toBe(true);
          }
        }
        const backwards = await join(lists.map((list) => list.toReversed().map((one) => ({ digests: one }))));
        expect(backwards.contents).toEqual(contents);
        expect(backwards.shared).toEqual(shared);
      }),
      { numRuns: 40 },
    );
  });
});
