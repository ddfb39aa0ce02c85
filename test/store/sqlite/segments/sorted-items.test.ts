import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WordBytes } from '../../../../src/core/byte-words.ts';
import { eachSorted } from '../../../../src/store/sqlite/segments/sorted-items.ts';
import { Spool } from '../../../../src/store/sqlite/segments/spool.ts';
import { temporaryFolder } from '../lab-database.ts';

const keyBytes = 6;

/** A key, a length, and a text. */
function append(spool: Spool, key: Buffer, text: string): void {
  const bytes = keyBytes + 4 + Buffer.byteLength(text);
  const bucket = key[0] ?? 0;
  const at = spool.room(bucket, bytes);
  const buffer = spool.bufferOf(bucket);
  key.copy(buffer, at);
  buffer.writeUInt32LE(Buffer.byteLength(text), at + keyBytes);
  buffer.write(text, at + keyBytes + 4);
}

function sortedTexts(folder: string, items: readonly (readonly [Buffer, string])[], mostBucketBytes: number) {
  const spool = new Spool(join(folder, 'beside'));
  onTestFinished(() => spool.close());
  for (const [key, text] of items) append(spool, key, text);
  const lengthOf = ({ view }: WordBytes, start: number) => keyBytes + 4 + view.getUint32(start + keyBytes, true);
  const found: string[] = [];
  const visit = (item: WordBytes, start: number) => {
    found.push(item.bytes.toString('utf8', start + keyBytes + 4, start + lengthOf(item, start)));
  };
  const turns = [...eachSorted(spool, { keyBytes, lengthOf, beside: join(folder, 'beside'), mostBucketBytes }, visit)];
  return { found, turns: turns.length };
}

/** Few values of each byte, so that keys share beginnings of any length and many are the same. */
const anyItems = fc.array(
  fc.tuple(
    fc
      .array(fc.constantFrom(0, 1, 255), { minLength: keyBytes, maxLength: keyBytes })
      .map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 20 }),
  ),
  { maxLength: 60 },
);

describe('items in a spool', () => {
  it('come out by their keys, those of one key as they came, however small the buckets must be', () => {
    const folder = temporaryFolder();
    fc.assert(
      fc.property(anyItems, fc.constantFrom(1, 100, 1000, 100_000), (items, mostBucketBytes) => {
        const expected = items
          .map(([key, text], index) => ({ key, text, index }))
          .toSorted((a, b) => a.key.compare(b.key) || a.index - b.index)
          .map(({ text }) => text);
        expect(sortedTexts(folder, items, mostBucketBytes).found).toEqual(expected);
      }),
    );
  });

  it('are kept in a file that nobody can find, as soon as they are more than fit into memory', () => {
    const folder = temporaryFolder();
    const items = Array.from({ length: 40_000 }, (_, index): readonly [Buffer, string] => {
      const key = Buffer.alloc(keyBytes);
      key.writeUInt32BE((index * 2_654_435_761) % 2 ** 32);
      return [key, String(index)];
    });
    const { found, turns } = sortedTexts(folder, items, 1 << 20);
    expect(found.length).toBe(40_000);
    expect(new Set(found).size).toBe(40_000);
    expect(turns).toBe(256);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('may be larger than the buffer of a bucket', () => {
    const folder = temporaryFolder();
    const long = 'x'.repeat(200_000);
    const items = ['c', long, 'a'].map((text, index): readonly [Buffer, string] => [
      Buffer.from([1, 0, 0, 0, 0, 3 - index]),
      text,
    ]);
    expect(sortedTexts(folder, items, 1 << 20).found).toEqual(['a', long, 'c']);
  });

  it('are refused with a reason where no file can be made', () => {
    expect(() => new Spool(join(temporaryFolder(), 'missing', 'lab.db'))).toThrow(
      expect.objectContaining({ code: 'DATABASE_FAILED', hint: expect.stringContaining('room') }),
    );
  });
});
