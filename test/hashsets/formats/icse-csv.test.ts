import { describe, expect, it } from 'vitest';
import { icseCsv } from '../../../src/hashsets/formats/icse-csv.ts';
import { recogniseFormat } from '../../../src/hashsets/lookup.ts';
import { codes, readWhole, writeWhole } from '../reading.ts';

const md5 = '900150983cd24fb0d6963f7d28e17f72';
const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
const heading =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';

describe('icse-csv', () => {
  it('reads rows of one cell, and of more than the heading has', async () => {
    const { records, issues } = await readWhole(icseCsv, `${heading}\n${md5}\n;${sha1};;;;;;;;;;;a;b\n`);
    expect(issues).toEqual([]);
    expect(records).toEqual([
      { place: { line: 2 }, digests: { md5 } },
      {
        place: { line: 3 },
        digests: { sha1 },
        attributes: {
          unknownMembers: new Map([
            ['(column 13)', 'a'],
            ['(column 14)', 'b'],
          ]),
        },
      },
    ]);
  });

  it('takes no last row that may be cut off, and every last row that is not', async () => {
    const row = `${md5};;;;;;;S;;;Image;`;
    expect((await readWhole(icseCsv, `${heading}\n${row}`)).records.length).toBe(1);
    const cut = await readWhole(icseCsv, `${heading}\n${md5};;;;;;;Ser`);
    expect([cut.records, codes(cut.issues)]).toEqual([[], ['2 digest-cut']]);
  });

  it('does not take a SHA-1 for an MD5', async () => {
    expect(codes((await readWhole(icseCsv, `${heading}\n${sha1};${md5}\n`)).issues)).toEqual(['2 digest-length']);
  });

  it('is not taken for a table with other columns, nor such a table for it', async () => {
    expect(recogniseFormat(Buffer.from(`${heading}\n`), { name: 'x' }).format.id).toBe('icse-csv');
    expect(recogniseFormat(Buffer.from(`${heading};x\n`), { name: 'x' }).format.id).toBe('csv');
    await expect(readWhole(icseCsv, `${heading};x\n`)).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
  });

  it('writes the form of its example, capitals and all', async () => {
    const unknownMembers = new Map<string, unknown>([
      ['Baseline', 'True'],
      ['Image ID', '1'],
      ['Camera', 'x'],
    ]);
    const attributes = { isDistributed: true, victimIdentified: false, series: 'A;"=', unknownMembers };
    const record = { place: {}, digests: { md5, sha1 } as never, kind: 'video', attributes } as const;
    const { bytes, summary } = await writeWhole(icseCsv, [record]);
    expect(bytes.toString()).toBe(
      `${heading}\n${md5.toUpperCase()};${sha1.toUpperCase()};;1;True;False;;"A;""=";;;Video;True\n`,
    );
    expect(summary.notCarried).toEqual([{ what: 'unknownMembers', records: 1 }]);
  });
});
