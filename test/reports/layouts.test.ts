import { describe, expect, it } from 'vitest';
import { writeWorkbook } from '../containers/reading.ts';
import { issuesOf, md5, outcomesOf, readReply, sha1, sha256 } from './reading.ts';

/** Lines of CSV from rows that need no quotes. */
function csv(...rows: readonly (readonly string[] | string)[]): string {
  return rows.map((row) => `${typeof row === 'string' ? row : row.join(',')}\n`).join('');
}

describe('a status column', () => {
  it('may stand anywhere, with title rows above and other columns between', async () => {
    const report = await readReply(
      csv(
        'Invented report',
        '',
        ['Point of Contact', 'x', 'STATUS', 'sha1', 'Series', 'Hash Value', 'Filename', 'type'],
        ['Det. A', '1', 'identified child', sha1(1), 'Blue Lamp', md5(1), 'a.dat', 'Video'],
        ['', '2', 'Unrecognized', '', '', md5(2).toUpperCase(), 'dir\\b.JPG', ''],
      ),
    );
    expect(report).toMatchObject({ layout: 'status-column', container: 'delimited-text', issues: [] });
    expect(report.records).toEqual([
      {
        place: { line: 4 },
        digests: { md5: md5(1), sha1: sha1(1) },
        fileName: 'a.dat',
        outcome: 'identified',
        outcomeText: 'identified child',
        kind: 'video',
        series: 'Blue Lamp',
        contact: 'Det. A',
      },
      {
        place: { line: 5 },
        digests: { md5: md5(2) },
        fileName: 'dir\\b.JPG',
        outcome: 'unrecognized',
        outcomeText: 'Unrecognized',
        kind: 'image',
      },
    ]);
  });

  it('never takes a series for an identification', async () => {
    const report = await readReply(
      csv('MD5,Result,Series', [md5(1), 'Recognized', 'Blue Lamp'], [md5(2), '', 'Red Door']),
    );
    expect(outcomesOf(report)).toEqual(['2 recognized']);
    expect(issuesOf(report)).toEqual(['3 no-outcome']);
  });

  it('may be headed by an outcome and say yes or no', async () => {
    const report = await readReply(
      csv(
        'MD5,Victim identified,Recognized',
        [md5(1), 'Yes', 'Yes'],
        [md5(2), 'no', 'Y'],
        [md5(3), 'N', 'No'],
        [md5(4), 'No', ''],
        [md5(5), '', 'yes'],
        [md5(6), '', ''],
        [md5(7), 'perhaps', 'no'],
        [md5(8), 'yes', 'no'],
      ),
    );
    expect(outcomesOf(report)).toEqual([
      '2 identified',
      '3 recognized',
      '4 unrecognized',
      '5 not-identified',
      '6 recognized',
    ]);
    expect(issuesOf(report)).toEqual(['7 no-outcome', '8 unknown-outcome', '9 outcome-contradiction']);
  });

  it('is told from others by whether its words are outcomes', async () => {
    const report = await readReply(
      csv('MD5,Status,Result', [md5(1), 'Complete', 'Identified'], [md5(2), 'Complete', 'Unidentified']),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '3 not-identified']);
  });

  it('must agree with others that state outcomes', async () => {
    const report = await readReply(
      csv(
        'MD5,Status,Classification,Identified',
        [md5(1), 'Identified', 'Known victim', 'yes'],
        [md5(2), 'Unrecognized', 'Not identified', 'no'],
        [md5(3), 'Recognized', 'Unrecognized', 'no'],
        [md5(4), 'Recognized', '', 'yes'],
      ),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '3 unrecognized']);
    expect(issuesOf(report)).toEqual(['4 outcome-contradiction', '5 outcome-contradiction']);
  });

  it('follows a header that comes again with its columns in another order', async () => {
    const report = await readReply(
      csv('MD5,Result', [md5(1), 'Identified'], 'MD5,Result', [md5(2), 'Recognized'], 'Result,MD5', [
        'Unrecognized',
        md5(3),
      ]),
    );
    expect(report.lines).toEqual({ read: 6, records: 3, issues: 0, headings: 3, blanks: 0, furniture: 0 });
    expect(report.records[2]?.digests).toEqual({ md5: md5(3) });
  });

  it('gives digests of file names where no column does, whole names only', async () => {
    const report = await readReply(
      csv(
        'File Name,Result',
        [`${md5(1).toUpperCase()}.jpg`, 'Identified'],
        [`sub/${sha1(2)}.mp4`, 'Identified'],
        [`${sha256(3)}.png`, 'Identified'],
        [`x${md5(4)}.jpg`, 'Identified'],
        [`${md5(5)}_1.jpg`, 'Identified'],
      ),
    );
    expect(report.records.map((record) => record.digests)).toEqual([
      { md5: md5(1) },
      { sha1: sha1(2) },
      { sha256: sha256(3) },
      {},
      {},
    ]);
    const withColumn = await readReply(csv('MD5,File Name,Result', ['', `${md5(1)}.jpg`, 'Identified']));
    expect(withColumn.records[0]?.digests).toEqual({});
  });

  it('leaves rows out that do not say what they are for', async () => {
    const report = await readReply(
      csv(
        'MD5,File Name,Result,MD5',
        [md5(1), 'a.jpg', 'Identified', ''],
        ['', '', 'Identified', ''],
        [md5(3), 'b.jpg', 'Identified', md5(4)],
        [md5(5), 'my', 'c.jpg', '', 'Identified'],
        ['Prepared by an invented person', '', '', ''],
        ['', 'IMG_0001', 'Recognized', ''],
      ),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '7 recognized']);
    expect(issuesOf(report)).toEqual([
      '3 no-digest-or-name',
      '4 columns-contradict',
      '5 extra-cells',
      '6 no-digest-or-name',
    ]);
  });

  it('makes a digest above the header an issue, and text there a heading', async () => {
    const report = await readReply(
      csv(`Image of the disk,${md5(0)}`, 'Examiner,Doe', 'MD5,Result', [md5(1), 'Identified']),
    );
    expect(issuesOf(report)).toEqual(['1 no-columns']);
    expect(report.lines.headings).toBe(2);
  });
});

describe('sections', () => {
  it('never let a row fall to the heading before one that is not known', async () => {
    const report = await readReply(
      csv('Identified Child', md5(1), 'Possibly identified', md5(2), 'Recognized', md5(3)),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '6 recognized']);
    expect(issuesOf(report)).toEqual(['3 unknown-outcome', '4 no-outcome']);
  });

  it.each([
    ['an unknown heading with more cells', ['Possibly identified', '12 files']],
    ['an unknown heading where names stand', ['', 'Possibly identified']],
    ['a sum of another outcome', ['Recognized: 2', '']],
    ['a line that cannot be read', ['"Recog', '']],
  ])('end at %s', async (_title, row) => {
    const report = await readReply(csv('Identified Child', 'MD5,File Name', [md5(1), 'a.jpg'], row, [md5(2), 'b.jpg']));
    expect(outcomesOf(report)).toEqual(['3 identified']);
    expect(issuesOf(report)).toContain('5 no-outcome');
  });

  it('go on over what says nothing', async () => {
    const report = await readReply(
      csv('Identified Child', md5(1), 'Page 2 of 3', '', '1 item', md5(2), 'Identified: 2', md5(3)),
    );
    expect(outcomesOf(report)).toEqual(['2 identified', '6 identified', '8 identified']);
    expect(report.issues).toEqual([]);
  });

  it('are not opened by a list of all outcomes', async () => {
    const list = ['Identified Child', 'Recognized', 'Unrecognized'];
    await expect(readReply(csv(...list, 'MD5', md5(1)))).rejects.toMatchObject({ code: 'NO_RECORDS' });
    const both = await readReply(csv(...list, '', 'Recognized', md5(1), 'Unrecognized', md5(2)));
    expect(outcomesOf(both)).toEqual(['6 recognized', '8 unrecognized']);
    const counted = await readReply(csv('Identified Child (0)', 'Recognized (1)', md5(1)));
    expect(outcomesOf(counted)).toEqual(['3 recognized']);
    const none = await readReply(csv('Identified Child', 'None', 'Recognized', md5(1)));
    expect(outcomesOf(none)).toEqual(['4 recognized']);
  });

  it('read rows without a header by what they hold, or not at all', async () => {
    const report = await readReply(
      csv(
        'Not identified',
        [md5(1), 'a.jpg', '2,000'],
        ['b.mp4', '', ''],
        ['a.jpg', 'b.jpg', ''],
        [md5(1), md5(2), ''],
      ),
    );
    expect(outcomesOf(report)).toEqual(['2 not-identified', '3 not-identified']);
    expect(report.records[0]).toMatchObject({ digests: { md5: md5(1) }, fileName: 'a.jpg' });
    expect(issuesOf(report)).toEqual(['4 no-columns', '5 columns-contradict']);
  });

  it('make rows issues that stand above the first heading', async () => {
    const report = await readReply(csv('MD5', md5(1), 'Recognized', md5(2)));
    expect(issuesOf(report)).toEqual(['2 no-outcome']);
    expect(outcomesOf(report)).toEqual(['4 recognized']);
  });
});

describe('sheets', () => {
  it('named after outcomes state them; sheets of another kind are accounted for', async () => {
    const report = await readReply(
      writeWorkbook({
        Cover: [['Invented report'], ['Total', 3]],
        'Identified (2)': [
          ['Hash', 'File Name'],
          [md5(1), 'a.jpg'],
          [md5(2), 'b.mp4'],
        ],
        Unrecognised: [['SHA-1'], [sha1(3)], ['Total: 1']],
        Log: [['File', 'Copied'], ['c.jpg', 'yes'], ['note']],
      }),
    );
    expect(report).toMatchObject({ layout: 'sheet-per-outcome', container: 'workbook' });
    expect(outcomesOf(report)).toEqual(['2 identified', '3 identified', '2 unrecognized']);
    expect(issuesOf(report)).toEqual(['2 no-columns']);
    expect(report.statedTotals).toMatchObject([{ outcome: null, count: 3, place: { sheet: 'Cover', row: 2 } }]);
    expect(report.lines).toEqual({ read: 11, records: 3, issues: 1, headings: 7, blanks: 0, furniture: 0 });
  });

  it('with a status column of their own must agree with it', async () => {
    const rows = (word: string) => [
      ['MD5', 'Result'],
      [md5(word), word],
    ];
    const agreeing = await readReply(writeWorkbook({ Identified: rows('Identified'), Recognized: rows('Recognized') }));
    expect(outcomesOf(agreeing)).toEqual(['2 identified', '2 recognized']);
    const contradicting = writeWorkbook({ Identified: rows('Unrecognized'), Recognized: rows('Recognized') });
    await expect(readReply(contradicting)).rejects.toMatchObject({
      code: 'FORMAT_AMBIGUOUS',
      hint: expect.stringContaining('--layout'),
    });
    const chosen = await readReply(contradicting, { layout: 'sheet-per-outcome' });
    expect(issuesOf(chosen)).toEqual(['2 outcome-contradiction']);
  });

  it('of any name are all read where each has a status column', async () => {
    const report = await readReply(
      writeWorkbook({
        A: [
          ['MD5', 'Status'],
          [md5(1), 'Identified'],
        ],
        B: [['x'], [], ['Status', 'File'], ['Recognized', 'b.jpg']],
      }),
    );
    expect(report.layout).toBe('status-column');
    expect(report.records.map(({ place, outcome }) => [place, outcome])).toEqual([
      [{ sheet: 'A', row: 2 }, 'identified'],
      [{ sheet: 'B', row: 4 }, 'recognized'],
    ]);
    expect(report.lines.blanks).toBe(1);
  });
});

describe('recognition', () => {
  it('asks which layout it is where two say different things', async () => {
    const text = csv('Identified Child', 'MD5,Result', [md5(1), 'Identified'], [md5(2), 'Recognized']);
    await expect(readReply(text)).rejects.toMatchObject({
      code: 'FORMAT_AMBIGUOUS',
      message: expect.stringMatching(/status-column.*outcome-sections/),
    });
    expect(outcomesOf(await readReply(text, { layout: 'status-column' }))).toEqual(['3 identified', '4 recognized']);
  });

  it('refuses what none recognises, and a layout that does not exist', async () => {
    await expect(readReply('a,b\n1,2\n')).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(readReply(csv('MD5', md5(1)))).rejects.toMatchObject({ code: 'FORMAT_UNKNOWN' });
    await expect(readReply('a,b\n', { layout: 'status-colum' })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('did you mean "status-column"'),
    });
  });

  it('compares totals of the whole document, not those that fit their own section', async () => {
    const report = await readReply(
      csv('Total: 4', 'Identified (2)', md5(1), md5(2), 'Total: 2', 'Identified (1)', md5(3), 'Recognized (7)', md5(4)),
    );
    expect(report.statedTotals.map(({ outcome, count }) => [outcome, count])).toEqual([
      [null, 4],
      ['recognized', 7],
    ]);
  });
});
