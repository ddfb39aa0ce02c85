import { describe, expect, it } from 'vitest';
import { hashdeep } from '../../../src/hashsets/formats/hashdeep.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const head = '%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n';

describe('hashdeep takes', () => {
  it('commas in names, upper-case digits, CR LF and remarks', async () => {
    const text = `${head}## note\n3,${md5.toUpperCase()},a, b,c\n`.replaceAll('\n', '\r\n');
    const { records, issues, headings } = await readWhole(hashdeep, text);
    expect(issues).toEqual([]);
    expect(headings).toBe(3);
    expect(records).toEqual([
      { place: { line: 4 }, digests: { md5 }, sizeBytes: 3, attributes: { names: ['a, b,c'] } },
    ]);
  });

  it('two files joined, each with its own columns', async () => {
    const text = `${head}3,${md5},a\n%%%% HASHDEEP-1.0\n%%%% size,sha-1,filename\n3,${sha1},b\n`;
    const { records, issues } = await readWhole(hashdeep, text);
    expect(issues).toEqual([]);
    expect(records.map(({ digests }) => digests)).toEqual([{ md5 }, { sha1 }]);
  });
});

describe('hashdeep refuses, with the line and what to do,', () => {
  it.each([
    [`3,${md5}`, 'row-columns'],
    [`,${md5},a`, 'size'],
    [`-3,${md5},a`, 'size'],
    [`3,${md5.slice(1)},a`, 'digest-length'],
    [`3,${sha1},a`, 'digest-length'],
    ['3,,a', 'not-a-digest'],
    [`${md5}  a`, 'row-columns'],
    ['%%%% size,tiger,filename', 'columns-unknown'],
    ['%%%% size,md5,md5,filename', 'columns-unknown'],
    ['%%%% md5,size,filename', 'columns-unknown'],
  ])('%s: %s', async (line, code) => {
    expect(codes((await readWhole(hashdeep, `${head}3,${md5},a\n${line}\n`)).issues)).toEqual([`4 ${code}`]);
  });

  it('rows that no heading explains', async () => {
    const { records, issues } = await readWhole(hashdeep, `%%%% HASHDEEP-1.0\n3,${md5},a\n`);
    expect(records).toEqual([]);
    expect(codes(issues)).toEqual(['2 columns-missing']);
  });
});

describe('hashdeep writes', () => {
  const digests = { md5: md5 as never, sha1: sha1 as never };

  it('MD5 unless asked for more, and leaves out what hashdeep would take for a collision', async () => {
    const { bytes, summary } = await writeWhole(hashdeep, [
      { place: {}, digests, sizeBytes: 3, attributes: { names: ['a'] } },
      { place: {}, digests },
      { place: {}, digests: { sha1: sha1 as never }, sizeBytes: 3 },
    ]);
    expect(bytes.toString()).toBe(`${head}3,${md5},a\n`);
    expect(summary.refused).toBe(2);
    expect(summary.notCarried).toEqual([
      { what: 'SHA-1', records: 1 },
      { what: 'record without MD5', records: 1 },
      { what: 'record without size', records: 1 },
    ]);
  });

  it('the digest without the name where the name has a line end', async () => {
    const record = { place: {}, digests, sizeBytes: 3, attributes: { names: ['a\nb'] } };
    const { bytes, summary } = await writeWhole(hashdeep, [record], { algorithms: ['sha1', 'md5'] });
    expect(bytes.toString()).toBe(`%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,filename\n3,${md5},${sha1},\n`);
    expect(summary.notCarried).toEqual([{ what: 'names', records: 1 }]);
  });
});
