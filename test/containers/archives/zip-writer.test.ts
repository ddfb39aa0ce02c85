import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflateZipEntry, readZipDirectory, type ZipEntry } from '../../../src/containers/archives/zip-archive.ts';
import { rebuildZip, writeZip } from '../../../src/containers/archives/zip-writer.ts';
import { itWith } from '../../peer-program.ts';

const read = (bytes: Uint8Array) =>
  readZipDirectory(bytes).map((entry) => ({
    name: entry.name,
    bytes: Buffer.from(inflateZipEntry(bytes, entry, { maxBytes: 1e8 })),
  }));

/** Local header and compressed bytes. */
function rawOf(bytes: Uint8Array, entry: ZipEntry | undefined): Uint8Array {
  if (entry === undefined) throw new Error('an entry appeared');
  return bytes.subarray(entry.localOffset, entry.dataOffset + entry.compressedSizeBytes);
}

/** What Python's zipfile says of an archive that it has checked: name, time, attributes, comment, content. */
function askPython(bytes: Uint8Array): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'criskit-zip-'));
  try {
    writeFileSync(join(folder, 'a.zip'), bytes);
    const program = `import sys, json, zipfile
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
print(json.dumps([z.comment.decode(), [[i.filename, i.date_time, i.external_attr, i.comment.decode(), i.compress_type, z.read(i).hex()] for i in z.infolist()]]))`;
    const run = spawnSync('python3', ['-c', program, join(folder, 'a.zip')], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('writeZip', () => {
  it('writes what reads back, in order, the same bytes each time', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }), { maxLength: 8 });
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 300 }), (list, content) => {
        const entries = list.map((name) => ({ name: name.toWellFormed(), bytes: Buffer.from(content) }));
        const bytes = writeZip(entries);
        expect(read(bytes)).toEqual(entries);
        expect(Buffer.compare(bytes, writeZip(entries))).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  itWith('python3')('writes what Python reads', () => {
    const bytes = writeZip([
      { name: 'xl/é.xml', bytes: Buffer.from('<a/>') },
      { name: 'empty', bytes: new Uint8Array() },
    ]);
    const time = [1980, 1, 1, 0, 0, 0];
    expect(askPython(bytes)).toEqual([
      '',
      [
        ['xl/é.xml', time, 0, '', 8, '3c612f3e'],
        ['empty', time, 0, '', 8, ''],
      ],
    ]);
  });

  it('refuses more entries than an archive without zip64 can count', () => {
    const entries = Array.from({ length: 65_535 }, (_, index) => ({ name: String(index), bytes: new Uint8Array() }));
    expect(() => writeZip(entries)).toThrow(expect.objectContaining({ code: 'FORMAT_CANNOT' }));
  });
});

describe('rebuildZip', () => {
  const original = readFileSync(resolve(import.meta.dirname, '../../tracker/samples/macro-tracker.xlsm'));
  const entries = readZipDirectory(original);

  it('gives the very same bytes where nothing changes', () => {
    expect(Buffer.compare(rebuildZip(original, entries, new Map()), original)).toBe(0);
  });

  itWith('python3')('keeps times, attributes, comments and methods of all entries, in order', () => {
    const changed = rebuildZip(original, entries, new Map([['xl/workbook.xml', Buffer.from('new content')]]));
    const [comment, before] = askPython(original) as [string, unknown[][]];
    const expected = before.map((entry) =>
      entry[0] === 'xl/workbook.xml' ? [...entry.slice(0, 5), Buffer.from('new content').toString('hex')] : entry,
    );
    expect(askPython(changed)).toEqual([comment, expected]);
  });

  it('changes any entry, keeping the compressed bytes of the others', () => {
    fc.assert(
      fc.property(
        fc.subarray(entries.map(({ name }) => name)),
        fc.uint8Array({ maxLength: 2000 }),
        (names, content) => {
          const changed = rebuildZip(original, entries, new Map(names.map((name) => [name, content])));
          const after = readZipDirectory(changed);
          expect(after.map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
          for (const [index, entry] of after.entries()) {
            const isChanged = names.includes(entry.name);
            const expected = isChanged ? content : rawOf(original, entries[index]);
            const found = isChanged ? inflateZipEntry(changed, entry, { maxBytes: 1e6 }) : rawOf(changed, entry);
            expect(Buffer.compare(found, expected)).toBe(0);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  itWith('python3')('drops the data descriptor of an entry that was streamed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-zip-'));
    try {
      const path = join(folder, 'a.zip');
      const program = `import sys, zipfile, io
class NoSeek(io.RawIOBase):
  def __init__(s, f): s.f = f
  def writable(s): return True
  def write(s, b): return s.f.write(b)
with open(sys.argv[1], 'wb') as f, zipfile.ZipFile(NoSeek(f), 'w', zipfile.ZIP_DEFLATED) as z:
  z.writestr('a', 'first' * 50); z.writestr('b', 'second' * 50)`;
      expect(spawnSync('python3', ['-c', program, path]).status).toBe(0);
      const bytes = readFileSync(path);
      expect(bytes.readUInt16LE(6) & 8).toBe(8);
      const changed = rebuildZip(bytes, readZipDirectory(bytes), new Map([['a', Buffer.from('new')]]));
      expect(read(changed)).toEqual([
        { name: 'a', bytes: Buffer.from('new') },
        { name: 'b', bytes: Buffer.from('second'.repeat(50)) },
      ]);
      expect(askPython(changed)).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
