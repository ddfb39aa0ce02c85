import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithms, type Digests } from '../../src/core/digest.ts';
import type { HashRequest } from '../../src/hashing/contract.ts';
import { ResultPacker, unpackResults } from '../../src/hashing/packed-results.ts';
import { cycleOf251 } from './cycle.ts';
import { digestsOf } from './digests-of.ts';

const requestsOf = (count: number): HashRequest[] =>
  Array.from({ length: count }, (_, position) => ({ index: 1000 - position, path: Buffer.from(`${position}`) }));

const stamp = { mtimeMs: 1.25, ctimeMs: 2.5, inode: 3 };

const hashed = (sizeBytes: number, digests: Digests) => ({ kind: 'hashed', sizeBytes, digests, stamp }) as const;

const unhashed = { kind: 'unhashed', code: 'unreadable', message: 'no' } as const;

describe('the results of a job', () => {
  it('arrive as they were, in whatever order files end: hashed, not hashed, or given back', () => {
    const files = fc.array(fc.constantFrom('hashed', 'unhashed', 'large'), { minLength: 1, maxLength: 70 });
    const setups = fc.record({
      kinds: files,
      ids: fc.shuffledSubarray([...algorithms], { minLength: 1 }),
      heads: fc.boolean(),
      stamps: fc.boolean(),
      swaps: fc.array(fc.nat(69), { maxLength: 70 }),
    });
    fc.assert(
      fc.property(setups, ({ kinds, ids, heads, stamps, swaps }) => {
        const wanted = { algorithms: ids, heads, stamps };
        const packer = new ResultPacker(wanted, kinds.length);
        const order = [...new Set([...swaps.filter((place) => place < kinds.length), ...kinds.keys()])];
        for (const place of order) {
          expect(packer.isComplete).toBe(false);
          const content = cycleOf251(place * 100);
          if (kinds[place] === 'large') packer.giveBack(place, place);
          else if (kinds[place] === 'unhashed') packer.set(place, unhashed);
          else {
            if (heads) packer.headOf(place).set(content.subarray(0, 4100));
            packer.set(place, hashed(content.length, digestsOf(content, ids)));
          }
        }
        expect(packer.isComplete).toBe(true);
        const requests = requestsOf(kinds.length);
        const found = unpackResults(packer.pack().results, requests, wanted);
        const expected = requests.flatMap(({ index }, place): object[] => {
          const content = cycleOf251(place * 100);
          if (kinds[place] === 'large') return [];
          if (kinds[place] === 'unhashed') return [{ ...unhashed, index }];
          const result = { kind: 'hashed', index, sizeBytes: content.length, digests: digestsOf(content, ids) };
          return [{ ...result, ...(heads ? { head: content.slice(0, 4100) } : {}), ...(stamps ? { stamp } : {}) }];
        });
        expect(found?.results).toEqual(expected);
        const large = requests.flatMap((request, place) => {
          return kinds[place] === 'large' ? [{ ...request, sizeBytes: place }] : [];
        });
        expect(found?.large).toEqual(large);
      }),
    );
  });

  it('are refused where a digest is missing, or is not whole', () => {
    const packer = new ResultPacker({ algorithms, heads: false, stamps: false }, 1);
    const { md5: _, ...others } = digestsOf(cycleOf251(1), algorithms);
    const short = digestsOf(cycleOf251(1), algorithms).sha1?.slice(1) as NonNullable<Digests['sha1']>;
    for (const digests of [others, { ...digestsOf(cycleOf251(1), algorithms), sha1: short }]) {
      expect(() => packer.set(0, hashed(1, digests))).toThrow(/without a whole (md5|sha1)/);
    }
  });

  it('are none where they belong to another number of files', () => {
    const wanted = { algorithms, heads: false, stamps: true };
    const packer = new ResultPacker(wanted, 2);
    for (const place of [0, 1]) packer.set(place, unhashed);
    expect(unpackResults(packer.pack().results, requestsOf(3), wanted)).toBeUndefined();
  });
});
