import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RandomAccess } from '../../../src/containers/archives/random-access.ts';
import {
  cutZipSpan,
  findZipData,
  readZipFile,
  readZipSpan,
  unpackZipEntry,
} from '../../../src/containers/archives/zip-file.ts';
import { CriskitError } from '../../../src/core/errors.ts';
import { inPieces } from '../../hashsets/reading.ts';
import { itWith } from '../../peer-program.ts';
import { entryOf, zipOf } from './zip-bytes.ts';

function access(bytes: Uint8Array): RandomAccess {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => Buffer.from(bytes.subarray(Math.min(offset, bytes.length), offset + length)),
  };
}

async function gather(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

/** Every entry, unpacked both ways: by its place, and out of the whole archive as it goes by. */
async function contents(bytes: Uint8Array): Promise<readonly (readonly [string, string])[]> {
  const file = access(bytes);
  const read: (readonly [string, string])[] = [];
  for (const entry of await readZipFile(file)) {
    const span = await findZipData(file, entry);
    const content = await gather(unpackZipEntry(readZipSpan(file, span), entry));
    expect(await gather(unpackZipEntry(cutZipSpan(inPieces(bytes, 7), span), entry))).toBe(content);
    read.push([entry.name, content]);
  }
  return read;
}

const failure = (code: string) => expect.objectContaining({ code });

/** The archive as zip64 writers make it: every number that can be is in the zip64 records. */
function zip64Of(name: string, content: string): Buffer {
  const plain = zipOf([entryOf(name, content)]);
  const end = plain.length - 22;
  const start = plain.readUInt32LE(end + 16);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(plain.readUInt32LE(start + 24)), 4);
  extra.writeBigUInt64LE(BigInt(plain.readUInt32LE(start + 20)), 12);
  const central = Buffer.from(plain.subarray(start, end));
  central.writeUInt16LE(extra.length, 30);
  for (const at of [20, 24, 42]) central.writeUInt32LE(0xffffffff, at);
  const size = central.length + extra.length;
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(1n, 24);
  record.writeBigUInt64LE(1n, 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  const last = Buffer.from(plain.subarray(end));
  for (const at of [8, 10]) last.writeUInt16LE(0xffff, at);
  for (const at of [12, 16]) last.writeUInt32LE(0xffffffff, at);
  return Buffer.concat([plain.subarray(0, start), central, extra, record, locator, last]);
}

describe('a zip archive on disk', () => {
  it('gives stored, deflated and empty entries', async () => {
    const stored = { ...entryOf('b', 'raw'), method: 0, deflated: Buffer.from('raw') };
    expect(await contents(zipOf([entryOf('a/x.txt', 'x'.repeat(300)), stored, entryOf('empty', '')]))).toEqual([
      ['a/x.txt', 'x'.repeat(300)],
      ['b', 'raw'],
      ['empty', ''],
    ]);
    expect(await contents(zipOf([]))).toEqual([]);
  });

  it('may be zip64', async () => {
    expect(await contents(zip64Of('list.txt', 'a list'))).toEqual([['list.txt', 'a list']]);
  });

  itWith('python3')('may be written by Python, also as zip64 and as a stream', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'criskit-zip-'));
    try {
      const program = `import sys, zipfile
class Pipe:
  def __init__(self, file): self.file = file
  def write(self, data): return self.file.write(data)
  def flush(self): self.file.flush()
with open(sys.argv[1], 'wb') as file, zipfile.ZipFile(Pipe(file), 'w', zipfile.ZIP_DEFLATED) as z:
  z.writestr('one.txt', 'x' * 500)
  with z.open('two.txt', 'w', force_zip64=True) as f: f.write(b'abc' * 100)
`;
      spawnSync('python3', ['-c', program, join(folder, 'a')]);
      expect(await contents(readFileSync(join(folder, 'a')))).toEqual([
        ['one.txt', 'x'.repeat(500)],
        ['two.txt', 'abc'.repeat(100)],
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'INPUT_DAMAGED'],
    ['text', Buffer.from('a list of digests, and no archive at all'), 'INPUT_DAMAGED'],
    ['two entries of one name', zipOf([entryOf('a', 'x'), entryOf('a', 'y')]), 'INPUT_HOSTILE'],
    ['an encrypted entry', zipOf([{ ...entryOf('a', 'x'), flags: 1 }]), 'INPUT_ENCRYPTED'],
    ['another method', zipOf([{ ...entryOf('a', 'x'), method: 9 }]), 'FORMAT_CANNOT'],
    ['a wrong checksum', zipOf([{ ...entryOf('a', 'x'), crc: 7 }]), 'INPUT_DAMAGED'],
    ['less than it declares', zipOf([{ ...entryOf('a', 'x'), sizeBytes: 2 }]), 'INPUT_DAMAGED'],
    ['more than it declares', zipOf([{ ...entryOf('a', 'xyz'), sizeBytes: 2 }]), 'INPUT_HOSTILE'],
    ['damaged data', zipOf([{ ...entryOf('a', 'x'), deflated: Buffer.from([255, 255, 255]) }]), 'INPUT_DAMAGED'],
  ])('is refused with %s', async (_, bytes, code) => {
    await expect(contents(bytes)).rejects.toThrow(failure(code));
  });

  it('is refused where entries overlap', async () => {
    const bytes = zipOf([entryOf('a', 'some content'), entryOf('b', 'other content')]);
    const second = bytes.lastIndexOf('PK\x01\x02');
    bytes.writeUInt32LE(0, second + 42);
    await expect(contents(bytes)).rejects.toThrow(failure('INPUT_HOSTILE'));
  });

  it.each([
    ['plain', zipOf([entryOf('a', 'some content'), entryOf('b', 'more')])],
    ['zip64', zip64Of('a', 'some content')],
  ])('is refused when it is cut off anywhere (%s)', async (_, bytes) => {
    for (let length = 0; length < bytes.length; length += 1) {
      await expect(contents(bytes.subarray(0, length))).rejects.toThrow(failure('INPUT_DAMAGED'));
    }
  });

  it.each([
    ['plain', zipOf([entryOf('a', 'some content'), entryOf('b', 'some content')])],
    ['zip64', zip64Of('a', 'some content')],
  ])('gives what went in or an error of its own, whatever is damaged (%s)', async (_, whole) => {
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const result: unknown = await contents(bytes).catch((error: unknown) => error);
        const isSame = Array.isArray(result) && result.every(([, content]) => content === 'some content');
        expect(isSame || result instanceof CriskitError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
