import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hashlookup } from '../../../src/hashsets/formats/hashlookup.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { itWith } from '../../peer-program.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';

const record = {
  place: { line: 1 },
  digests: { md5, sha1 } as never,
  sizeBytes: 3,
  attributes: {
    names: ['a "b"\u2028.bin', 'c'],
    unknownMembers: new Map<string, unknown>([
      ['source', 'lab'],
      ['FileSize', 'large'],
      ['KnownMalicious', null],
    ]),
  },
};

describe('hashlookup', () => {
  it('writes members in their order, and says what it leaves out', async () => {
    const { bytes, summary } = await writeWhole(hashlookup, [record]);
    expect(bytes.toString()).toBe(
      `{"MD5":"${md5.toUpperCase()}","SHA-1":"${sha1.toUpperCase()}","FileName":"a \\"b\\"\u2028.bin","FileSize":"3","KnownMalicious":null,"source":"lab"}\n`,
    );
    expect(summary.notCarried).toEqual([
      { what: 'names', records: 1 },
      { what: 'unknownMembers', records: 1 },
    ]);
  });

  it.each([
    ['{"MD5":"x"', 'json'],
    ['{"MD5":"x"} {}', 'json'],
    ['["MD5"]', 'json'],
    ['MD5', 'json'],
    [`{"a":${'['.repeat(100)}`, 'json'],
    ['{"MD5":"' + '0'.repeat(31) + '"}', 'digest-length'],
    ['{"SHA-1":"' + '0'.repeat(32) + '"}', 'digest-length'],
    [`{"SHA-1":"${sha1}","sha1":"${'0'.repeat(40)}"}`, 'digests-differ'],
    [`{"MD5":["${md5}"]}`, 'not-a-digest'],
    ['{"MD5":null,"SHA-1":""}', 'no-digest'],
    ['{"SHA-512":"' + '0'.repeat(128) + '"}', 'no-digest'],
  ])('gives %s as an issue: %s', async (line, code) => {
    const { records, issues } = await readWhole(hashlookup, `{"MD5":"${md5}"}\n${line}\n{"MD5":"${md5}"}\n`);
    expect(records.map(({ place }) => place.line)).toEqual([1, 3]);
    expect(codes(issues)).toEqual([`2 ${code}`]);
  });

  it('is told from VICS on one line', () => {
    const vics = `{"value":[{"MediaID":1,"MD5":"${md5}"}]}\n`;
    expect(recogniseFormat(Buffer.from(vics), { name: 'x' }).format.id).toBe('vics-2');
    expect(recogniseFormat(Buffer.from(`{"MD5":"${md5}"}`), { name: 'x' }).format.id).toBe('hashlookup');
  });

  itWith('jq')('is read by jq, one object per line', async () => {
    const { bytes } = await writeWhole(hashlookup, [record, { ...record, sizeBytes: 4 }]);
    const program = 'jq';
    const { status, stdout } = spawnSync(program, ['-c', '[.MD5, .FileName, .FileSize, .source]'], {
      encoding: 'utf8',
      input: bytes,
    });
    expect(status).toBe(0);
    const rows = stdout.trim().split('\n');
    expect(rows.map((row): unknown => JSON.parse(row))).toEqual(
      ['3', '4'].map((size) => [md5.toUpperCase(), record.attributes.names[0], size, 'lab']),
    );
  });
});
