import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import { RecordPacker, unpackRecords, type UnpackedRecord } from '../../src/core/packed-records.ts';

const hexadecimal = (bytes: number) =>
  fc
    .option(fc.uint8Array({ minLength: bytes, maxLength: bytes }), { nil: undefined })
    .map((value) => (value === undefined ? undefined : Buffer.from(value).toString('hex')));

const anyRecord: fc.Arbitrary<UnpackedRecord> = fc
  .record({
    digests: fc
      .record({ md5: hexadecimal(16), sha1: hexadecimal(20), sha256: hexadecimal(32), blake3: hexadecimal(32) })
      .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Digests),
    place: fc.oneof(
      fc.record({ line: fc.integer({ min: 1, max: 2 ** 40 }) }),
      fc.record({ line: fc.nat(), column: fc.string() }),
      fc.record({ row: fc.nat() }),
      fc.constant({}),
    ),
    kind: fc.constantFrom('image' as const, 'video' as const, 'other' as const, 'unknown' as const),
    size: fc.option(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
    names: fc.option(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), { nil: undefined }),
    unknown: fc.option(fc.dictionary(fc.string(), fc.string(), { minKeys: 1 }), { nil: undefined }),
  })
  .map(({ digests, place, kind, size, names, unknown }) => {
    const attributes = {
      ...(names === undefined ? {} : { names }),
      ...(unknown === undefined ? {} : { unknownMembers: new Map(Object.entries(unknown)) }),
    };
    return {
      digests,
      place,
      kind,
      ...(size === undefined ? {} : { sizeBytes: size }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    };
  });

describe('packed records', () => {
  it('come out as they went in, batch after batch', () => {
    const packer = new RecordPacker();
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (records) => {
        for (const record of records) packer.add(record);
        expect(packer.count).toBe(records.length);
        const packed = packer.finish();
        expect(packed.count).toBe(records.length);
        expect([...unpackRecords(packed)]).toEqual(records);
      }),
    );
  });

  it('holds more than the first buffers do', () => {
    const packer = new RecordPacker();
    const record = {
      digests: {},
      place: { line: 1 },
      kind: 'other',
      attributes: { comments: 'x'.repeat(70_000) },
    } as const;
    for (let index = 0; index < 3000; index += 1)
      packer.add({ ...record, ...(index % 100 === 0 ? {} : { attributes: {} }) });
    expect([...unpackRecords(packer.finish())].at(2900)).toEqual(record);
  });
});
