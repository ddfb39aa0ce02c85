import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../src/core/digest.ts';
import type { CriskitError } from '../../src/core/errors.ts';
import { digestBytesOf, type PackedRecords, RecordPacker, unpackRecords } from '../../src/core/packed-records.ts';
import type { HashSetFormat, HashSetRecord, PackedBatch, ReadOptions } from '../../src/hashsets/contract.ts';
import { readHashSet, readPackedHashSet } from '../../src/hashsets/hash-set-source.ts';
import { getFormat, listFormats } from '../../src/hashsets/lookup.ts';
import { packBatches } from '../../src/hashsets/packed-batches.ts';
import { nsrlHeading } from '../../src/hashsets/nsrl-rows.ts';
import { arbitraryRecord } from './arbitrary-records.ts';
import { nsrlDamage, nsrlRow } from './nsrl-row-text.ts';
import { readWhole, writeWhole } from './reading.ts';
import { rows } from './torture/rows.ts';
import { arrayText } from './vics-array-text.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/hashsets');
const packing = listFormats().filter((format) => format.readPacked !== undefined);
const name = 'a file';

/** What the columns say of each record, the text as it is, and all else that the batches say. */
async function flattened(batches: AsyncIterable<PackedBatch>): Promise<unknown> {
  const all = { records: [] as unknown[], issues: [] as unknown[], removals: [] as unknown[], about: {} };
  let [headings, blanks] = [0, 0];
  for await (const batch of batches) {
    all.records.push(...rowsOf(batch.packed));
    all.issues.push(...batch.issues);
    all.removals.push(...(batch.removals ?? []));
    all.about = { ...all.about, ...batch.about };
    headings += batch.headings ?? 0;
    blanks += batch.blanks ?? 0;
  }
  return { ...all, headings, blanks };
}

function* rowsOf({ count, masks, digests, lines, sizes, kinds, textEnds, texts }: PackedRecords): Generator<string> {
  let [digestAt, textAt] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const [mask = 0, textEnd = 0] = [masks[index], textEnds[index]];
    const digestEnd = digestAt + digestBytesOf(mask);
    const [digest, text] = [digests.subarray(digestAt, digestEnd), texts.subarray(textAt, textEnd)];
    yield [
      mask,
      Buffer.from(digest).toString('hex'),
      lines[index],
      sizes[index],
      kinds[index],
      Buffer.from(text).toString('latin1'),
    ].join(' ');
    [digestAt, textAt] = [digestEnd, textEnd];
  }
}

async function* cut(bytes: Uint8Array, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

async function orError(result: Promise<unknown>): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    const { code, message } = error as CriskitError;
    return { code, message };
  }
}

/** The quick way, and the way by objects. */
async function bothWays(
  format: HashSetFormat,
  content: Uint8Array,
  { lengths = [65_536], ...options }: Partial<ReadOptions> & { readonly lengths?: readonly number[] } = {},
) {
  const source = () => ({ bytes: cut(content, lengths) });
  return {
    packed: await orError(flattened(readPackedHashSet(format, source(), { name, ...options }))),
    objects: await orError(flattened(packBatches(readHashSet(format, source(), { name, ...options })))),
  };
}

function bytesOfSample({ id }: HashSetFormat): Buffer {
  const [file = ''] = readdirSync(join(samples, id)).filter((file) => file.startsWith('sample.'));
  return readFileSync(join(samples, id, file));
}

/** Like those of which lists have millions. */
function usualRecords(count: number): readonly HashSetRecord[] {
  return Array.from({ length: count }, (_, index): HashSetRecord => {
    const digits = createHash('sha256').update(String(index)).digest('hex');
    return {
      place: {},
      digests: { md5: digits.slice(0, 32), sha1: digits.slice(0, 40) } as Digests,
      sizeBytes: index * 7919,
      attributes: {
        vicsCategory: { value: index % 3, scheme: 'vics-2/Default' },
        victimIdentified: index % 2 === 0,
        names: [`picture_${index}.jpg`],
        unknownMembers: new Map([
          ['DateUpdated', '2023-06-07T02:01:00.8300Z'],
          ['ProductCode', String(index % 18_000)],
        ]),
      },
    };
  });
}

const someLengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 });

it('some formats are read to columns', () => {
  expect(packing.map(({ id }) => id)).toEqual(expect.arrayContaining(['nsrl-v2', 'plain', 'vics-1', 'vics-2']));
});

describe.each(packing.map((format) => [format.id, format] as const))('%s is read to columns', (_, format) => {
  it('that hold what its records do, whatever they are', async () => {
    const options = fc.constantFrom(
      ...[{}, ...(format.versions ?? []).map((version) => ({ version }))].flatMap((each) => [
        each,
        { ...each, lineEnd: 'crlf' as const, letterCase: 'lower' as const, headerLine: true },
      ]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRecord, { maxLength: 8 }),
        fc.constantFrom(...format.algorithms),
        options,
        someLengths,
        async (records, algorithm, more, lengths) => {
          const asked = format.oneAlgorithm === true ? { ...more, algorithm } : more;
          const { bytes } = await writeWhole(format, records, asked);
          const reading = { lengths, ...(algorithm === 'blake3' ? { algorithm } : {}) };
          const { packed, objects } = await bothWays(format, bytes, reading);
          expect(packed).toEqual(objects);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that are those of its sample, cut off anywhere', async () => {
    const bytes = bytesOfSample(format);
    for (let length = 0; length <= bytes.length; length += 1) {
      const { packed, objects } = await bothWays(format, bytes.subarray(0, length));
      expect(packed).toEqual(objects);
    }
  });

  it('that are those of its sample, damaged anyhow', async () => {
    const bytes = bytesOfSample(format);
    const change = fc.tuple(
      fc.nat(bytes.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\,\r\n}g '))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        const { packed, objects } = await bothWays(format, damaged);
        expect(packed).toEqual(objects);
      }),
      { numRuns: 500 },
    );
  });

  it('wherever a block of the file ends', async () => {
    const few = (await writeWhole(format, usualRecords(100))).bytes.length / 100;
    const { bytes } = await writeWhole(format, usualRecords(Math.ceil(140_000 / few)));
    expect(bytes.length).toBeGreaterThan(128 * 1024);
    for (let shift = 0; shift < few + 5; shift += 1) {
      const { packed, objects } = await bothWays(format, Buffer.concat([Buffer.from(`${' '.repeat(shift)}\n`), bytes]));
      expect(packed).toEqual(objects);
    }
  });

  it('that say the same with values for all records', async () => {
    const fixed = new Map([['series' as const, 'S']]);
    const { packed, objects } = await bothWays(format, bytesOfSample(format), { fixed });
    expect(packed).toEqual(objects);
    expect(JSON.stringify(packed)).toContain('series');
  });

  it('that unpack to what is read otherwise', async () => {
    const bytes = bytesOfSample(format);
    const { records } = await readWhole(format, bytes);
    const found: HashSetRecord[] = [];
    for await (const { packed } of readPackedHashSet(format, { bytes: cut(bytes, [99]) }, { name })) {
      for (const { kind, ...record } of unpackRecords(packed))
        found.push(kind === 'unknown' ? record : { ...record, kind });
    }
    expect(found).toEqual(records);
  });
});

describe('entries of VICS that are written like one before', () => {
  it('become columns as any other entry does, whatever they hold', async () => {
    const format = packing.find(({ id }) => id === 'vics-2') as HashSetFormat;
    const context = 'http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media';
    await fc.assert(
      fc.asyncProperty(arrayText, someLengths, async (array, lengths) => {
        const content = Buffer.from(`{"@odata.context":"${context}","value":${array}}`);
        const { packed, objects } = await bothWays(format, content, { lengths });
        expect(packed).toEqual(objects);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('rows of NSRL', () => {
  it('become columns as their cells do, whatever they hold', async () => {
    const format = packing.find(({ id }) => id === 'nsrl-v2') as HashSetFormat;
    const line = fc
      .tuple(nsrlRow, fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, nsrlDamage))
      .map(([row, damage]) =>
        damage === undefined ? row : row.slice(0, damage?.[0]) + damage?.[1] + row.slice((damage?.[0] ?? 0) + 1),
      );
    const end = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 6 }), end, someLengths, async (rows, lineEnd, lengths) => {
        const content = Buffer.from([nsrlHeading('2.0'), ...rows].join(lineEnd));
        const { packed, objects } = await bothWays(format, content, { lengths });
        expect(packed).toEqual(objects);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('lines of a digest and a name', () => {
  it('become columns as their texts do, whatever they hold', async () => {
    const format = packing.find(({ id }) => id === 'sum') as HashSetFormat;
    const digest = fc
      .integer({ min: 0, max: 5 })
      .map((index) => '0123456789abCDEF'.repeat(4).slice(0, [32, 40, 64, 31, 33, 32][index]));
    const between = fc.constantFrom('  ', ' *', ' ', '\t', '   ', '');
    const fileName = fc.oneof(
      fc.constantFrom('-', './-', '--', '.-', 'a.jpg', ''),
      fc.string({ unit: fc.constantFrom(...' *-./\\"aé\t\r\u007f'), maxLength: 4 }),
    );
    const line = fc.tuple(digest, between, fileName).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom({}, { algorithm: 'blake3' as const }, { pathText: true as const }),
        async (lines, lineEnd, options) => {
          const { packed, objects } = await bothWays(format, Buffer.from(lines.join(lineEnd)), options);
          expect(packed).toEqual(objects);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the torture list', () => {
  const read = rows.filter((row) => packing.some(({ id }) => id === row.format));

  it.each(read.map((row) => [`${row.format}: ${row.title}`, row] as const))('%s', async (_, row) => {
    const format = packing.find(({ id }) => id === row.format) as HashSetFormat;
    const content = Buffer.from(row.content);
    const small = [[1], [3, 50]];
    for (const encoded of [content, Buffer.from(content.toString('latin1').replaceAll('\n', '\r'), 'latin1')]) {
      for (const lengths of [[65_536], ...(content.length < 100_000 ? small : [])]) {
        const { packed, objects } = await bothWays(format, encoded, { lengths });
        expect(packed).toEqual(objects);
      }
    }
  });

  it('of any format is the same when it was packed and unpacked', async () => {
    for (const { format, content } of rows.filter(({ fails }) => fails === undefined)) {
      const { records } = await readWhole(getFormat(format), content);
      const packer = new RecordPacker();
      for (const record of records) packer.add(record);
      const unpacked = [...unpackRecords(packer.finish())];
      expect(unpacked).toEqual(records.map((record) => ({ kind: 'unknown', ...record })));
    }
  });
});
