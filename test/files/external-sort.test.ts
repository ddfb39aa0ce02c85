import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExternalSort, type ExternalSortOptions, withSortingFolder } from '../../src/files/external-sort.ts';

async function sorted(pieces: readonly Uint8Array[], options: ExternalSortOptions): Promise<readonly string[]> {
  return await withSortingFolder(async (folder) => {
    const sort = new ExternalSort(folder, options);
    for (const piece of pieces) sort.add(piece);
    expect(sort.total).toBe(pieces.length);
    const found: string[] = [];
    for await (const batch of sort.sorted()) found.push(...batch.map((piece) => Buffer.from(piece).toString('hex')));
    expect(readdirSync(folder)).toEqual([]);
    return found;
  });
}

describe('sorting more than fits', () => {
  it('gives every piece in order, however small the memory and however many files', async () => {
    const piece = fc.uint8Array({ maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 60 }),
        fc.integer({ min: 12, max: 80 }),
        async (pieces, runSizeBytes) => {
          const wanted = pieces.map((bytes) => Buffer.from(bytes)).toSorted((a, b) => Buffer.compare(a, b));
          expect(await sorted(pieces, { runSizeBytes, mostRuns: 2 })).toEqual(
            wanted.map((bytes) => bytes.toString('hex')),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes pieces larger than what is read at once, and refuses those larger than the memory', async () => {
    const large = [3, 1, 2].map((first) => Buffer.alloc(400_000, first));
    expect((await sorted(large, { runSizeBytes: 400_000 })).map((text) => text.slice(0, 2))).toEqual([
      '01',
      '02',
      '03',
    ]);
    await expect(sorted([Buffer.alloc(9)], { runSizeBytes: 8 })).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
  });

  it('removes its folder whatever happens', async () => {
    let seen = '';
    const failing = withSortingFolder(async (folder) => {
      seen = folder;
      const sort = new ExternalSort(folder, { runSizeBytes: 8 });
      for (let index = 0; index < 20; index += 1) sort.add(Buffer.from([index, 1, 2, 3]));
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    expect(seen).toContain('criskit-sort-');
    expect(existsSync(seen)).toBe(false);
  });

  it('stops when it is interrupted', async () => {
    const controller = new AbortController();
    await withSortingFolder(async (folder) => {
      const sort = new ExternalSort(folder, { runSizeBytes: 8, signal: controller.signal });
      sort.add(Buffer.from([1, 2, 3, 4]));
      controller.abort();
      expect(() => {
        for (let index = 0; index < 9; index += 1) sort.add(Buffer.from([index, 2, 3, 4]));
      }).toThrow(expect.objectContaining({ code: 'INTERRUPTED' }));
      sort.close();
    });
  });
});
