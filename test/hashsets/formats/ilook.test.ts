import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Digests } from '../../../src/core/digest.ts';
import type { HashSetRecord, WriteOptions } from '../../../src/hashsets/contract.ts';
import { ilook } from '../../../src/hashsets/formats/ilook.ts';
import { ilookHeading } from '../../../src/hashsets/ilook-rows.ts';
import { codes, inPieces, readWhole, writeWhole } from '../reading.ts';

const fixtures = resolve(import.meta.dirname, '../fixtures/ilook');

function digestOf(algorithm: string): string {
  return createHash(algorithm).update('abc').digest('hex');
}

const [md5, sha1, sha256] = ['md5', 'sha1', 'sha256'].map(digestOf);
const sha384 = digestOf('sha384');
const digests = { md5, sha1, sha256 } as Digests;

function recordOf(attributes: HashSetRecord['attributes'] = {}): HashSetRecord {
  return { place: {}, digests, sizeBytes: 3, attributes };
}

async function linesOf(records: readonly HashSetRecord[], options: WriteOptions = {}) {
  const { bytes, summary } = await writeWhole(ilook, records, { letterCase: 'lower', ...options });
  return { lines: bytes.toString().trimEnd().split('\n'), notCarried: summary.notCarried };
}

describe('ilook reads', () => {
  it('the sample of V3 whole', async () => {
    const { records, issues, headings } = await readWhole(ilook, readFileSync(join(fixtures, 'ilookv3.hsh')));
    expect([records.length, issues, headings]).toEqual([5, [], 1]);
    expect(records[0]).toEqual({
      place: { line: 2 },
      digests: { md5: 'b5e254df3bb37efcdfd883d69897770a', sha1: '2cc793143bbe3bb8a2b9949b53583606885241e1' },
      sizeBytes: 10429,
      attributes: { names: ['\\fccu-docprop-0.1.tar.gz'] },
    });
  });

  it('the sample of V4 whole, whose last row has a comma too many', async () => {
    const { records, issues, headings } = await readWhole(ilook, readFileSync(join(fixtures, 'ilookv4.hsh')));
    expect([records.length, issues, headings]).toEqual([6, [], 1]);
    expect(records[0]?.attributes?.names).toEqual(['D:\\md5deep\\fccu-docprop-0.1.tar.gz']);
    expect(records[0]?.attributes?.unknownMembers?.get('ModTime')).toBe('16.4.2008 10:24:28');
    expect(records[5]).toMatchObject({ digests: { md5: 'd41d8cd98f00b204e9800998ecf8427e' }, sizeBytes: 0 });
    expect(records[5]?.attributes?.names).toBeUndefined();
    expect(records[5]?.attributes?.unknownMembers?.get('FileName,FilePath')).toBe('NULL,DEV,');
  });

  it('of V1 the digest by its type, or by its length where the type says nothing', async () => {
    const rows = [`${md5},MD5,S,a,C:\\,3`, `${sha1},x,S,b,,3`, `${sha256},SHA-256,T,c,,3`, `${md5},,S,"d",,`];
    const { records, issues } = await readWhole(ilook, [ilookHeading('V1'), ...rows].join('\r\n'));
    expect(issues).toEqual([]);
    expect(records.map((record) => [record.digests, record.attributes?.names?.[0]])).toEqual([
      [{ md5 }, 'C:\\a'],
      [{ sha1 }, 'b'],
      [{ sha256 }, 'c'],
      [{ md5 }, '"d"'],
    ]);
    expect(records.map(({ attributes }) => [...(attributes?.unknownMembers ?? [])])).toEqual([
      [],
      [['HashType', 'x']],
      [['SetDescription', 'T']],
      [],
    ]);
  });

  it('the description of V1 as the name of the set', async () => {
    const text = `${ilookHeading('V1')}\n${md5},MD5,,a,,\n${md5},MD5,First,a,,\n${md5},MD5,Second,a,,\n`;
    const found = [];
    for await (const { about } of ilook.read(inPieces(Buffer.from(text), 9), { name: 'a file' })) found.push(about);
    expect(found.filter((about) => about !== undefined)).toEqual([{ name: 'First' }]);
  });
});

describe('ilook says', () => {
  const good = `${md5},${sha1},a,\\,3,${sha256},,`;

  it.each([
    [`${md5},${sha1},a,\\,3,${sha256},`, 'row-columns'],
    [`${md5},${sha1},a,b,\\,three,${sha256},,`, 'row-columns'],
    [`${md5},${sha1},a,b,\\,3,${sha256},x,`, 'row-columns'],
    [`${md5},${md5},a,\\,3,${sha256},,`, 'digest-length'],
    [`"${md5}",${sha1},a,\\,3,${sha256},,`, 'digest-brackets'],
    [`,,a,\\,3,,${sha384},`, 'no-digest'],
    [`${md5},${sha1},a,\\,3,${sha256},${sha256},`, 'not-a-digest'],
    [`${md5},${sha1},a,\\,-3,${sha256},,`, 'size'],
  ])('what is wrong with %s: %s', async (wrong, code) => {
    const { records, issues } = await readWhole(ilook, [ilookHeading('V3'), good, wrong, good].join('\n'));
    expect(records.length).toBe(2);
    expect(codes(issues)).toEqual([`3 ${code}`]);
  });

  it('nothing of a file without a heading', async () => {
    await expect(readWhole(ilook, `${good}\n`)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN', place: { line: 1 } });
  });
});

describe('ilook writes', () => {
  const members = new Map<string, unknown>([
    ['HashSHA384', sha384],
    ['HashSHA512', 'x'],
    ['CreateTime', '16.4.2008 14:29:24'],
    ['ModTime', 'April 16, 2008'],
  ]);

  it('V3 unless asked for another version', async () => {
    const { lines, notCarried } = await linesOf([recordOf({ names: ['D:\\a\\b.jpg', 'c'], unknownMembers: members })]);
    expect(lines).toEqual([ilookHeading('V3'), `${md5},${sha1},b.jpg,D:\\a\\,3,${sha256},${sha384},`]);
    expect(notCarried.map(({ what }) => what)).toEqual(['names', 'unknownMembers']);
  });

  it('V4 with the times that it read, but none with a comma', async () => {
    const { lines } = await linesOf([recordOf({ names: ['a/b.jpg'], unknownMembers: members })], { version: 'V4' });
    expect(lines[1]).toBe(`${md5},${sha1},a/b.jpg,,3,${sha256},${sha384},,16.4.2008 14:29:24,,`);
  });

  it('V1 with MD5 alone, and the name of the set', async () => {
    const { lines, notCarried } = await linesOf([recordOf()], { version: 'V1', setName: 'Lab 2026' });
    expect(lines).toEqual([ilookHeading('V1'), `${md5},MD5,Lab 2026,,,3`]);
    expect(notCarried.map(({ what }) => what)).toEqual(['SHA-1', 'SHA-256']);
    await expect(linesOf([recordOf()], { version: 'V1', setName: 'a, b' })).rejects.toMatchObject({
      code: 'FORMAT_CANNOT',
    });
  });

  it.each([
    ['a comma', 'a, b'],
    ['a quotation mark', 'a"b'],
    ['a line end', 'a\nb'],
    ['more than fits in the line', 'n'.repeat(2000)],
  ])('no name with %s, and says so', async (_, name) => {
    const { lines, notCarried } = await linesOf([recordOf({ names: [name] })]);
    expect(lines[1]).toBe(`${md5},${sha1},,,3,${sha256},,`);
    expect(notCarried).toEqual([{ what: 'names', records: 1 }]);
  });
});
