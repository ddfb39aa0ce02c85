import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import { type LoadedThread, type SharedWork, shareFile } from '../../src/hashing/thread-loads.ts';

const makeThreads = (count: number): LoadedThread[] => Array.from({ length: count }, () => ({ load: 0, owned: 0 }));

/** What HashPool does when the owner returns the file. */
function release({ owner, loads }: SharedWork<LoadedThread>): void {
  owner.owned -= 1;
  for (const [thread, load] of loads) thread.load -= load;
}

const inLanes = { usesLanes: true, lanes: 8 };

describe('shareFile', () => {
  const setups = fc.record({
    count: fc.integer({ min: 2, max: 6 }),
    ids: fc.shuffledSubarray([...algorithms], { minLength: 1 }),
    settings: fc.constantFrom(inLanes, { usesLanes: false, lanes: 1 }),
    sizes: fc.array(fc.oneof(fc.integer({ min: 16 * 1024 * 1024, max: 2 ** 41 }), fc.nat(1e6)), { maxLength: 60 }),
    leaving: fc.infiniteStream(fc.nat(30)),
  });

  it('has every algorithm computed by exactly one thread, the MD5 by the owner', () => {
    fc.assert(
      fc.property(setups, ({ count, ids, settings, sizes }) => {
        const threads = makeThreads(count);
        for (const size of sizes) {
          const { owner, helpers } = shareFile(size, ids, threads, settings);
          const helped: readonly Algorithm[] = [...helpers.values()].flat();
          expect(helpers.has(owner)).toBe(false);
          expect([...helpers.values()].every((share) => share.length > 0)).toBe(true);
          expect(new Set(helped).size).toBe(helped.length);
          expect(helped.every((id) => ids.includes(id))).toBe(true);
          // Something is left to the owner: at least the MD5, or the first that is wanted.
          expect(helped).not.toContain(ids.includes('md5') ? 'md5' : ids[0]);
        }
      }),
    );
  });

  it('leaves no load behind, in whatever order files end', () => {
    fc.assert(
      fc.property(setups, ({ count, ids, settings, sizes, leaving }) => {
        const threads = makeThreads(count);
        const open: SharedWork<LoadedThread>[] = [];
        for (const size of sizes) {
          open.push(shareFile(size, ids, threads, settings));
          const place = leaving.next().value ?? 0;
          for (const ended of open.splice(place, 2)) release(ended);
        }
        for (const ended of open) release(ended);
        expect(threads).toEqual(makeThreads(count));
      }),
    );
  });

  it('gives the same owner files while it has lanes, then another one', () => {
    const threads = makeThreads(3);
    const owners = Array.from({ length: 24 }, () => shareFile(1e9, algorithms, threads, inLanes).owner);
    for (const first of [0, 8, 16]) expect(new Set(owners.slice(first, first + 8)).size).toBe(1);
    expect(new Set(owners).size).toBe(3);
    expect(threads.map(({ owned }) => owned)).toEqual([8, 8, 8]);
  });

  it('gives no file to a thread without a free lane, while another has one', () => {
    fc.assert(
      fc.property(setups, ({ count, ids, settings, sizes, leaving }) => {
        const threads = makeThreads(count);
        const open: SharedWork<LoadedThread>[] = [];
        for (const size of sizes) {
          if (open.length === count * settings.lanes)
            open.splice((leaving.next().value ?? 0) % open.length, 1).forEach(release);
          open.push(shareFile(size, ids, threads, settings));
          expect(Math.max(...threads.map(({ owned }) => owned))).toBeLessThanOrEqual(settings.lanes);
        }
      }),
    );
  });

  it('gives the algorithms of one file to all threads, as far as there are algorithms', () => {
    for (const count of [2, 3, 4, 5]) {
      const { helpers } = shareFile(1e9, algorithms, makeThreads(count), inLanes);
      expect(helpers.size).toBe(Math.min(count, algorithms.length) - 1);
    }
  });
});
