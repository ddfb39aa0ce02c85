import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HashSetBatch, HashSetRecord } from '../../../src/hashsets/contract.ts';
import { encase } from '../../../src/hashsets/formats/encase.ts';
import { inPieces, readWhole, writeWhole } from '../reading.ts';

const sample = readFileSync(join(import.meta.dirname, '../../../sample-data/hashsets/encase/sample.hash'));

/** The example of specs/hash-set-formats.md §7. */
const records = [
  '900150983cd24fb0d6963f7d28e17f72',
  '9e107d9d372bb6826bd81d3542a419d6',
  'd41d8cd98f00b204e9800998ecf8427e',
].map((md5): HashSetRecord => ({ place: {}, digests: { md5: md5 as never } }));

async function aboutOf(bytes: Uint8Array): Promise<HashSetBatch['about']> {
  for await (const { about } of encase.read(inPieces(bytes, 100), { name: 'set.hash' })) return about;
  return undefined;
}

describe('a hash set of EnCase', () => {
  it('is written byte for byte as specified', async () => {
    const { bytes } = await writeWhole(encase, records, { setName: 'Lab set ä', categoryTitle: 'Notable' });
    expect(bytes).toHaveLength(1206);
    expect(bytes.toString('hex', 0, 0x14)).toBe('484153480d0aff00020000000100000003000000');
    expect(bytes.subarray(0x14, 0x408).every((byte) => byte === 0)).toBe(true);
    expect(bytes.toString('hex', 0x408, 0x41c)).toBe('4c006100620020007300650074002000e4000000');
    expect(bytes.toString('hex', 0x458, 0x468)).toBe('4e006f007400610062006c0065000000');
    expect(bytes.toString('hex', 0x480, 0x480 + 20)).toBe('900150983cd24fb0d6963f7d28e17f7200009e10');
    expect(await aboutOf(bytes)).toEqual({ name: 'Lab set ä', category: 'Notable' });
  });

  it('reads texts that fill their fields, and shows where a character was cut', async () => {
    expect(await aboutOf(sample)).toEqual({
      name: 'Invented set ä, of a name that is too l\ufffd',
      category: 'Known victim, as ICS',
    });
  });

  it.each([
    ['a name of 39 characters whole', 'n'.repeat(39), 'n'.repeat(39)],
    ['one of 40 without its last', 'n'.repeat(40), 'n'.repeat(39)],
    ['no half of a character', `${'n'.repeat(38)}😀`, 'n'.repeat(38)],
    ['a character of two units that just fits', `${'n'.repeat(37)}😀x`, `${'n'.repeat(37)}😀`],
    ['nothing behind a NUL', 'a\0b', 'a'],
    ['a replacement for half a character', 'a\ud83d', 'a\ufffd'],
  ])('holds %s', async (_, setName, expected) => {
    const { bytes } = await writeWhole(encase, [], { setName });
    expect(bytes.readUInt16LE(0x408 + 78)).toBe(0);
    expect((await aboutOf(bytes))?.name).toBe(expected);
    expect(encase.setAsCarried({ setName }).setName).toBe(expected);
  });

  it('counts what is written, without repeats and without records that have no MD5', async () => {
    const [first, second] = records;
    const sha1 = { sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d' as never };
    const given = [first, first, second, { place: {}, digests: sha1 }].flatMap((record) => record ?? []);
    const { bytes, summary } = await writeWhole(encase, given);
    expect(bytes.readUInt32LE(0x10)).toBe(2);
    expect(summary).toMatchObject({ records: 2, refused: 1 });
  });

  it('refuses more digests than Autopsy can count', async () => {
    await expect(writeWhole(encase, [], { recordCount: 0x8000_0000 })).rejects.toMatchObject({ code: 'FORMAT_CANNOT' });
  });
});

describe('a damaged hash set of EnCase', () => {
  async function whole() {
    return (await writeWhole(encase, records)).bytes;
  }

  it.each([
    ['fewer digests than stated', 4],
    ['more digests than stated', 2],
    ['a count of none', 0],
    ['a count beyond all measure', 0xffff_ffff],
  ])('of %s is read, and says so', async (_, stated) => {
    const bytes = await whole();
    bytes.writeUInt32LE(stated, 0x10);
    const read = await readWhole(encase, bytes);
    expect(read.records).toHaveLength(3);
    expect(read.issues).toMatchObject([{ code: 'count-differs', place: { offset: 0x10 } }]);
  });

  it('that ends within its last entry has one issue for it', async () => {
    for (let cut = 1; cut < 18; cut += 1) {
      const read = await readWhole(encase, (await whole()).subarray(0, -cut));
      expect(read.records).toHaveLength(2);
      expect(read.issues).toMatchObject([{ code: 'entry-cut', place: { offset: 0x480 + 36 } }]);
    }
  });

  it('that lost a byte gives no digest of what stands behind', async () => {
    const bytes = await whole();
    const short = Buffer.concat([bytes.subarray(0, 0x480 + 3), bytes.subarray(0x480 + 4)]);
    const read = await readWhole(encase, short);
    expect(read.records).toEqual([]);
    expect(read.issues.map(({ code }) => code)).toEqual(['entry-damaged', 'entry-damaged', 'entry-cut']);
  });

  it.each([
    ['another version', 0x08, 'FORMAT_CANNOT'],
    ['another second number', 0x0c, 'FORMAT_CANNOT'],
    ['another beginning', 0x00, 'INPUT_DAMAGED'],
  ])('of %s is refused', async (_, at, code) => {
    const bytes = await whole();
    bytes[at] = 7;
    await expect(readWhole(encase, bytes)).rejects.toMatchObject({ code });
  });

  it('that ends within its head is refused', async () => {
    await expect(readWhole(encase, (await whole()).subarray(0, 0x47f))).rejects.toMatchObject({
      code: 'INPUT_DAMAGED',
    });
  });
});
