import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { CsvRows } from '../../../src/hashsets/csv-rows.ts';
import { nsrlV2 } from '../../../src/hashsets/formats/nsrl-v2.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { judgeCells, nsrlHeading } from '../../../src/hashsets/nsrl-rows.ts';
import { readUsualRow } from '../../../src/hashsets/nsrl-usual-row.ts';
import { nsrlDamage, nsrlRow, rowOf } from '../nsrl-row-text.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/nsrl-v2');
const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const heading = `${nsrlHeading('2.0')}\n`;
const digests = { sha1, md5 } as Digests;

describe('the quick way over a row', () => {
  it('says what the general way says, wherever it says anything', () => {
    let taken = 0;
    fc.assert(
      fc.property(nsrlRow, nsrlDamage, fc.constantFrom('', '\n', '\n', '\r\n', '\r\n'), (whole, change, end) => {
        const damaged =
          change === undefined ? whole : whole.slice(0, change[0]) + change[1] + whole.slice(change[0] + 1);
        const before = 'before\n';
        const bytes = Buffer.from(`${before}${damaged}${end}`);
        const usual = readUsualRow(bytes, before.length, 5);
        if (usual === undefined) return;
        taken += 1;
        const general = new CsvRows(',').push(`${damaged}${end}`, 5)[0];
        if (general?.kind !== 'row') throw new Error('the general way sees no row');
        expect(usual).toEqual({ record: judgeCells(general.cells, 5, '2.0'), next: bytes.length });
      }),
      { numRuns: 4000, examples: [[rowOf({}), undefined, '\n']] },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('is taken by every row of NIST', () => {
    const rows = readFileSync(join(fixtures, 'NSRL-2.0.txt'), 'latin1').trimEnd().split('\n').slice(1);
    expect(rows.length).toBe(218);
    for (const text of rows) expect(readUsualRow(Buffer.from(`${text}\n`), 0, 1)).toBeDefined();
  });
});

describe('nsrl-v2 reads', () => {
  it('both samples of NIST whole, with the same 218 records', async () => {
    const [old, current] = await Promise.all(
      ['NSRL-1.5.txt', 'NSRL-2.0.txt'].map((name) => readWhole(nsrlV2, readFileSync(join(fixtures, name)))),
    );
    expect(current).toMatchObject({ issues: [], headings: 1, blanks: 0 });
    expect(current?.records.length).toBe(218);
    expect(old).toEqual(current);
  });

  it('the record of a file of no bytes, whose name begins with blanks', async () => {
    const { records, issues } = await readWhole(nsrlV2, readFileSync(join(fixtures, 'nsrlfile.txt')));
    expect(issues).toEqual([]);
    expect(records.map(({ sizeBytes, attributes }) => [sizeBytes, attributes?.names?.[0]])).toEqual([
      [29456, 'hticons.dll'],
      [0, '    ___'],
    ]);
  });

  it('ISO-8859-1 beside UTF-8, line ends of every kind, and names of two lines', async () => {
    const latin = Buffer.from(`${rowOf({ name: '"gr\u00fcn"' })}\r`, 'latin1');
    const rest = `${rowOf({ name: '"grün"' })}\r\n\n${rowOf({ name: '"two\r\nlines"' })}\n${rowOf({})}`;
    const { records, issues, blanks } = await readWhole(
      nsrlV2,
      Buffer.concat([Buffer.from(heading), latin, Buffer.from(rest)]),
    );
    expect(issues).toEqual([]);
    expect(blanks).toBe(1);
    expect(records.map(({ place, attributes }) => [place.line, attributes?.names?.[0]])).toEqual([
      [2, 'grün'],
      [3, 'grün'],
      [5, 'two\r\nlines'],
      [7, 'abc.bin'],
    ]);
  });

  it('a quotation mark that is never closed as an issue of its own line', async () => {
    const { records, issues } = await readWhole(
      nsrlV2,
      `${heading}${rowOf({ name: '"a' })}\n${rowOf({})}\n${rowOf({})}`,
    );
    expect(codes(issues)).toEqual(['2 csv-quote']);
    expect(records.map(({ place }) => place.line)).toEqual([3, 4]);
  });

  it.each([
    ['no heading', rowOf({})],
    ['a heading without CRC32', heading.replace('"CRC32",', '')],
  ])('nothing of a file with %s', async (_, text) => {
    await expect(readWhole(nsrlV2, `\n${text}\n`)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
      place: { line: 2 },
    });
  });

  it('while a table without CRC32 is read as csv', () => {
    const text = `${heading.replace('"CRC32",', '')}"${sha1}","${md5}","a",3,1,"WIN",""\n`;
    expect(recogniseFormat(Buffer.from(text), { name: 'x' }).format.id).toBe('csv');
  });
});

describe('nsrl-v2 writes', () => {
  const record: HashSetRecord = { place: {}, digests, sizeBytes: 3, attributes: { names: ['a, "b"', 'c'] } };
  const members = new Map<string, unknown>([
    ['ProductCode', '228'],
    ['OpSystemCode', 'WIN'],
    ['CRC32', '352441C2'],
    ['MD4', 'F'.repeat(32)],
    ['SpecialCode', 'M'],
    ['other', 1],
  ]);

  it('2.0 unless asked for 1.5, and says what does not arrive', async () => {
    const { bytes, summary } = await writeWhole(nsrlV2, [
      { place: {}, digests: { sha1: digests.sha1 as never } },
      { ...record, attributes: { names: ['abc.bin'], unknownMembers: members } },
      record,
    ]);
    const upper = `"${sha1.toUpperCase()}","${md5.toUpperCase()}"`;
    expect(bytes.toString()).toBe(
      `${heading}${upper},"352441C2","abc.bin",3,228,"WIN","M"\n${upper},"00000000","a, ""b""",3,,"",""\n`,
    );
    expect(summary.notCarried).toEqual([
      { what: 'names', records: 1 },
      { what: 'record without MD5', records: 1 },
      { what: 'unknownMembers', records: 1 },
    ]);
  });

  it('1.5 with MD4, and without a name that hfind would stumble over', async () => {
    const { bytes, summary } = await writeWhole(
      nsrlV2,
      [
        { ...record, attributes: { names: ['fox, "lazy".txt'], unknownMembers: members } },
        { ...record, attributes: { names: ['a", b'] } },
      ],
      { version: '1.5', letterCase: 'lower' },
    );
    expect(bytes.toString().split('\n').slice(1)).toEqual([
      `"${sha1}","fox, ""lazy"".txt",3,228,"WIN","${'F'.repeat(32)}","${md5}","352441C2","M"`,
      `"${sha1}","",3,,"","${'0'.repeat(32)}","${md5}","00000000",""`,
      '',
    ]);
    expect(summary.notCarried).toEqual([
      { what: 'names', records: 1 },
      { what: 'unknownMembers', records: 1 },
    ]);
  });

  it.each([
    ['a line end', 'line\nend'],
    ['a NUL', 'nul\0'],
    ['more than fits in the line', 'n'.repeat(420)],
  ])('no name with %s', async (_, name) => {
    const { bytes, summary } = await writeWhole(nsrlV2, [{ ...record, attributes: { names: [name] } }]);
    expect(bytes.toString().split('\n')[1]).toContain('"00000000","",3,');
    expect(summary.notCarried).toEqual([{ what: 'names', records: 1 }]);
  });
});
