import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../src/core/errors.ts';
import type { HashSetFormat, HashSetRecord, SetStatement, WriteOptions } from '../../src/hashsets/contract.ts';
import { canRead, canWrite, readHashSet } from '../../src/hashsets/hash-set-source.ts';
import { listFormats } from '../../src/hashsets/lookup.ts';
import { readBack } from '../../src/hashsets/read-back.ts';
import { inPieces, writeWhole } from './reading.ts';

const record: HashSetRecord = {
  place: {},
  digests: {
    md5: '900150983cd24fb0d6963f7d28e17f72' as never,
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d' as never,
  },
  sizeBytes: 3,
};

async function statementIn(format: HashSetFormat, bytes: Buffer, options: WriteOptions): Promise<SetStatement> {
  let about: SetStatement = {};
  const companion = async () => format.companion?.write?.(options);
  for await (const batch of readHashSet(format, { bytes: inPieces(bytes, 999) }, { name: 'a file', companion })) {
    about = { ...about, ...batch.about };
  }
  return about;
}

/** Undefined where the format cannot write the name and says so. */
async function writtenOr(format: HashSetFormat, options: WriteOptions) {
  try {
    return await writeWhole(format, [record], options);
  } catch (error) {
    if (error instanceof CriskitError && error.code === 'FORMAT_CANNOT') return undefined;
    throw error;
  }
}

const formats = listFormats().filter(
  (format) => canRead(format) && canWrite(format) && format.writeDatabase === undefined,
);
const forms = formats.flatMap((format) =>
  (format.versions ?? [undefined]).map(
    (version) => [`${format.id} ${version ?? ''}`.trim(), format, version === undefined ? {} : { version }] as const,
  ),
);
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }));

describe.each(forms)('the name of the set in %s', (_, format, form) => {
  it('is what the format says that it holds of it, whatever it is called', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, async (setName, categoryTitle) => {
        const options = { ...form, setName, categoryTitle };
        const written = await writtenOr(format, options);
        if (written === undefined) return;
        const held = format.setAsCarried?.(options) ?? {};
        const { name, category } = await statementIn(format, written.bytes, options);
        expect(name ?? held.setName).toEqual(held.setName);
        expect(category ?? held.categoryTitle).toEqual(held.categoryTitle);
      }),
    );
  });
});

describe('reading back', () => {
  it.each([
    ['encase', {}],
    ['dfxml', {}],
    ['misp', {}],
    ['hashkeeper', {}],
    ['ilook', { version: 'V1' }],
  ])('finds another name of the set in %s', async (id, form) => {
    const format = formats.find((each) => each.id === id) as HashSetFormat;
    const options: WriteOptions = { ...form, setName: 'Lab set', categoryTitle: 'Notable' };
    const { bytes, summary } = await writeWhole(format, [record], options);
    const readingOf = (written: WriteOptions) => {
      const companion = async () => format.companion?.write?.(written);
      return readBack(format, { bytes: inPieces(bytes, 999) }, summary.fingerprint, options, { name: 'f', companion });
    };
    await expect(readingOf(options)).resolves.toBeUndefined();
    if (format.companion === undefined) {
      for (const [from, to] of [
        ['Lab set', 'Lab sex'],
        [Buffer.from('Lab set', 'utf16le').toString('latin1'), Buffer.from('Lab sex', 'utf16le').toString('latin1')],
      ] as const) {
        bytes.write(bytes.toString('latin1').replace(from, to), 'latin1');
      }
    }
    await expect(readingOf({ ...options, setName: 'Lab sex' })).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
  });
});
