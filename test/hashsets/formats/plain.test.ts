import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/hashsets/formats/plain.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

// RFC 1321 and FIPS 180 vectors for "abc"; the BLAKE3 value is that of empty input in its test vectors.
const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const blake3 = 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262';

async function digestsIn(text: string | Uint8Array, algorithm?: 'sha256' | 'blake3') {
  const read = await readWhole(plain, text, algorithm === undefined ? {} : { algorithm });
  expect(read.issues).toEqual([]);
  return read.records.map((record) => record.digests);
}

describe('plain takes', () => {
  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('lines that end with %s, with or without the last one', async (_, end) => {
    for (const last of [end, '']) {
      expect(await digestsIn(`${md5}${end}${md5.toUpperCase()}${end}${md5}${last}`)).toEqual([
        { md5 },
        { md5 },
        { md5 },
      ]);
    }
  });

  it('line ends mixed, counted as an editor counts them', async () => {
    const { records, blanks } = await readWhole(plain, `${md5}\r\r\n${md5}\n\r${md5}\r\n`);
    expect(records.map(({ place }) => place.line)).toEqual([1, 3, 5]);
    expect(blanks).toBe(2);
  });

  it('several algorithms in one list, told by length', async () => {
    expect(await digestsIn(`${md5}\n${sha1}\n${sha256}\n`)).toEqual([{ md5 }, { sha1 }, { sha256 }]);
  });

  it.each(['SHA-256', 'sha256', 'SHA256 Hash', 'Hash Value', 'hash'])('the heading %s', async (heading) => {
    expect(await digestsIn(`# remark\n\n${heading}\n${sha256}\n`)).toEqual([{ sha256 }]);
  });

  it('64 digits as BLAKE3 where the heading or the caller says so', async () => {
    expect(await digestsIn(`BLAKE3\n${blake3}\n`)).toEqual([{ blake3 }]);
    expect(await digestsIn(`${blake3}\n`, 'blake3')).toEqual([{ blake3 }]);
  });

  it('remarks and blanks of every kind, a mark, and digests of nothing', async () => {
    const zeros = '0'.repeat(32);
    expect(await digestsIn(`\ufeff; a\n// b\n#c\n\u00a0${md5}\t \n\t\n${zeros}\n`)).toEqual([{ md5 }, { md5: zeros }]);
  });

  it('a no-break blank of Windows-1252', async () => {
    expect(await digestsIn(Buffer.from(`\u00a0${md5}\n`, 'latin1'))).toEqual([{ md5 }]);
  });
});

describe('plain refuses, with the line and what to do,', () => {
  it.each([
    [md5.slice(1), 'digest-length'],
    [`${md5}0`, 'digest-length'],
    [sha1.slice(1), 'digest-length'],
    [`0x${md5}`, 'digest-prefix'],
    [`{${md5}}`, 'digest-brackets'],
    [`"${md5}"`, 'digest-brackets'],
    [`md5:${md5}`, 'digest-label'],
    [`SHA-1: ${sha1}`, 'digest-label'],
    [md5.replaceAll(/(..)(?=.)/g, '$1 '), 'digest-separators'],
    [md5.replaceAll(/(..)(?=.)/g, '$1:'), 'digest-separators'],
    [`${md5} ${sha1}`, 'digest-several'],
    [`${md5},${md5}`, 'digest-several'],
    ['1.23E+31', 'digest-mangled'],
    [`="${md5}"`, 'digest-formula'],
    [Buffer.from(md5, 'hex').toString('base64'), 'digest-encoding'],
    [Buffer.from(sha1, 'hex').toString('base64'), 'digest-encoding'],
    ['VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5', 'digest-encoding'],
    ['ab'.repeat(64), 'algorithm-not-kept'],
    [`${md5}  abc.bin`, 'not-a-digest'],
    [`${md5.slice(1)}\0`, 'not-a-digest'],
    [`${md5.slice(1)}g`, 'not-a-digest'],
    [`${md5.slice(1)}０`, 'not-a-digest'],
    ['MD5', 'not-a-digest'],
  ])('%s: %s', async (line, code) => {
    const { records, issues } = await readWhole(plain, `${md5}\n${line}\n${md5}\n`);
    expect(records.map(({ place }) => place.line)).toEqual([1, 3]);
    expect(codes(issues)).toEqual([`2 ${code}`]);
    expect(issues[0]?.message).not.toContain(md5);
  });

  it('a digest of another algorithm than the heading names', async () => {
    const { records, issues } = await readWhole(plain, `MD5\n${sha1}\n${md5}\n`);
    expect(records.map(({ digests }) => digests)).toEqual([{ md5 }]);
    expect(codes(issues)).toEqual(['2 digest-length']);
  });

  it('a last line that may be the beginning of a longer digest', async () => {
    const { records, issues } = await readWhole(plain, `${sha256}\n${sha256.slice(0, 40)}`);
    expect(records.length).toBe(1);
    expect(codes(issues)).toEqual(['2 digest-cut']);
  });

  it('UTF-16 that ends within a character', async () => {
    const bytes = Buffer.from(`\ufeff${md5}\n`, 'utf16le').subarray(0, -1);
    await expect(readWhole(plain, bytes)).rejects.toMatchObject({ code: 'INPUT_DAMAGED' });
  });
});

describe('plain writes', () => {
  it('digests and nothing else', async () => {
    const { bytes, summary } = await writeWhole(plain, [
      { place: {}, digests: { md5: md5 as never, sha1: sha1 as never } },
      { place: {}, digests: { md5: md5 as never } },
      { place: {}, digests: { sha1: sha1 as never } },
    ]);
    expect(bytes.toString()).toBe(`${md5}\n`);
    expect(summary).toMatchObject({
      records: 1,
      refused: 1,
      notCarried: [
        { what: 'SHA-1', records: 1 },
        { what: 'record without MD5', records: 1 },
      ],
    });
  });

  it('the form that X-Ways is said to want', async () => {
    const options = { algorithm: 'sha1', headerLine: true, lineEnd: 'crlf', letterCase: 'upper' } as const;
    const { bytes } = await writeWhole(plain, [{ place: {}, digests: { sha1: sha1 as never } }], options);
    expect(bytes.toString()).toBe(`SHA-1\r\n${sha1.toUpperCase()}\r\n`);
  });
});
