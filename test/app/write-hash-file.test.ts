import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeHashFile } from '../../src/app/write-hash-file.ts';
import type { HashSetFormat, HashSetRecord } from '../../src/hashsets/contract.ts';
import { plain } from '../../src/hashsets/formats/plain.ts';
import { inBatches } from '../hashsets/reading.ts';

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
