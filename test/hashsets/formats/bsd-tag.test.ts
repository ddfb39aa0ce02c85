import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bsdTag } from '../../../src/hashsets/formats/bsd-tag.ts';
import { sum } from '../../../src/hashsets/formats/sum.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';

describe('bsd-tag', () => {
  it('reads the list of the hashdeep project, every line of it', async () => {
    const bytes = readFileSync(resolve(import.meta.dirname, '../fixtures/bsd-tag/bsd-hashes.txt'));
    expect(recogniseFormat(bytes, { name: 'x' }).format.id).toBe('bsd-tag');
    const { records, issues } = await readWhole(bsdTag, bytes);
    expect(issues).toEqual([]);
    expect(records.map(({ digests, attributes }) => [digests.md5, attributes?.names?.[0]])).toEqual([
      ['555b3e940c86b35d6e0c9976a05b3aa5', 'copying.txt'],
      ['deadbeefb303ba89ae055ad0234eb7e8', 'deadbeef.txt'],
      ['7fa13061423e88e2fa4dc5746343ae96', 'foo.txt'],
      ['d7adbcf07c5c813693ddf958be9c40e3', 'install.txt'],
      ['c4ca4238a0b923820dcc509a6f75849b', 'one-byte-file.txt'],
    ]);
  });

  it('joins no two lines, though they have one name', async () => {
    const { records } = await readWhole(bsdTag, `MD5 (a) = ${md5}\nSHA1 (a) = ${sha1}\n`);
    expect(records.map(({ digests }) => digests)).toEqual([{ md5 }, { sha1 }]);
  });

  it('takes all up to the last bracket for the name, odd line separators too', async () => {
    const { records } = await readWhole(bsdTag, `MD5 (a) = ${md5} (b) = ${md5}\nMD5 (c\u2028d) = ${md5}\n`);
    expect(records.map(({ attributes }) => attributes?.names?.[0])).toEqual([`a) = ${md5} (b`, 'c\u2028d']);
  });

  it.each([
    [`MD5 (a) = ${sha1}`, 'digest-length'],
    [`MD5 (a) ${md5}`, 'not-a-digest'],
    [`MD5 a = ${md5}`, 'not-a-digest'],
    [`MD6 (a) = ${md5}`, 'algorithm-not-kept'],
    [`\\MD5 (a\\t) = ${md5}`, 'name-escape'],
  ])('gives %j as an issue: %s', async (line, code) => {
    expect(codes((await readWhole(bsdTag, `${line}\nMD5 (a) = ${md5}\n`)).issues)).toEqual([`1 ${code}`]);
  });

  it('reads what sum reads, and sum what it reads', async () => {
    const text = `MD5 (a) = ${md5}\n${sha1}  b\n`;
    expect(await readWhole(bsdTag, text)).toEqual(await readWhole(sum, text));
  });

  it('writes names that need it escaped', async () => {
    const names = ['a b', '-', 'x\\y', 'l\nm'];
    const records = names.map((name) => ({
      place: {},
      digests: { sha1: sha1 as never },
      attributes: { names: [name] },
    }));
    const { bytes } = await writeWhole(bsdTag, records, { algorithm: 'sha1' });
    expect(bytes.toString()).toBe(
      `SHA1 (a b) = ${sha1}\nSHA1 (./-) = ${sha1}\n\\SHA1 (x\\\\y) = ${sha1}\n\\SHA1 (l\\nm) = ${sha1}\n`,
    );
  });
});
