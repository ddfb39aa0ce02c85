import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BloomFilter, bloomSize } from '../../../src/hashsets/bloom-filter.ts';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { bloom } from '../../../src/hashsets/formats/bloom.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { verifyHashSet } from '../../../src/hashsets/write-hash-set.ts';
import { inBatches, inPieces, writeWhole } from '../reading.ts';

const samples = join(import.meta.dirname, '../../../sample-data/hashsets/bloom');
const fixtures = join(import.meta.dirname, '../fixtures/bloom');

/** Made by DCSO's program, see the page beside it. */
const sample = readFileSync(join(samples, 'sample.bloom'));
const { records } = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as { records: HashSetRecord[] };

describe('a Bloom filter', () => {
  it('is written as the sample of DCSO’s program, byte for byte', async () => {
    const { bytes, summary } = await writeWhole(bloom, records);
    expect(bytes.equals(sample)).toBe(true);
    expect(summary).toMatchObject({ records: 5, refused: 0 });
  });

  it('holds the same bits as the filter that DCSO tests with', () => {
    const file = readFileSync(join(fixtures, 'test.bloom'));
    expect(bloom.recognise(file)?.confidence).toBe(1);
    const filter = new BloomFilter(bloomSize(1000, 0.000001));
    for (const text of readFileSync(join(fixtures, 'test-input.txt'), 'utf8').trim().split('\n')) filter.add(text);
    expect(filter.size).toMatchObject({ bits: 28_755, functions: 20 });
    expect(filter.added).toBe(3);
    expect(file.readBigUInt64LE(40)).toBe(3n);
    expect(file.subarray(48).equals(filter.bytes)).toBe(true);
  });

  it('of impossible sizes is not taken for one', () => {
    expect(bloom.recognise(readFileSync(join(fixtures, 'broken.bloom')))).toBeUndefined();
    for (let at = 0; at < 40; at += 1) {
      // The last digits of the rate change nothing in the sizes.
      if (at >= 16 && at < 22) continue;
      const changed = Buffer.from(sample);
      changed[at] = (changed[at] ?? 0) ^ 0x11;
      expect(bloom.recognise(changed)).toBeUndefined();
    }
    for (let length = 0; length < 48; length += 1) expect(bloom.recognise(sample.subarray(0, length))).toBeUndefined();
  });

  it('is refused by name where a hash set is to be read', () => {
    expect(() => recogniseFormat(sample, { name: 'known.bloom' })).toThrow(
      expect.objectContaining({ code: 'FORMAT_CANNOT', path: 'known.bloom' }),
    );
  });

  it('counts a digest once, and leaves out records without it', async () => {
    const [first] = records;
    const md5 = { md5: '900150983cd24fb0d6963f7d28e17f72' as never };
    const given = [first, first, { place: {}, digests: md5 }].flatMap((record) => record ?? []);
    const { bytes, summary } = await writeWhole(bloom, given);
    expect(summary).toMatchObject({ records: 1, refused: 1 });
    expect([bytes.readBigUInt64LE(8), bytes.readBigUInt64LE(40)]).toEqual([1n, 1n]);
  });

  it('of nothing is made for one, so that programs can divide by it', async () => {
    const { bytes } = await writeWhole(bloom, []);
    expect(bytes.readBigUInt64LE(8)).toBe(1n);
    expect(bytes.subarray(48).every((byte) => byte === 0)).toBe(true);
  });

  it.each([
    ['a rate above a half', { recordCount: 10, falsePositiveRate: 0.6 }],
    ['more than 512 MiB', { recordCount: 300_000_000 }],
  ])('refuses %s', async (_, options) => {
    await expect(writeWhole(bloom, [], options)).rejects.toMatchObject({ code: 'FORMAT_CANNOT' });
  });
});

describe('a Bloom filter that was written', () => {
  const options = { recordCount: 5 };

  async function verify(bytes: Uint8Array): Promise<void> {
    for (const pieceBytes of [1, 1000])
      await verifyHashSet(bloom, inPieces(bytes, pieceBytes), inBatches(records), options);
  }

  it('is verified', async () => {
    await expect(verify(sample)).resolves.toBeUndefined();
  });

  it('is found to differ where any bit of it changed', async () => {
    for (let at = 0; at < sample.length * 8; at += 1) {
      const changed = Buffer.from(sample);
      changed[at >>> 3] = (changed[at >>> 3] ?? 0) ^ (1 << (at & 7));
      await expect(verify(changed)).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
    }
  });

  it('is found to differ where it was cut, or something stands behind it', async () => {
    for (let length = 0; length < sample.length; length += 1) {
      await expect(verify(sample.subarray(0, length))).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
    }
    for (const more of ['x', 'a whole word of bits']) {
      await expect(verify(Buffer.concat([sample, Buffer.from(more)]))).rejects.toMatchObject({
        code: 'OUTPUT_DIFFERS',
      });
    }
  });

  it('is found to differ where it is of other digests', async () => {
    const { bytes } = await writeWhole(bloom, records.slice(1), options);
    await expect(verify(bytes)).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
  });
});
