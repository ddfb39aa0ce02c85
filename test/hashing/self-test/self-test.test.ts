import { mkdtempSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms, type Digest } from '../../../src/core/digest.ts';
import { loadMd5Kernel, type Md5Kernel } from '../../../src/hashing/lanes/md5-kernel.ts';
import { createLanes, singlePieces } from '../../../src/hashing/lanes/create-lanes.ts';
import { createHasherSet } from '../../../src/hashing/lookup.ts';
import type { HashingUnderTest } from '../../../src/hashing/self-test/digest-path.ts';
import { knownDigests } from '../../../src/hashing/self-test/known-digests.ts';
import { hashingOfCriskit, testHashing } from '../../../src/hashing/self-test/self-test.ts';
import { useScratchFolder } from '../../files/scratch-folder.ts';

const scratch = useScratchFolder();
const { signal } = new AbortController();

const flipLastBit = <Text extends string>(digest: Text) =>
  `${digest.slice(0, -1)}${(Number.parseInt(digest.slice(-1), 16) ^ 1).toString(16)}` as Text;

/** The large ones take most of the time, and find nothing more of what is put wrong here. */
const fewerDigests: typeof knownDigests = knownDigests.filter(({ content }) => content.sizeBytes < 2_000_000);

async function run(changes: Partial<HashingUnderTest> = {}, known = fewerDigests) {
  const folder = mkdtempSync(scratch.in('files-'));
  return testHashing({ folder, signal, known, hashing: { ...hashingOfCriskit, ...changes } });
}

/** The paths of that kind that differ, each once. Files are left out, because their threads take their time. */
async function differingPaths(kind: 'memory' | 'lane', changes: Partial<HashingUnderTest>) {
  const { ok, differences } = await run({ ...(kind === 'memory' ? withoutLanes : {}), ...withoutFiles, ...changes });
  expect(ok).toBe(false);
  const paths = differences.filter(({ path }) => (kind === 'memory' ? / in memory/ : /^lanes? \d/).test(path));
  return [...new Set(paths.map(({ algorithm, path }) => `${algorithm}: ${path}`))];
}

const withoutLanes = { makeLanes: () => undefined };
const withoutFiles: Pick<HashingUnderTest, 'hashFiles'> = { hashFiles: async function* () {} };

describe('testHashing', () => {
  it('finds nothing wrong with criskit, on every path of every algorithm', async () => {
    const { ok, compared, paths, notAvailable, differences } = await run({}, knownDigests);
    expect(differences).toEqual([]);
    expect([ok, notAvailable]).toEqual([true, []]);
    expect(compared).toBe(paths.reduce((sum, path) => sum + path.compared, 0));
    for (const path of paths) {
      expect(path.known).toBeGreaterThan(0);
      expect(path.compared).toBeGreaterThanOrEqual(path.known);
      expect(path.agreed).toBe(path.compared);
      expect(path.sources.length).toBeGreaterThan(0);
    }
    const titlesOf = (algorithm: Algorithm) =>
      paths.filter((path) => path.algorithm === algorithm).map(({ path }) => path);
    expect(titlesOf('md5').filter((title) => /^lane \d alone/.test(title))).toHaveLength(8);
    expect(titlesOf('md5')).toContain('lanes 1 to 4 side by side, kernel of 4');
    expect(titlesOf('md5')).toContain('lanes 1 to 8 side by side, kernel of 8');
    for (const algorithm of algorithms)
      for (const way of ['1 thread, MD5 in lanes', '3 threads, MD5 in lanes', '3 threads, MD5 by OpenSSL'])
        expect(titlesOf(algorithm)).toContain(`files, ${way}`);
  });

  it('finds a wrong expected digest of each algorithm on each path that computes it', async () => {
    const firsts = algorithms.map((algorithm) => knownDigests.findIndex((known) => known.algorithm === algorithm));
    const wrong = knownDigests.map((known, index) =>
      firsts.includes(index) ? { ...known, digest: flipLastBit(known.digest) } : known,
    );
    const { ok, differences, paths } = await run({}, wrong);
    expect(ok).toBe(false);
    for (const { algorithm, content, expected, found } of differences) {
      const right = knownDigests.find((known) => known.algorithm === algorithm);
      expect([content, expected, found]).toEqual([
        right?.content.name,
        flipLastBit(right?.digest ?? ''),
        right?.digest,
      ]);
    }
    const label = ({ algorithm, path }: { algorithm: Algorithm; path: string }) => `${algorithm}: ${path}`;
    const those = paths.filter(({ path }) => !path.includes('large file'));
    expect(new Set(differences.map(label))).toEqual(new Set(those.map(label)));
  });

  it('says that lanes are not available without SIMD, which is no difference', async () => {
    const { ok, notAvailable, paths } = await run(withoutLanes);
    expect(ok).toBe(true);
    expect(notAvailable).toEqual([{ path: 'MD5 in lanes', reason: 'no WebAssembly SIMD; OpenSSL is used instead' }]);
    expect(paths.filter(({ path }) => /in lanes|^lane/.test(path))).toEqual([]);
    expect(paths.filter(({ path }) => /^files, . threads?, MD5 by OpenSSL$/.test(path))).toHaveLength(8);
  });

  it('throws where it is interrupted and where its files cannot be written', async () => {
    const interrupted = testHashing({ folder: scratch.path, signal: AbortSignal.abort() });
    await expect(interrupted).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const nowhere = testHashing({ folder: scratch.in('nowhere'), signal });
    await expect(nowhere).rejects.toMatchObject({ code: 'OUTPUT_FAILED' });
  });

  it('refuses to agree where it would compare nothing', async () => {
    const known = knownDigests.filter(({ algorithm }) => algorithm !== 'sha1');
    await expect(run({}, known)).rejects.toMatchObject({ code: 'INTERNAL', message: /Nothing is there/ });
  });
});

describe('testHashing, of libraries', () => {
  it('finds one that flips one bit of one digest', async () => {
    const flipping: typeof createHasherSet = (ids) => {
      const hashers = createHasherSet(ids);
      return {
        update: hashers.update,
        digests: () => {
          const { sha256, ...others } = hashers.digests();
          return sha256 === undefined ? others : { ...others, sha256: flipLastBit(sha256) as Digest<'sha256'> };
        },
      };
    };
    expect(await differingPaths('memory', { createHasherSet: flipping })).toEqual([
      'sha256: OpenSSL in memory, in one piece',
      'sha256: OpenSSL in memory, in growing pieces',
      'sha256: all algorithms together in memory',
    ]);
  });

  it('takes one that throws for a difference, and goes on with the others', async () => {
    const throwing: typeof createHasherSet = (ids) => {
      if (ids.includes('blake3')) throw new Error('the native module is missing');
      return createHasherSet(ids);
    };
    const differing = await differingPaths('memory', { createHasherSet: throwing });
    expect(differing).toContain('blake3: BLAKE3 package in memory, in one piece');
    expect(differing.filter((path) => path.includes('OpenSSL'))).toEqual([]);
  });
});

describe('testHashing, of lanes', () => {
  /** Lanes on a kernel of which a function was replaced. */
  function lanesWith(change: (kernel: Md5Kernel) => Partial<Md5Kernel>): Pick<HashingUnderTest, 'makeLanes'> {
    return {
      makeLanes: (pieceSizeBytes) =>
        createLanes(singlePieces(pieceSizeBytes), (memory) => {
          const kernel = loadMd5Kernel(memory);
          return { ...kernel, ...change(kernel) };
        }),
    };
  }

  /** The state of this lane is wrong after each call of a kernel. */
  const spoil = (wrongLane: number) =>
    lanesWith((kernel) => {
      const spoilt = (compress: (blocks: number) => void) => (blocks: number) => {
        compress(blocks);
        kernel.lanes[wrongLane - 1] = (kernel.lanes[wrongLane - 1] as number) ^ 1;
      };
      return { compress4: spoilt(kernel.compress4), compress8: spoilt(kernel.compress8) };
    });

  it('finds the one lane that is wrong, alone and beside the others', async () => {
    expect(await differingPaths('lane', spoil(3))).toEqual([
      'md5: lane 3 alone, kernel of 4',
      'md5: lanes 1 to 4 side by side, kernel of 4',
      'md5: lanes 1 to 8 side by side, kernel of 8',
    ]);
    expect(await differingPaths('lane', spoil(8))).toEqual([
      'md5: lane 8 alone, kernel of 8',
      'md5: lanes 1 to 8 side by side, kernel of 8',
    ]);
  });

  it('finds the one kernel that leaves out a block, and the one that traps', async () => {
    const short = lanesWith(({ compress4 }) => ({ compress4: (blocks) => compress4(blocks - 1) }));
    const ofFour = await differingPaths('lane', short);
    expect(ofFour.filter((path) => path.endsWith('kernel of 4'))).toHaveLength(5);
    const trapping = lanesWith(() => ({
      compress8: () => {
        throw new Error('unreachable');
      },
    }));
    const ofEight = await differingPaths('lane', trapping);
    expect(ofEight).toHaveLength(5);
    expect(ofEight.every((path) => path.endsWith('kernel of 8'))).toBe(true);
  });

  it('takes lanes that cannot be loaded for a difference', async () => {
    const makeLanes = () => {
      throw new Error('The MD5 kernel lacks an address.');
    };
    expect(await differingPaths('lane', { makeLanes })).toHaveLength(10);
  });
});

describe('testHashing, of files', () => {
  type HashFiles = HashingUnderTest['hashFiles'];

  const changed = (change: (results: readonly unknown[]) => readonly unknown[]): HashFiles =>
    async function* (requests, options) {
      for await (const results of hashingOfCriskit.hashFiles(requests, options))
        yield change(results) as typeof results;
    };

  it.each([
    ['are lost', changed((results) => results.slice(1)), 'no result came for the file'],
    ['come twice', changed((results) => [...results, ...results]), 'two results came for one file'],
    [
      'come for another file',
      changed((results) => results.map((result) => ({ ...(result as object), index: 0 }))),
      'no result came for the file',
    ],
  ])('finds results that %s', async (_, hashFiles, found) => {
    const { ok, differences } = await run({ ...withoutLanes, hashFiles });
    expect(ok).toBe(false);
    expect(differences).toContainEqual(expect.objectContaining({ found: `none: ${found}` }));
    expect(differences.every(({ path }) => path.includes('file'))).toBe(true);
  });

  it('takes a file that cannot be read, and a thread that dies, for a difference', async () => {
    const unread: HashFiles = async function* () {
      yield [{ kind: 'unhashed', index: 0, code: 'unreadable', message: 'The file cannot be read.' }];
    };
    const died: HashFiles = async function* (requests, options) {
      yield* hashingOfCriskit.hashFiles(requests, options);
      throw new Error('A hashing thread failed.');
    };
    const reading = await run({ ...withoutLanes, hashFiles: unread });
    expect(reading.differences).toContainEqual(expect.objectContaining({ found: 'none: The file cannot be read.' }));
    const { differences, paths } = await run({ ...withoutLanes, hashFiles: died });
    expect(new Set(differences.map(({ found }) => found))).toEqual(new Set(['none: A hashing thread failed.']));
    for (const { path, agreed } of paths) expect([path, agreed > 0]).toEqual([path, !path.includes('file')]);
  });
});
