import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../../src/core/digest.ts';
import { CriskitError } from '../../src/core/errors.ts';
import { canonicalText } from '../../src/hashsets/canonical-text.ts';
import { createCarrier } from '../../src/hashsets/carried.ts';
import type { HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../../src/hashsets/contract.ts';
import { canRead, canWrite } from '../../src/hashsets/hash-set-source.ts';
import { listFormats, recogniseFormat } from '../../src/hashsets/lookup.ts';
import { readBack } from '../../src/hashsets/read-back.ts';
import { withRecordCount } from '../../src/hashsets/record-count.ts';
import { verifyHashSet } from '../../src/hashsets/write-hash-set.ts';
import { arbitraryRecord } from './arbitrary-records.ts';
import { codes, inBatches, inNeededOrder, inPieces, readWhole, type WholeReading, writeWhole } from './reading.ts';

const samples = resolve(import.meta.dirname, '../../sample-data/hashsets');

interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expected: unknown;
  /** Reads the files beside it. */
  readonly beside: Pick<ReadOptions, 'companion'>;
}

function namesOfSamples(folder: string): readonly string[] {
  return readdirSync(folder).filter((file) => file.startsWith('sample.'));
}

function sampleOf(format: HashSetFormat): Sample {
  const folder = join(samples, format.id);
  const name =
    namesOfSamples(folder).find((file) => file !== `sample${format.companion?.extension}`) ?? 'sample is missing';
  const expected: unknown = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const companion = async (extension: string) => {
    const path = join(folder, `sample${extension}`);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  return { name, bytes: readFileSync(join(folder, name)), expected, beside: { companion } };
}

/** As `expected.json` has it. */
function comparable(reading: WholeReading): unknown {
  const plainMaps = (_: string, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value);
  const issues = reading.issues.map(({ code, place }) => ({ ...place, code }));
  return JSON.parse(JSON.stringify({ ...reading, issues }, plainMaps));
}

const readable = listFormats().filter(canRead);
const both = readable.filter(canWrite);

function isText({ medium = 'text' }: HashSetFormat): boolean {
  return medium === 'text';
}

function readOptions({ algorithm, pathText }: WriteOptions) {
  return { ...(algorithm === undefined ? {} : { algorithm }), ...(pathText === undefined ? {} : { pathText }) };
}

/** Ways to write a format that change what is in the file. */
function variants(format: HashSetFormat): readonly WriteOptions[] {
  const ends: readonly WriteOptions[] = [
    {},
    { lineEnd: 'crlf', letterCase: 'upper', headerLine: true },
    { pathText: true, letterCase: 'lower' },
  ];
  const forms = [undefined, ...(format.versions ?? [])].flatMap((version) =>
    ends.map((options) => (version === undefined ? options : { ...options, version })),
  );
  return format.oneAlgorithm === true
    ? forms.flatMap((options) => format.algorithms.map((algorithm) => ({ ...options, algorithm })))
    : forms;
}

describe.each(readable.map((format) => [format.id, format] as const))('%s reads', (_, format) => {
  const { name, bytes, expected, beside } = sampleOf(format);

  it('its sample as a second implementation does', async () => {
    expect(comparable(await readWhole(format, bytes, beside))).toEqual(expected);
  });

  it('the same in pieces of one byte, and of the size of a block and its neighbours', async () => {
    for (const pieceBytes of [1, 7, 131_071, 131_073]) {
      expect(comparable(await readWhole(format, bytes, { ...beside, pieceBytes }))).toEqual(expected);
    }
  });

  it.runIf(isText(format))('the same as UTF-16 of either order, with and without mark', async () => {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    for (const mark of ['', '\ufeff']) {
      const little = Buffer.from(mark + text, 'utf16le');
      expect(comparable(await readWhole(format, little, { ...beside, pieceBytes: 3 }))).toEqual(expected);
      expect(comparable(await readWhole(format, Buffer.from(little).swap16(), { ...beside, pieceBytes: 3 }))).toEqual(
        expected,
      );
    }
  });

  it('has a page on the format, and is recognised by content', () => {
    expect(readFileSync(join(samples, format.id, 'README.md'), 'utf8').length).toBeGreaterThan(500);
    expect(recogniseFormat(bytes, { name }).format.id).toBe(format.id);
  });

  it('never invents a digest when the file is cut anywhere', async () => {
    const known = new Set((await readWhole(format, bytes)).records.flatMap(digestTexts));
    // A database has pages of zeros: some lengths stand for all.
    const step = format.medium === 'database' ? 997 : 1;
    for (let length = 0; length < bytes.length; length += step) {
      const found = await readOrRefuse(format, bytes.subarray(0, length));
      expect(found.flatMap(digestTexts).filter((digest) => !known.has(digest))).toEqual([]);
    }
  });

  it('answers any damage with records, issues or an error of its own', async () => {
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(await readOrRefuse(format, damaged)).toBeInstanceOf(Array);
      }),
      { numRuns: format.medium === 'database' ? 50 : 200 },
    );
  });

  it.runIf(isText(format))('refuses an endless line early', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1;
        yield Buffer.alloc(1024 * 1024, given === 1 ? '{"value":["' : 'a');
      }
    }
    await expect(drain(format, endless())).rejects.toBeInstanceOf(CriskitError);
    expect(given).toBeLessThan(16);
  });

  it('stops when it is interrupted', async () => {
    const signal = AbortSignal.abort();
    await expect(readWhole(format, bytes, { signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe.each(both.map((format) => [format.id, format] as const))('%s writes', (_, format) => {
  it('what reads back as the same, the same bytes each time, whatever the records hold', async () => {
    const cases = fc.tuple(fc.array(arbitraryRecord, { maxLength: 8 }), fc.constantFrom(...variants(format)));
    await fc.assert(
      fc.asyncProperty(cases, async ([anyRecords, options]) => {
        const records = inNeededOrder(format, anyRecords, options);
        const { bytes, summary } = await writeWhole(format, records, options);
        expect((await writeWhole(format, records, options)).bytes.equals(bytes)).toBe(true);
        const companion = async () => format.companion?.write?.(options);
        const read = await readWhole(format, bytes, { pieceBytes: 1, companion, ...readOptions(options) });
        expect(read.issues).toEqual([]);
        expect(withoutRepeats(read.records)).toEqual(withoutRepeats(carried(format, records, options)));
        if (format.medium === 'database') return;
        await readBack(format, { bytes: inPieces(bytes, 999) }, summary.fingerprint, options, { name: 'file' });
      }),
      { numRuns: format.medium === 'database' ? 60 : 300 },
    );
  });

  it('a file of no records that reads as one', async () => {
    const { bytes, summary } = await writeWhole(format, []);
    expect(summary).toMatchObject({ records: 0, refused: 0, notCarried: [] });
    expect((await readWhole(format, bytes)).records).toEqual([]);
  });

  it('what it recognises as its own', async () => {
    const { records } = await readWhole(format, sampleOf(format).bytes);
    const { bytes } = await writeWhole(format, inNeededOrder(format, records, {}));
    expect(recogniseFormat(bytes, { name: 'file' }).format.id).toBe(format.id);
  });

  it('nothing at all for an algorithm that it lacks', async () => {
    const lacking = algorithms.find((algorithm) => !(format.algorithms as readonly string[]).includes(algorithm));
    if (lacking === undefined) return;
    await expect(writeWhole(format, [], { algorithms: [lacking], algorithm: lacking })).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
    });
  });
});

const writeOnly = listFormats().filter((format) => canWrite(format) && !canRead(format));

describe.each(writeOnly.map((format) => [format.id, format] as const))('%s, which is only written,', (_, format) => {
  it('gives the same bytes each time, which its own verification accepts, whatever the records hold', async () => {
    const cases = fc.tuple(fc.array(arbitraryRecord, { maxLength: 8 }), fc.constantFrom(...variants(format)));
    await fc.assert(
      fc.asyncProperty(cases, async ([records, asked]) => {
        const options = await withRecordCount(format, () => inBatches(records), asked);
        const { bytes } = await writeWhole(format, records, options);
        expect((await writeWhole(format, records, options)).bytes.equals(bytes)).toBe(true);
        await verifyHashSet(format, inPieces(bytes, 1), inBatches(records), options);
      }),
    );
  });

  it('has a page on the format', () => {
    expect(readFileSync(join(samples, format.id, 'README.md'), 'utf8').length).toBeGreaterThan(500);
  });
});

async function drain(format: HashSetFormat, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of format.read?.(bytes, { name: 'endless' }) ?? []);
}

async function readOrRefuse(format: HashSetFormat, bytes: Uint8Array): Promise<readonly HashSetRecord[]> {
  try {
    return (await readWhole(format, bytes)).records;
  } catch (error) {
    if (error instanceof CriskitError && error.code !== 'INTERNAL') return [];
    throw error;
  }
}

function digestTexts(record: HashSetRecord): readonly string[] {
  return Object.entries(record.digests).map(([algorithm, value]) => `${algorithm} ${value}`);
}

function carried(
  format: HashSetFormat,
  records: readonly HashSetRecord[],
  options: WriteOptions,
): readonly HashSetRecord[] {
  const carriedBy = createCarrier(format, options);
  return records.flatMap((record) => {
    const result = carriedBy(record);
    return 'refused' in result ? [] : [result];
  });
}

/** What the records say, those that say the same as the one before left out. */
function withoutRepeats(records: readonly HashSetRecord[]): readonly string[] {
  const texts = records.map(canonicalText);
  return texts.filter((text, index) => text !== texts[index - 1]);
}

describe('the registry', () => {
  it('holds formats with distinct ids, each with something that it can do', () => {
    const ids = listFormats().map((format) => format.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['csv', 'hashdeep', 'plain', 'sum', 'vics-2']));
    expect(listFormats().every((format) => canRead(format) || canWrite(format))).toBe(true);
  });

  it('gives issues with places and codes', async () => {
    const [plain] = readable.filter((format) => format.id === 'plain');
    if (plain === undefined) throw new Error('plain is missing');
    expect(codes((await readWhole(plain, 'zz\n')).issues)).toEqual(['1 not-a-digest']);
  });
});
