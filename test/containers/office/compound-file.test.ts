import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as XLSX from 'xlsx';
import {
  CompoundDamage,
  compoundRootNames,
  readCompoundStreams,
} from '../../../src/containers/office/compound-file.ts';
import { writeCompoundFile } from '../../../src/containers/office/compound-writer.ts';

type Contents = ReadonlyMap<string, Uint8Array>;

function bySheetJs(contents: Contents): Uint8Array {
  const file = XLSX.CFB.utils.cfb_new();
  for (const [path, bytes] of contents) XLSX.CFB.utils.cfb_add(file, path, Buffer.from(bytes));
  return Uint8Array.from(XLSX.CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** What SheetJS finds, without the stream that it adds to what it writes. */
function readBySheetJs(bytes: Uint8Array): Map<string, string> {
  const file = XLSX.CFB.read(Buffer.from(bytes), { type: 'buffer' });
  const found = new Map<string, string>();
  for (const [index, path] of file.FullPaths.entries()) {
    const entry = file.FileIndex[index];
    if (entry?.type === 2) found.set(path.slice(path.indexOf('/')), Buffer.from(entry.content ?? []).toString('hex'));
  }
  return found;
}

function hexOf(contents: Contents): Map<string, string> {
  return new Map(
    [...contents]
      .filter(([path]) => path !== '/\u0001Sh33tJ5')
      .map(([path, bytes]) => [path, Buffer.from(bytes).toString('hex')]),
  );
}

const contents: Contents = new Map([
  ['/empty', Buffer.alloc(0)],
  ['/small', Buffer.from('small')],
  ['/edge', Buffer.alloc(4095, 1)],
  ['/big', Buffer.alloc(4096, 2)],
  ['/bigger', Buffer.alloc(100_000, 3)],
  ['/a/b/c', Buffer.from('deep')],
  ['/a/b/d', Buffer.alloc(64, 4)],
  ['/a/e', Buffer.alloc(65, 5)],
]);

describe('compound files', () => {
  it('that SheetJS writes are read whole', () => {
    expect(hexOf(readCompoundStreams(bySheetJs(contents)))).toEqual(hexOf(contents));
    expect(compoundRootNames(bySheetJs(contents))).toEqual(
      new Set(['empty', 'small', 'edge', 'big', 'bigger', 'a', '\u0001Sh33tJ5']),
    );
  });

  it('that are written are read whole, by SheetJS too, and are the same each time', () => {
    const bytes = writeCompoundFile(contents);
    expect(hexOf(readCompoundStreams(bytes))).toEqual(hexOf(contents));
    expect(readBySheetJs(bytes)).toEqual(hexOf(contents));
    expect(Buffer.compare(bytes, writeCompoundFile(contents))).toBe(0);
  });

  it('of any contents are read as they were written', () => {
    const name = fc.string({ minLength: 1, maxLength: 31, unit: fc.constantFrom(...'abcdEFGH_#.019') });
    const content = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(Buffer.alloc(9000, 7)));
    const run = fc.property(
      fc.uniqueArray(name, { maxLength: 30, selector: (one) => one.toUpperCase() }),
      content,
      (names, bytes) => {
        const written = new Map(
          names.map((one, index) => [index % 3 === 0 ? `/${one}` : `/in/${one}`, bytes] as const),
        );
        if (written.has('/in')) return;
        const file = writeCompoundFile(written);
        expect(hexOf(readCompoundStreams(file))).toEqual(hexOf(written));
        expect(readBySheetJs(file)).toEqual(hexOf(written));
      },
    );
    fc.assert(run, { numRuns: 100 });
  });

  it('of more than 7 MB, whose tables the header alone cannot list, are read whole', () => {
    const large = new Map([['/large', Buffer.alloc(20_000_000, 'abc')]]);
    expect(hexOf(readCompoundStreams(bySheetJs(large)))).toEqual(hexOf(large));
    expect(readBySheetJs(writeCompoundFile(large))).toEqual(hexOf(large));
  });

  it('cut off are damaged', () => {
    const whole = writeCompoundFile(contents);
    // The last sector is the table, of which the end is not used.
    for (let length = 0; length < whole.length - 4096; length += 1009) {
      expect(() => readCompoundStreams(whole.subarray(0, length))).toThrow(CompoundDamage);
    }
  });

  it('whose chains run in circles are damaged, and found so in time', () => {
    const whole = bySheetJs(new Map([...contents].filter(([, { length }]) => length < 5000)));
    const startedAt = performance.now();
    for (let offset = 512; offset + 4 <= whole.length; offset += 4) {
      const bytes = Buffer.from(whole);
      const isChain = bytes.readUInt32LE(offset) < bytes.length / 512;
      if (!isChain || bytes.readUInt32LE(offset) === 0) continue;
      bytes.writeUInt32LE(0, offset);
      try {
        readCompoundStreams(bytes);
        compoundRootNames(bytes);
      } catch (error) {
        if (!(error instanceof CompoundDamage)) throw error;
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('whose folders are nested without end are damaged', () => {
    const deep = (levels: number): Uint8Array =>
      writeCompoundFile(new Map([[`${'/folder'.repeat(levels)}/x`, Buffer.from('x')]]));
    expect(readCompoundStreams(deep(30)).size).toBe(1);
    expect(() => readCompoundStreams(deep(500))).toThrow(CompoundDamage);
  });

  it('whose streams together are longer than they are damaged', () => {
    const bytes = Buffer.from(bySheetJs(new Map([...'abcdefgh'].map((name) => [`/${name}`, Buffer.alloc(5000)]))));
    const first = bytes.indexOf(Buffer.from('a\0\0\0', 'latin1'), 512);
    const start = bytes.readUInt32LE(first + 116);
    for (let entry = first; entry + 128 <= bytes.length && bytes[entry + 66] === 2; entry += 128) {
      bytes.writeUInt32LE(start, entry + 116);
      bytes.writeUInt32LE(bytes.length / 2, entry + 120);
    }
    expect(() => readCompoundStreams(bytes)).toThrow(CompoundDamage);
  });
});
