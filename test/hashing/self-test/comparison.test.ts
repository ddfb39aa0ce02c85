import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import { createHasherSet } from '../../../src/hashing/lookup.ts';
import { comparePath, Expectations } from '../../../src/hashing/self-test/comparison.ts';
import type { DigestPath } from '../../../src/hashing/self-test/digest-path.ts';
import { textContent } from '../../../src/hashing/self-test/test-contents.ts';
import { digestsOf } from '../digests-of.ts';

const [letter, word] = [textContent('a'), textContent('message digest')];
const known = [
  { algorithm: 'md5', content: letter, digest: '0cc175b9c0f1b6a831c399e269772661', source: 'RFC 1321, A.5' },
] as const;
const { signal } = new AbortController();

const pathOf = (compute: DigestPath['compute']): DigestPath => ({
  title: 'a path',
  detail: 'in detail',
  algorithms: ['md5', 'sha1'],
  contents: [letter, word],
  compute,
});

const rightOnes = async (): Promise<Digests[]> => [letter, word].map(({ bytes }) => digestsOf(bytes, ['md5', 'sha1']));

async function agreeing(compute: DigestPath['compute'], hashers = createHasherSet): Promise<boolean[]> {
  const comparisons = await comparePath(pathOf(compute), new Expectations(known, hashers), signal);
  expect(comparisons).toHaveLength(4);
  return comparisons.map(({ agrees }) => agrees);
}

describe('comparePath', () => {
  it('compares every digest of every content, with the known one where there is one', async () => {
    const comparisons = await comparePath(pathOf(rightOnes), new Expectations(known, createHasherSet), signal);
    expect(comparisons.map(({ algorithm, content, isKnown }) => [algorithm, content, isKnown])).toEqual([
      ['md5', '"a"', true],
      ['sha1', '"a"', false],
      ['md5', '"message digest"', false],
      ['sha1', '"message digest"', false],
    ]);
    expect(comparisons.every(({ agrees }) => agrees)).toBe(true);
    expect(comparisons[0]).toMatchObject({ path: 'a path', detail: 'in detail', source: 'RFC 1321, A.5' });
    expect(comparisons[1]).toMatchObject({ source: 'agreement with OpenSSL in memory, in one piece' });
  });

  it('finds each digest that differs in one bit, and no other', async () => {
    for (const [content, algorithm, at] of [
      [0, 'md5', 0],
      [0, 'sha1', 1],
      [1, 'md5', 2],
      [1, 'sha1', 3],
    ] as const) {
      const found = await agreeing(async () => {
        const digests = await rightOnes();
        const right = digests[content]?.[algorithm] ?? '';
        const flipped = `${right.slice(0, -1)}${(Number.parseInt(right.slice(-1), 16) ^ 1).toString(16)}`;
        return digests.with(content, { ...digests[content], [algorithm]: flipped });
      });
      expect(found).toEqual([true, true, true, true].with(at, false));
    }
  });

  it('finds what is missing: a content, an algorithm, everything', async () => {
    expect(await agreeing(async () => (await rightOnes()).slice(0, 1))).toEqual([true, true, false, false]);
    expect(await agreeing(async () => (await rightOnes()).map(({ sha1 }) => (sha1 ? { sha1 } : {})))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(await agreeing(async () => [])).toEqual([false, false, false, false]);
  });

  it('takes an exception for a difference of all that the path had to compute', async () => {
    for (const thrown of [new Error('the kernel trapped'), 'the kernel trapped']) {
      const failing = pathOf(async () => {
        throw thrown;
      });
      const comparisons = await comparePath(failing, new Expectations(known, createHasherSet), signal);
      expect(comparisons).toHaveLength(4);
      for (const one of comparisons) expect(one).toMatchObject({ agrees: false, found: 'none: the kernel trapped' });
    }
  });

  it('takes an exception that concerns one content for a difference of that one', async () => {
    const oneFails = async () => [new Error('cannot be read'), (await rightOnes())[1] ?? {}];
    expect(await agreeing(oneFails)).toEqual([false, false, true, true]);
  });

  it('takes an expected digest that cannot be computed for a difference', async () => {
    const broken = () => {
      throw new Error('no such digest');
    };
    expect(await agreeing(rightOnes, broken)).toEqual([true, false, false, false]);
  });

  it('never takes two failures for agreement', async () => {
    const nothing = () => ({ update: () => undefined, digests: () => ({}) });
    expect(await agreeing(async () => [{}, {}], nothing)).toEqual([false, false, false, false]);
  });

  it('throws an interruption only', async () => {
    const controller = new AbortController();
    const interrupted = pathOf(async () => {
      controller.abort();
      throw new Error('whatever came of it');
    });
    const expectations = new Expectations(known, createHasherSet);
    await expect(comparePath(interrupted, expectations, controller.signal)).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });
});
