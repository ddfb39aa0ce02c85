import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CriskitError } from '../../../src/core/errors.ts';
import { inflateZipEntry, readZipDirectory, type ZipEntry } from '../../../src/containers/archives/zip-archive.ts';
import { writeZip } from '../../../src/containers/archives/zip-writer.ts';
import { itWith } from '../../peer-program.ts';

interface Entry {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array;
  readonly localName?: string;
  readonly method?: number;
  readonly data?: Uint8Array;
  readonly flags?: number;
  readonly size?: number;
  readonly localSize?: number;
  readonly crc?: number;
  readonly localOffset?: number;
}

interface Archive {
  readonly prefix?: Uint8Array;
  readonly comment?: string;
  readonly end?: Readonly<Record<number, number>>;
  readonly between?: Uint8Array;
}

/** An archive with any fault wanted, made without the code under test. */
function build(entries: readonly Entry[], archive: Archive = {}): Uint8Array {
  const pieces: Uint8Array[] = [archive.prefix ?? new Uint8Array()];
  const directory: Uint8Array[] = [];
  let offset = pieces[0]?.length ?? 0;
  for (const entry of entries) {
    const content = entry.content ?? Buffer.from('content');
    const data = entry.data ?? deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0x800, 2);
    fields.writeUInt16LE(entry.method ?? 8, 4);
    fields.writeUInt32LE(entry.crc ?? crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(entry.size ?? content.length, 18);
    fields.writeUInt16LE(localName.length, 22);
    const localFields = Buffer.from(fields);
    localFields.writeUInt32LE(entry.localSize ?? fields.readUInt32LE(18), 18);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), localFields, localName, data]);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(entry.localOffset ?? offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, name]));
    pieces.push(local);
    offset += local.length;
  }
  const between = archive.between ?? new Uint8Array();
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  const comment = Buffer.from(archive.comment ?? '');
  end.writeUInt16LE(comment.length, 20);
  for (const [at, value] of Object.entries(archive.end ?? {})) end.writeUInt16LE(value, Number(at));
  return Buffer.concat([...pieces, ...directory, between, end, comment]);
}

function contents(bytes: Uint8Array, maxBytes = 1000): readonly (readonly [string, string])[] {
  return readZipDirectory(bytes).map((entry) => [
    entry.name,
    Buffer.from(inflateZipEntry(bytes, entry, { maxBytes })).toString('latin1'),
  ]);
}

/** The code of the error, or whether what was read is what was written. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    const isWhole = contents(bytes).every(([, content]) => ['some content', 'more'].includes(content));
    return isWhole ? 'read as it was' : 'read otherwise';
  } catch (error) {
    return error instanceof CriskitError ? error.code : String(error);
  }
}

const failure = (code: string) => expect.objectContaining({ code });

describe('readZipDirectory and inflateZipEntry', () => {
  it('read deflated, stored and empty entries in the order of the directory', () => {
    const stored = { name: 'b', method: 0, content: Buffer.from('raw'), data: Buffer.from('raw') };
    const bytes = build([{ name: 'a/x.xml' }, stored, { name: 'empty', content: new Uint8Array() }]);
    expect(contents(bytes)).toEqual([
      ['a/x.xml', 'content'],
      ['b', 'raw'],
      ['empty', ''],
    ]);
  });

  it('find the end record behind a comment, and with bytes before the first entry', () => {
    expect(
      contents(build([{ name: 'a' }], { comment: 'a comment with PK\x05\x06 in it', prefix: Buffer.from('stub') })),
    ).toEqual([['a', 'content']]);
  });

  it('read an archive without entries', () => {
    expect(readZipDirectory(build([]))).toEqual([]);
  });

  it('decode names as UTF-8 where flagged, else as code page 437', () => {
    // Values: Python's codec cp437.
    const bytes = build([
      { name: 'é😀' },
      { name: Uint8Array.of(0x82, 0x9b, 0xe1, 0xfe, 0x41), localName: '', flags: 0 },
    ]);
    const local = Buffer.from(bytes);
    expect(() => readZipDirectory(local)).toThrow(failure('INPUT_HOSTILE'));
    const name = Uint8Array.of(0x82, 0x9b, 0xe1, 0xfe, 0x41);
    expect(readZipDirectory(build([{ name: 'é😀' }, { name, flags: 0 }])).map((entry) => entry.name)).toEqual([
      'é😀',
      'é¢ß■A',
    ]);
  });

  itWith('python3')('read what Python writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-zip-'));
    try {
      const program = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
z.writestr('one.txt', 'x' * 500); z.writestr('dir/', ''); z.writestr('ü', 'y'); z.close()
with zipfile.ZipFile(sys.argv[2], 'w') as z:
  with z.open('streamed', 'w') as f: f.write(b'abc')
`;
      spawnSync('python3', ['-c', program, join(folder, 'a'), join(folder, 'b')]);
      expect(contents(readFileSync(join(folder, 'a')))).toEqual([
        ['one.txt', 'x'.repeat(500)],
        ['dir/', ''],
        ['ü', 'y'],
      ]);
      expect(contents(readFileSync(join(folder, 'b')))).toEqual([['streamed', 'abc']]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each<readonly [string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'INPUT_DAMAGED'],
    ['no archive', Buffer.from('no zip archive at all, just a line of text'), 'INPUT_DAMAGED'],
    ['two entries of one name', build([{ name: 'a' }, { name: 'a' }]), 'INPUT_HOSTILE'],
    [
      'overlapping entries',
      build(
        [{ name: 'a' }, { name: 'a', localOffset: 0 }].map((entry, index) => ({
          ...entry,
          name: `${index}`,
          localName: '0',
        })),
      ),
      'INPUT_HOSTILE',
    ],
    ['another name at the data', build([{ name: 'a', localName: 'b' }]), 'INPUT_HOSTILE'],
    ['another size at the data', build([{ name: 'a', localSize: 900_000_000 }]), 'INPUT_HOSTILE'],
    ['no size at the data, nor behind it', build([{ name: 'a', localSize: 0 }]), 'INPUT_HOSTILE'],
    ['an entry beyond the end', build([{ name: 'a', localOffset: 5000 }]), 'INPUT_DAMAGED'],
    ['an entry where none begins', build([{ name: 'a', localOffset: 3 }]), 'INPUT_DAMAGED'],
    ['a name that is not UTF-8', build([{ name: Uint8Array.of(0xff) }]), 'INPUT_DAMAGED'],
    ['more entries than counted', build([{ name: 'a' }, { name: 'b' }], { end: { 8: 1, 10: 1 } }), 'INPUT_DAMAGED'],
    ['fewer entries than counted', build([{ name: 'a' }], { end: { 8: 2, 10: 2 } }), 'INPUT_DAMAGED'],
    ['a directory elsewhere', build([{ name: 'a' }], { between: Buffer.from('gap') }), 'INPUT_DAMAGED'],
    ['several disks', build([{ name: 'a' }], { end: { 4: 1 } }), 'FORMAT_CANNOT'],
    ['a count that does not hold for this disk', build([{ name: 'a' }], { end: { 8: 0 } }), 'FORMAT_CANNOT'],
    ['zip64 by its count', build([{ name: 'a' }], { end: { 8: 0xffff, 10: 0xffff } }), 'FORMAT_CANNOT'],
    [
      'zip64 by its locator',
      build([{ name: 'a' }], { between: Buffer.concat([Buffer.from('PK\x06\x07'), Buffer.alloc(16)]) }),
      'FORMAT_CANNOT',
    ],
    ['zip64 by an entry', build([{ name: 'a', localOffset: 0xffffffff }]), 'FORMAT_CANNOT'],
  ])('refuse %s', (_, bytes, code) => {
    expect(() => readZipDirectory(bytes)).toThrow(failure(code));
  });

  it('refuse an archive cut off anywhere', () => {
    const whole = build([{ name: 'a' }, { name: 'b' }]);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => readZipDirectory(whole.subarray(0, length))).toThrow(failure('INPUT_DAMAGED'));
    }
  });

  const big = Buffer.alloc(200_000);
  it.each<readonly [string, Entry, string]>([
    ['an encrypted entry', { name: 'a', flags: 0x801 }, 'INPUT_ENCRYPTED'],
    ['an unknown method', { name: 'a', method: 12 }, 'FORMAT_CANNOT'],
    ['a wrong checksum', { name: 'a', crc: 1 }, 'INPUT_DAMAGED'],
    ['broken data', { name: 'a', data: Buffer.from([0xff, 0xff, 0xff]) }, 'INPUT_DAMAGED'],
    [
      'data cut off',
      { name: 'a', data: deflateRawSync(Buffer.from('0123456789abcdef'.repeat(9))).subarray(0, 15), size: 144 },
      'INPUT_DAMAGED',
    ],
    ['less than declared', { name: 'a', size: 8 }, 'INPUT_DAMAGED'],
    ['more than declared', { name: 'a', size: 3 }, 'INPUT_HOSTILE'],
    ['more than declared, where nothing is', { name: 'a', size: 0 }, 'INPUT_HOSTILE'],
    ['stored data of another size', { name: 'a', method: 0, data: Buffer.from('abc'), size: 2 }, 'INPUT_DAMAGED'],
    ['a bomb', { name: 'a', content: big }, 'INPUT_HOSTILE'],
    ['a bomb that declares little', { name: 'a', content: big, size: 500 }, 'INPUT_HOSTILE'],
    ['more than wanted', { name: 'a', method: 0, content: big, data: big }, 'INPUT_TOO_LARGE'],
  ])('refuse to inflate %s', (_, entry, code) => {
    const bytes = build([entry]);
    const [read] = readZipDirectory(bytes);
    expect(read).toBeDefined();
    expect(() => inflateZipEntry(bytes, read as ZipEntry, { maxBytes: 1000 })).toThrow(failure(code));
  });

  it('throw nothing but their own errors on damaged archives', () => {
    const whole = writeZip([
      { name: 'a', bytes: Buffer.from('some content') },
      { name: 'b', bytes: Buffer.from('more') },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (damage) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of damage) bytes[at] = value;
          expect(outcomeOf(bytes)).toMatch(/^(read as it was|(INPUT|FORMAT)_[A-Z]+)$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
