import { describe, expect, it } from 'vitest';
import { griffeyeCsv } from '../../../src/hashsets/formats/griffeye-csv.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const heading = 'Category;File Name;Directory Path;File Size;File Type;File Location';

describe('griffeye-csv', () => {
  it('finds its columns in any order, the digest under either title', async () => {
    const text = `Hash Value;File Location;Bookmark;File Type;File Size;Directory Path;File Name;Category\r\n${md5};P\\1;;jpg;3;C:\\;a;2\r\n`;
    const { records, issues } = await readWhole(griffeyeCsv, text);
    expect(issues).toEqual([]);
    expect(records).toEqual([
      {
        place: { line: 2 },
        digests: { md5 },
        sizeBytes: 3,
        attributes: {
          vicsCategory: { value: 2, scheme: 'vics/unstated' },
          names: ['C:\\a'],
          unknownMembers: new Map([
            ['File Location', 'P\\1'],
            ['File Type', 'jpg'],
          ]),
        },
      },
    ]);
    expect(recogniseFormat(Buffer.from(text), { name: 'x' }).format.id).toBe('griffeye-csv');
  });

  it('keeps other columns that look like names as they are', async () => {
    const { records } = await readWhole(griffeyeCsv, `${heading};MD5;File Path\n1;a;d;3;jpg;P;${md5};x\n`);
    expect(records[0]?.attributes?.names).toEqual(['d\\a']);
    expect(records[0]?.attributes?.unknownMembers?.get('File Path')).toBe('x');
  });

  it('reads names in the code page of Windows', async () => {
    const bytes = Buffer.from(`${heading};MD5\r\n1;gr\u00fcn.jpg;d;3;jpg;P;${md5}\r\n`, 'latin1');
    expect((await readWhole(griffeyeCsv, bytes)).records[0]?.attributes?.names).toEqual(['d\\grün.jpg']);
  });

  it('gives two values of MD5 that differ as an issue', async () => {
    const text = `${heading};MD5;Hash Value\n1;a;d;3;jpg;P;${md5};${'0'.repeat(32)}\n`;
    expect(codes((await readWhole(griffeyeCsv, text)).issues)).toEqual(['2 digests-differ']);
  });

  it.each([
    `${heading}\n`,
    `${heading.replace('File Type', 'Type')};MD5\n`,
  ])('is not a table such as %j', async (text) => {
    expect(griffeyeCsv.recognise(Buffer.from(text))).toBeUndefined();
    await expect(readWhole(griffeyeCsv, text)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });
});
