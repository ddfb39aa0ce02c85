import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Algorithm, algorithms } from '../../src/core/digest.ts';
import type { HashFilesOptions } from '../../src/hashing/contract.ts';
import { cycleOf251, vectorLengths } from './cycle.ts';
import { digestsOf } from './digests-of.ts';
import { hashAll, requestsFor } from './hash-all.ts';

const mebibyte = 1024 * 1024;

/** Around sectors, pages and pieces: past the cache only whole ones of them can be read, and the end of the file. */
const lengths = [
  ...new Set([...vectorLengths([512, 4096, 131_072]), mebibyte - 1, mebibyte, mebibyte + 1, 4 * mebibyte]),
];

const remarkOnCache = 'Some files are read through the cache: the system does not read them past it.';

describe('hashFiles past the cache', () => {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-test-'));
  const paths = lengths.map((length) => join(folder, `${length}`));
  const expected: unknown[] = [];

  beforeAll(() => {
    lengths.forEach((length, index) => {
      const content = cycleOf251(length);
      writeFileSync(paths[index] ?? '', content);
      const digests = digestsOf(content, algorithms);
      expected.push({ kind: 'hashed', index, sizeBytes: length, digests, head: content.slice(0, 4100) });
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Hashes all files and those besides. Returns how often it was remarked that files were read through the cache. */
  async function hashAndCompare(options: HashFilesOptions, sizeBytes?: number): Promise<number> {
    const remarks: string[] = [];
    const all = { ...options, heads: true, pastCache: true, onRemark: (remark: string) => void remarks.push(remark) };
    const found = await hashAll(requestsFor(paths, sizeBytes), all);
    const wanted = expected.map((file) => {
      const { digests, ...rest } = file as { readonly digests: Record<Algorithm, string> };
      return { ...rest, digests: Object.fromEntries(options.algorithms.map((id) => [id, digests[id]])) };
    });
    expect(found).toEqual(wanted);
    return remarks.filter((remark) => remark === remarkOnCache).length;
  }

  it.each([
    undefined,
    mebibyte,
    256 * mebibyte,
  ])('gives the same digests of every length, with %s bytes to read into', async (bufferBytes) => {
    const buffer = bufferBytes === undefined ? {} : { bufferBytes };
    for (const [threads, lanes] of [
      [1, true],
      [3, true],
      [1, false],
    ] as const) {
      // A file system without such reading has it remarked once; others never.
      expect(await hashAndCompare({ algorithms, threads, lanes, ...buffer })).toBeLessThanOrEqual(1);
    }
    // Every file read by one thread and hashed by several.
    await hashAndCompare({ algorithms, threads: 3, ...buffer }, 32 * mebibyte);
  });

  it.each(algorithms)('gives the same %s alone', async (id) => {
    for (const lanes of [true, false]) await hashAndCompare({ algorithms: [id], threads: 1, lanes });
  });

  it.skipIf(process.platform !== 'linux')(
    'says once that files are read through the cache, on any number of threads',
    async () => {
      const refusing = requestsFor(Array<string>(300).fill('/proc/version'));
      for (const threads of [1, 3]) {
        const remarks: string[] = [];
        const onRemark = (remark: string) => void remarks.push(remark);
        const found = await hashAll(refusing, { algorithms, threads, pastCache: true, onRemark });
        expect(found).toHaveLength(300);
        expect(remarks.filter((remark) => remark === remarkOnCache)).toHaveLength(1);
      }
    },
  );
});
