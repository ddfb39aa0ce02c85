import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parcel } from '../../../src/containers/contract.ts';
import { recogniseContainer } from '../../../src/containers/lookup.ts';
import { zip } from '../../../src/containers/archives/zip.ts';
import { itWith } from '../../peer-program.ts';
import { failureOf } from '../failure.ts';
import { writeWorkbook } from '../reading.ts';
import { entryOf, type RawEntry, zipOf } from './zip-bytes.ts';

const csv = 'MD5,Result\n0123456789abcdef0123456789abcdef,Identified\n';

function open(bytes: Uint8Array): Promise<Parcel> {
  return zip.open({ bytes, name: 'reply.zip' });
}

/** Stored as it is. */
function stored(name: string, content: Uint8Array): RawEntry {
  return { name, deflated: content, sizeBytes: content.length, crc: crc32(content), method: 0 };
}

function zeros(name: string, sizeBytes: number): RawEntry {
  const content = Buffer.alloc(sizeBytes);
  return { name, deflated: deflateRawSync(content, { level: 1 }), sizeBytes, crc: crc32(content) };
}

const one = entryOf('x', 'x');

describe('a zip archive', () => {
  it('gives its files in the order of its directory', async () => {
    const parcel = await open(zipOf([entryOf('b.csv', csv), entryOf('folder/a.csv', 'x'), entryOf('c', 'y')]));
    expect(parcel.parts.map(({ name, role, bytes }) => [name, role, Buffer.from(bytes).toString()])).toEqual([
      ['b.csv', 'attachment', csv],
      ['folder/a.csv', 'attachment', 'x'],
      ['c', 'attachment', 'y'],
    ]);
    expect(parcel.issues).toEqual([]);
    expect(Object.fromEntries(parcel.traits)).toEqual({ entries: '3' });
  });

  it('counts what it leaves out: folders, empty files, additions of operating systems', async () => {
    const left = ['a/', '__MACOSX/._r.csv', '.DS_Store', 'a/Thumbs.db', 'desktop.ini'].map((name) =>
      entryOf(name, name.endsWith('/') ? '' : 'x'),
    );
    const { parts, traits, issues } = await open(zipOf([...left, entryOf('empty.csv', ''), entryOf('r.csv', csv)]));
    expect(parts.map(({ name }) => name)).toEqual(['r.csv']);
    expect(issues).toEqual([]);
    expect(Object.fromEntries(traits)).toEqual({
      entries: '7',
      folders: '1',
      'empty entries': '1 (empty.csv)',
      'entries of the operating system, left out': '4 (__MACOSX/._r.csv, .DS_Store, a/Thumbs.db, desktop.ini)',
    });
  });

  it('never lets a name lead elsewhere, and tells equal ones apart', async () => {
    const names = [
      '../../etc/passwd',
      '/etc/passwd',
      'C:\\Windows\\CON',
      '..',
      '\u001b[31mred.csv',
      'a\\b.csv',
      'a/b.csv',
    ];
    const { parts, traits } = await open(zipOf(names.map((name) => entryOf(name, csv))));
    expect(parts.map(({ name }) => name)).toEqual([
      'etc/passwd',
      'etc/passwd (2)',
      'Windows/_CON',
      'entry 4',
      '\\x1b[31mred.csv',
      'a/b.csv',
      'a/b.csv (2)',
    ]);
    expect(traits.get('entries shown by another name')).toBe('6');
  });

  it('is none where it is a package of Office or OpenDocument, however it is stored', () => {
    const workbook = Buffer.from(writeWorkbook({ S: [['MD5']] }));
    const openDocument = Buffer.from(writeWorkbook({ S: [['MD5']] }, 'ods'));
    const idOf = (bytes: Uint8Array): string => recogniseContainer({ bytes, name: 'x.zip' }).id;
    expect(idOf(workbook)).toBe('workbook');
    // The bytes of a workbook stand in the archive as they are, with all names of its parts.
    expect(idOf(zipOf([stored('report.xlsx', workbook)]))).toBe('zip');
    expect(idOf(zipOf([stored('report.ods', openDocument)]))).toBe('zip');
    expect(idOf(zipOf([]))).toBe('zip');
    expect(zip.recognise({ bytes: openDocument, name: 'x' })).toBeUndefined();
    const type = Buffer.from('application/vnd.oasis.opendocument.presentation');
    const presentation = zipOf([stored('mimetype', type), entryOf('content.xml', '<x/>')]);
    expect(() => idOf(presentation)).toThrow(expect.objectContaining({ code: 'FORMAT_UNKNOWN' }));
  });

  it('of which some files are encrypted says which, and reads the others', async () => {
    const { parts, issues } = await open(zipOf([{ ...entryOf('secret.csv', csv), flags: 1 }, entryOf('r.csv', csv)]));
    expect(parts.map(({ name }) => name)).toEqual(['r.csv']);
    expect(issues).toMatchObject([
      { code: 'part-encrypted', place: { part: 'secret.csv' }, message: expect.stringContaining('password') },
    ]);
  });

  it.each([
    ['encrypted', { flags: 1 }, 'INPUT_ENCRYPTED', /password/],
    ['compressed with Deflate64', { method: 9 }, 'FORMAT_CANNOT', /method 9/],
    ['compressed with bzip2', { method: 12 }, 'FORMAT_CANNOT', /method 12/],
    ['compressed with LZMA', { method: 14 }, 'FORMAT_CANNOT', /method 14/],
    ['of another checksum', { crc: 1 }, 'INPUT_DAMAGED', /checksum/],
  ] as const)('of which every file is %s is refused', async (_title, change, code, text) => {
    const bytes = zipOf([{ ...entryOf('report.csv', csv), ...change }]);
    const refusal = {
      code,
      path: 'reply.zip',
      message: expect.stringMatching(text),
      hint: expect.stringMatching(/\.$/),
    };
    await expect(open(bytes)).rejects.toMatchObject(refusal);
    const { parts, issues } = await open(zipOf([{ ...entryOf('report.csv', csv), ...change }, entryOf('b', 'x')]));
    expect([parts.length, issues.length]).toEqual([1, 1]);
  });

  it('that is cut off anywhere is refused', async () => {
    const whole = zipOf([entryOf('a.csv', csv), entryOf('b.csv', csv)]);
    for (let length = 4; length < whole.length; length += 7) {
      await expect(open(whole.subarray(0, length))).rejects.toMatchObject({
        code: 'INPUT_DAMAGED',
        path: 'reply.zip',
        hint: expect.stringContaining('again'),
      });
    }
  });

  it('that is damaged gives nothing but typed errors', async () => {
    const whole = zipOf([entryOf('a.csv', csv), entryOf('b/c.csv', csv)]);
    const damages = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    const run = fc.asyncProperty(damages, async (damage) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, value] of damage) bytes[at] = value;
      expect(await open(bytes).then(() => 'opened', failureOf)).toMatch(/^(opened|(INPUT|FORMAT)_[A-Z]+)$/);
    });
    await fc.assert(run, { numRuns: 1000 });
  });

  it('of zip64 is refused with what to do', async () => {
    const bytes = zipOf([entryOf('a.csv', csv)]);
    bytes.writeUInt32LE(0xffffffff, bytes.length - 6);
    await expect(open(bytes)).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
      message: expect.stringContaining('zip64'),
      hint: expect.stringContaining('Unpack'),
    });
  });

  itWith('zip')('that Info-ZIP encrypts is told as encrypted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-zip-'));
    try {
      writeFileSync(join(folder, 'report.csv'), csv);
      spawnSync('zip', ['-P', 'secret', 'reply.zip', 'report.csv'], { cwd: folder });
      await expect(open(readFileSync(join(folder, 'reply.zip')))).rejects.toMatchObject({ code: 'INPUT_ENCRYPTED' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a hostile zip archive', () => {
  it.each<readonly [string, () => Uint8Array, string]>([
    ['of zeros', () => zipOf([zeros('a.csv', 200_000_000)]), 'INPUT_HOSTILE'],
    [
      'of many entries of zeros',
      () => zipOf(Array.from({ length: 9 }, (_, n) => zeros(`${n}`, 20_000_000))),
      'INPUT_HOSTILE',
    ],
    [
      'that declares less than it holds',
      () => zipOf([{ ...zeros('a.csv', 50_000_000), sizeBytes: 1000 }]),
      'INPUT_HOSTILE',
    ],
    ['of two entries of one name', () => zipOf([entryOf('a', 'x'), entryOf('a', 'y')]), 'INPUT_HOSTILE'],
    [
      'of 60,000 entries',
      () => zipOf(Array.from({ length: 60_000 }, (_, n) => ({ ...one, name: `${n}.jpg` }))),
      'INPUT_TOO_LARGE',
    ],
    [
      'of large pictures',
      () => zipOf(Array.from({ length: 3 }, (_, n) => stored(`${n}`, Buffer.alloc(50_000_000)))),
      'INPUT_TOO_LARGE',
    ],
  ])('%s is refused in time, and little of it is unpacked', async (_title, make, code) => {
    const bytes = make();
    const before = process.memoryUsage();
    const startedAt = performance.now();
    await expect(open(bytes)).rejects.toMatchObject({ code, path: 'reply.zip', hint: expect.stringMatching(/\.$/) });
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(64_000_000);
  });
});
