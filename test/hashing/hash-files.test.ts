import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import type { HashFilesOptions, HashRequest, HashResult } from '../../src/hashing/contract.ts';
import { hashFiles } from '../../src/hashing/hash-files.ts';
import { useScratchFolder } from '../files/scratch-folder.ts';
import { cycleOf251, edgeLengths } from './cycle.ts';
import { digestsOf } from './digests-of.ts';
import { collect, inBatches, requestsFor as requestsForPaths } from './hash-all.ts';

const scratch = useScratchFolder();

const requestsFor = (names: readonly string[], sizeBytes?: number): HashRequest[] =>
  requestsForPaths(
    names.map((name) => scratch.in(name)),
    sizeBytes,
  );

function makeEdgeFiles(): string[] {
  return edgeLengths.map((length) => {
    writeFileSync(scratch.in(`${length}`), cycleOf251(length));
    return `${length}`;
  });
}

const expectedOf = (content: Uint8Array) => ({
  kind: 'hashed',
  sizeBytes: content.length,
  digests: digestsOf(content, algorithms),
  head: content.slice(0, 4100),
  stamp: { mtimeMs: expect.any(Number), ctimeMs: expect.any(Number), inode: expect.any(Number) },
});

describe('hashFiles', () => {
  it.each([1, 2, 5])('gives each file exactly once, on %d threads', async (threads) => {
    const names = makeEdgeFiles();
    const expected = new Map(names.map((name) => [name, expectedOf(cycleOf251(Number(name)))]));
    const all = Array.from({ length: 400 }, (_, index) => names[index % names.length] ?? '');
    let bytes = 0;
    const onBytes = (count: number) => (bytes += count);
    for (const sizeBytes of [undefined, 1000]) {
      const options = { algorithms, threads, onBytes, heads: true, stamps: true };
      const found = await collect(hashFiles(inBatches(requestsFor(all, sizeBytes)), options));
      expect(found.map(({ index }) => index)).toEqual(all.map((_, index) => index));
      for (const result of found)
        expect(result).toEqual({ ...expected.get(all[result.index] ?? ''), index: result.index });
    }
    expect(bytes).toBe(2 * all.reduce((sum, name) => sum + Number(name), 0));
  });

  it('puts files that cannot be hashed among the results', async () => {
    writeFileSync(scratch.in('a'), 'x');
    mkdirSync(scratch.in('folder'));
    const found = await collect(hashFiles(inBatches(requestsFor(['nothing', 'a', 'folder'])), { algorithms: ['md5'] }));
    expect(found).toMatchObject([{ code: 'unreadable' }, { kind: 'hashed' }, { code: 'not-a-file' }]);
  });

  it('reports files that are removed under way, and no others', async () => {
    const names = Array.from({ length: 600 }, (_, index) => `${index}`);
    for (const name of names) writeFileSync(scratch.in(name), name);
    let seen = 0;
    const found: HashResult[] = [];
    for await (const batch of hashFiles(inBatches(requestsFor(names), 20), { algorithms: ['md5'], threads: 2 })) {
      if (seen === 0) for (const name of names.slice(500)) unlinkSync(scratch.in(name));
      seen += batch.length;
      found.push(...batch);
    }
    expect(seen).toBe(600);
    expect(found.filter(({ kind }) => kind === 'hashed').every(({ index }) => index < 500)).toBe(true);
    expect(found.filter((result) => result.kind === 'unhashed' && result.code === 'unreadable')).toHaveLength(100);
  });

  it('takes nothing, and batches of nothing', async () => {
    expect(await collect(hashFiles(inBatches([]), { algorithms }))).toEqual([]);
    const empty = async function* () {
      yield [];
      yield requestsFor(['nothing']);
      yield [];
    };
    expect(await collect(hashFiles(empty(), { algorithms }))).toHaveLength(1);
  });

  it('needs no more memory for a large file: 2.2 GB with a hole', async () => {
    writeFileSync(scratch.in('large'), '');
    truncateSync(scratch.in('large'), 2.2e9);
    const before = process.memoryUsage.rss();
    const progress: number[] = [];
    const options = { algorithms: ['blake3'], onBytes: (bytes: number) => void progress.push(bytes) } as const;
    const found = await collect(hashFiles(inBatches(requestsFor(['large'], 2.2e9)), options));
    expect(found).toMatchObject([{ kind: 'hashed', sizeBytes: 2.2e9 }]);
    expect(progress.length).toBeGreaterThan(50);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150e6);
  });

  /** By each thread alone, and by three of them together, as large files are; the second time past the system's cache. Without BLAKE3, whose package this JavaScript cannot find. */
  const ways: readonly (HashFilesOptions & { readonly sizeBytes?: number })[] = [
    { algorithms: ['sha1', 'md5'] },
    { algorithms: ['sha256', 'md5', 'sha1'], threads: 3, sizeBytes: 32 * 1024 * 1024 },
    { algorithms: ['sha256', 'md5', 'sha1'], threads: 3, sizeBytes: 32 * 1024 * 1024, pastCache: true },
  ];

  it('runs from JavaScript as it does from TypeScript, in lanes and without them', () => {
    const names = makeEdgeFiles();
    for (const folder of ['core', 'hashing', 'hashing/algorithms', 'hashing/lanes', 'hashing/shares']) {
      const source = resolve(import.meta.dirname, '../../src', folder);
      mkdirSync(scratch.in('dist', folder), { recursive: true });
      for (const name of readdirSync(source).filter((name) => /(?<!\.d)\.ts$/.test(name))) {
        const text = stripTypeScriptTypes(readFileSync(join(source, name), 'utf8')).replaceAll(/\.ts'/g, ".js'");
        writeFileSync(scratch.in('dist', folder, name.replace(/\.ts$/, '.js')), text);
      }
    }
    const lanes = 'hashing/lanes/md5-lanes.wasm';
    copyFileSync(resolve(import.meta.dirname, '../../src', lanes), scratch.in('dist', lanes));
    writeFileSync(scratch.in('package.json'), '{"type":"module"}');
    writeFileSync(
      scratch.in('run.js'),
      `import { hashFiles } from './dist/hashing/hash-files.js';
      const source = async function* (sizeBytes) {
        yield ${JSON.stringify(names)}.map((path, index) => ({ index, path: Buffer.from(path), sizeBytes }));
      };
      for (const { sizeBytes, ...options } of ${JSON.stringify(ways)}) {
        const found = [];
        for await (const files of hashFiles(source(sizeBytes), options)) found.push(...files);
        console.log(JSON.stringify(found.sort((a, b) => a.index - b.index).map((file) => file.digests)));
      }`,
    );
    const expected = ways.map(({ algorithms }) =>
      JSON.stringify(names.map((name) => digestsOf(cycleOf251(Number(name)), algorithms))),
    );
    // The second run has no WebAssembly, so that no file can be hashed in lanes.
    for (const flags of [[], ['--jitless']]) {
      const run = spawnSync(process.execPath, [...flags, 'run.js'], { cwd: scratch.path, encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.stdout.trim().split('\n')).toEqual(expected);
    }
  });
});

describe('hashFiles, stopped', () => {
  const makeLarge = (): HashRequest[] => {
    writeFileSync(scratch.in('large'), '');
    truncateSync(scratch.in('large'), 1e12);
    return requestsFor(['large', 'large', 'large'], 1e12);
  };

  it('ends at once when interrupted in the middle of files of a terabyte', async () => {
    const controller = new AbortController();
    const options = { algorithms: ['md5'], signal: controller.signal, onBytes: () => controller.abort() } as const;
    await expect(collect(hashFiles(inBatches(makeLarge()), options))).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('does not begin when interrupted before', async () => {
    const options = { algorithms, signal: AbortSignal.abort() };
    await expect(collect(hashFiles(inBatches(makeLarge()), options))).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('does not wait for a source that is stuck', async () => {
    const stuck = async function* (): AsyncGenerator<readonly HashRequest[]> {
      yield requestsFor(['nothing']);
      await new Promise(() => undefined);
    };
    const signal = AbortSignal.timeout(300);
    await expect(collect(hashFiles(stuck(), { algorithms, signal }))).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('hands on what the source throws', async () => {
    const broken = async function* (): AsyncGenerator<readonly HashRequest[]> {
      yield makeLarge();
      throw new Error('the walk broke');
    };
    await expect(collect(hashFiles(broken(), { algorithms }))).rejects.toThrow('the walk broke');
  });

  it('ends the threads and the source when its results are no longer wanted', async () => {
    for (let index = 0; index < 100; index += 1) writeFileSync(scratch.in(`${index}`), 'x');
    let closed = false;
    const source = async function* (): AsyncGenerator<readonly HashRequest[]> {
      try {
        for (let round = 0; ; round += 1) yield requestsFor(['1', '2'], 1e6);
      } finally {
        closed = true;
      }
    };
    for await (const batch of hashFiles(source(), { algorithms })) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(true);
  });

  it('takes no more from its source than it can hash while nobody takes the results', async () => {
    writeFileSync(scratch.in('a'), 'x');
    let given = 0;
    const endless = async function* (): AsyncGenerator<readonly HashRequest[]> {
      for (;;) {
        given += 1;
        yield requestsFor(['a']);
      }
    };
    const results = hashFiles(endless(), { algorithms: ['md5'], threads: 2 });
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Tiny files: each thread may have two jobs of them in advance.
    expect(given).toBeLessThan(500);
    await results.return();
  });

  it('stops where a thread dies: an algorithm or a path that cannot be', async () => {
    writeFileSync(scratch.in('a'), 'x');
    const died = { code: 'INTERNAL', message: /A hashing thread failed/ };
    const unknown = ['crc32' as Algorithm];
    await expect(collect(hashFiles(inBatches(requestsFor(['a'])), { algorithms: unknown }))).rejects.toMatchObject(
      died,
    );
    await expect(collect(hashFiles(inBatches(requestsFor(['a', 'b\0'])), { algorithms }))).rejects.toMatchObject(died);
  });
});
