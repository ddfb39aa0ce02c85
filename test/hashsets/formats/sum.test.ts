import { describe, expect, it } from 'vitest';
import { sum } from '../../../src/hashsets/formats/sum.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

async function namesIn(text: string | Uint8Array): Promise<readonly (string | undefined)[]> {
  const { records, issues } = await readWhole(sum, text);
  expect(issues).toEqual([]);
  return records.map((record) => record.attributes?.names?.[0]);
}

describe('sum takes', () => {
  it('every way to set the name apart', async () => {
    expect(await namesIn(`${md5}  a\n${md5} *b\n${md5} c\n${md5}\td\n  ${md5}  e \n${md5}   f\n`)).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e ',
      ' f',
    ]);
  });

  it('contents without a name', async () => {
    expect(await namesIn(`${md5}  -\n${md5} *-\n${md5}\n${md5}  \n`)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await namesIn(`${md5}  ./-\n`)).toEqual(['-']);
  });

  it('escaped names only where the line says so', async () => {
    expect(await namesIn(`\\${md5}  a\\nb\\\\n\\r\n${md5}  C:\\new\n`)).toEqual(['a\nb\\n\r', 'C:\\new']);
  });

  it('names of Windows-1252, line by line', async () => {
    const line = Buffer.concat([Buffer.from(`${md5}  `), Buffer.from([0x80, 0xfc, 0x0a])]);
    expect(await namesIn(Buffer.concat([line, Buffer.from(`${md5}  ü\n`)]))).toEqual(['€ü', 'ü']);
  });

  it('what FreeBSD, OpenSSL and rhash write', async () => {
    const lines = [`MD5 (a (b) = c) = ${md5}`, `MD5(a)= ${md5}`, `MD5   (a) = ${md5}`, `SHA2-256(a)= ${sha256}`];
    expect(await namesIn(`${lines.join('\n')}\r\n`)).toEqual(['a (b) = c', 'a', 'a', 'a']);
  });

  it('what md5deep -z writes', async () => {
    expect(await namesIn(`    669416  ${md5}  /a b\n       298  ${md5}  c~\n`)).toEqual(['/a b', 'c~']);
  });
});

describe('sum refuses, with the line and what to do,', () => {
  it.each([
    [`${md5.slice(1)}  a`, 'digest-length'],
    [`MD5 (a) = ${md5.slice(1)}`, 'digest-length'],
    [`MD5 (a) = ${sha256}`, 'digest-length'],
    [`SHA512 (a) = ${sha256}${sha256}`, 'algorithm-not-kept'],
    [`SM3 (a) = ${sha256}`, 'algorithm-not-kept'],
    [`${sha256}${sha256}  a`, 'algorithm-not-kept'],
    [`\\${md5}  a\\x`, 'name-escape'],
    [`\\${md5}  a\\`, 'name-escape'],
    ['abc.bin', 'not-a-digest'],
    ['%%%% HASHDEEP-1.0', 'not-a-digest'],
    [`{${md5}}  a`, 'digest-brackets'],
  ])('%s: %s', async (line, code) => {
    const { records, issues } = await readWhole(sum, `${md5}  a\n${line}\n${md5}  b\n`);
    expect(records.map(({ place }) => place.line)).toEqual([1, 3]);
    expect(codes(issues)).toEqual([`2 ${code}`]);
  });

  it('a digest without a name where the file ends, which may be a part', async () => {
    expect(codes((await readWhole(sum, `${md5}  a\n${sha256.slice(0, 32)}`)).issues)).toEqual(['2 digest-cut']);
  });
});

describe('sum writes', () => {
  it('the first name only, and says so', async () => {
    const record = { place: {}, digests: { md5: md5 as never }, attributes: { names: ['a\\b', 'c'], series: 'S' } };
    const { bytes, summary } = await writeWhole(sum, [record]);
    expect(bytes.toString()).toBe(`\\${md5}  a\\\\b\n`);
    expect(summary.notCarried).toEqual([
      { what: 'names', records: 1 },
      { what: 'series', records: 1 },
    ]);
  });

  it('one line for each name of a content that was sent twice', async () => {
    const records = ['a', 'b', 'b'].map((name) => ({
      place: {},
      digests: { md5: md5 as never },
      attributes: { names: [name] },
    }));
    expect((await writeWhole(sum, records)).bytes.toString()).toBe(`${md5}  a\n${md5}  b\n`);
  });
});
