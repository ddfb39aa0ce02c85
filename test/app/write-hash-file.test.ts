import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeHashFile } from '../../src/app/write-hash-file.ts';
import type { HashSetFormat, HashSetRecord } from '../../src/hashsets/contract.ts';
import { sha256Of } from '../../src/files/read-file.ts';
import { plain } from '../../src/hashsets/formats/plain.ts';
import { writeByLine } from '../../src/hashsets/line-writing.ts';
import { inBatches, inPieces } from '../hashsets/reading.ts';

/** A format with a second file that holds the name of the set. */
const withCompanion: HashSetFormat = {
  ...plain,
  extension: '.hsh',
  companion: { extension: '.hke', write: ({ setName = '' }) => Buffer.from(setName) },
};

const records = ['900150983cd24fb0d6963f7d28e17f72', '9e107d9d372bb6826bd81d3542a419d6'].map(
  (md5): HashSetRecord => ({ place: {}, digests: { md5: md5 as never } }),
);

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-write-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function write(folder: string, name = 'set.hsh', more: { replace?: boolean; beforeName?: () => Promise<void> } = {}) {
  const { signal } = new AbortController();
  const target = { path: join(folder, name), replace: false, signal, ...more };
  return writeHashFile(withCompanion, () => inBatches(records), { setName: 'A set' }, target);
}

describe('a hash set of two files', () => {
  it('has both, with the same name', async () => {
    const folder = tempFolder();
    await write(folder);
    expect(readdirSync(folder).toSorted()).toEqual(['set.hke', 'set.hsh']);
    expect(readFileSync(join(folder, 'set.hke'), 'utf8')).toBe('A set');
  });

  it('takes the second one as it is where it holds the same', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'set.hke'), 'A set');
    await write(folder);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('is not written where the second one is there and holds something else, unless it may be replaced', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'set.hke'), 'Another set');
    await expect(write(folder)).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
    expect(readdirSync(folder)).toEqual(['set.hke']);
    expect(readFileSync(join(folder, 'set.hke'), 'utf8')).toBe('Another set');
    await write(folder, 'set.hsh', { replace: true });
    expect(readFileSync(join(folder, 'set.hke'), 'utf8')).toBe('A set');
  });

  it('is not called like its own second file', async () => {
    const folder = tempFolder();
    await expect(write(folder, 'set.hke')).rejects.toMatchObject({ code: 'USAGE' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has no first file where the last step before its name fails', async () => {
    const folder = tempFolder();
    const beforeName = () => Promise.reject(new Error('the database is gone'));
    await expect(write(folder, 'set.hsh', { beforeName })).rejects.toThrow('the database is gone');
    expect(readdirSync(folder)).toEqual(['set.hke']);
    await write(folder);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

/** More than is read back without a thread. */
const manyRecords = Array.from(
  { length: 300_000 },
  (_, index): HashSetRecord => ({ place: {}, digests: { md5: index.toString(16).padStart(32, '0') as never } }),
);

/** In pieces, as the store gives them; `atRecord` is told where they are. */
async function* many(atRecord: (index: number) => void = () => {}): AsyncGenerator<readonly HashSetRecord[]> {
  for (let start = 0; start < manyRecords.length; start += 1000) {
    await nextTurn();
    atRecord(start);
    yield manyRecords.slice(start, start + 1000);
  }
}

describe('a large hash set', () => {
  it('is read back while it is written, with the same promises', async () => {
    const path = join(tempFolder(), 'set.txt');
    const told: unknown[] = [];
    const result = await writeHashFile(
      plain,
      many,
      {},
      {
        path,
        replace: false,
        signal: new AbortController().signal,
        beforeName: async (...all) => void told.push(...all),
      },
    );
    expect(result).toMatchObject({ records: manyRecords.length, sha256: sha256Of(readFileSync(path)) });
    expect(told).toEqual([result.sha256, expect.objectContaining({ fingerprint: result.fingerprint })]);
  });

  it.each([
    ['a line that is no digest', 20, 'x'.repeat(32), 'line 21'],
    ['a line too many', 290_000, `${'0'.repeat(32)}\n${'1'.repeat(32)}`, '300001 read'],
    ['a digit that is another', 290_000, 'f'.repeat(32), 'differ'],
  ])('is not kept where it holds %s', async (_, at, line, said) => {
    const folder = tempFolder();
    let written = 0;
    const writingWrongly: HashSetFormat = {
      ...plain,
      write: (records, options) =>
        writeByLine(records, options, ({ digests }) => (written++ === at ? line : (digests.md5 ?? ''))),
    };
    const target = { path: join(folder, 'set.txt'), replace: false, signal: new AbortController().signal };
    const writing = writeHashFile(writingWrongly, many, {}, target);
    await expect(writing).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS', message: expect.stringContaining(said) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([299_000, 280_000, 1000])('is left at once on Ctrl-C, at record %d', async (at) => {
    const folder = tempFolder();
    const controller = new AbortController();
    const target = { path: join(folder, 'set.txt'), replace: false, signal: controller.signal };
    const writing = writeHashFile(plain, () => many((index) => index === at && controller.abort()), {}, target);
    await expect(writing).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('a file of which not every byte was read is not kept', async () => {
  const folder = tempFolder();
  const text = Buffer.from(records.map(({ digests }) => `${digests.md5}\n`).join(''));
  const readingElsewhere: HashSetFormat = { ...plain, read: (_, options) => plain.read(inPieces(text, 100), options) };
  const target = { path: join(folder, 'set.txt'), replace: false, signal: new AbortController().signal };
  const writing = writeHashFile(readingElsewhere, () => inBatches(records), {}, target);
  await expect(writing).rejects.toMatchObject({ code: 'OUTPUT_DIFFERS' });
  expect(readdirSync(folder)).toEqual([]);
});
