import { describe, expect, it } from 'vitest';
import type { HashSetRecord } from '../../../src/hashsets/contract.ts';
import { tskIdx } from '../../../src/hashsets/formats/tsk-idx.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const typeLine = `${'0'.repeat(41)}|md5sum`;
const abc = '900150983cd24fb0d6963f7d28e17f72';

function recordOf(md5: string): HashSetRecord {
  return { place: {}, digests: { md5: md5 as never } };
}

describe('an index of Sleuth Kit', () => {
  it('is written byte for byte as hfind makes it, whatever letters and line ends are asked for', async () => {
    const expected = `${typeLine}\n${'0'.repeat(40)}1|Lab set\n${abc.toUpperCase()}|0000000000000000\n`;
    for (const form of [{}, { letterCase: 'lower', lineEnd: 'crlf', headerLine: true }] as const) {
      const { bytes } = await writeWhole(tskIdx, [recordOf(abc)], { setName: 'Lab set', ...form });
      expect(bytes.toString()).toBe(expected);
    }
  });

  it('holds no digest of zeros, which would be taken for a heading', async () => {
    const { bytes, summary } = await writeWhole(tskIdx, [recordOf('0'.repeat(32)), recordOf(abc)]);
    expect(summary).toMatchObject({
      records: 1,
      refused: 1,
      notCarried: [{ what: 'digest of zeros alone', records: 1 }],
    });
    expect((await readWhole(tskIdx, bytes)).records).toHaveLength(1);
  });

  it.each([
    ['a long name to its first 100 characters', 'n'.repeat(101), 'n'.repeat(100)],
    ['no half of a character', `${'n'.repeat(99)}😀`, 'n'.repeat(99)],
    ['a name up to its first line end', 'a\r\nb', 'a'],
  ])('holds %s', async (_, setName, expected) => {
    const { bytes } = await writeWhole(tskIdx, [recordOf(abc)], { setName });
    expect(bytes.toString().split('\n')[1]).toBe(`${'0'.repeat(40)}1|${expected}`);
    expect(tskIdx.setAsCarried({ setName })).toEqual({ setName: expected });
  });

  it('with line ends of Windows is read', async () => {
    const text = [typeLine, `${'0'.repeat(40)}1|lab`, `${abc}|0000000000000000`, ''].join('\r\n');
    expect(await readWhole(tskIdx, text)).toMatchObject({
      records: [{ digests: { md5: abc } }],
      issues: [],
      headings: 2,
    });
  });

  it('takes its headings for such on the first two lines only', async () => {
    const text = [`${abc}|0000000000000000`, typeLine, typeLine, ''].join('\n');
    expect(codes((await readWhole(tskIdx, text)).issues)).toEqual(['2 digest-length', '3 digest-length']);
  });
});
