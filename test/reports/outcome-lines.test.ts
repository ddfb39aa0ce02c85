import { describe, expect, it } from 'vitest';
import { issuesOf, md5, outcomesOf, sha1 } from './reading.ts';
import { readLines } from './text-reading.ts';

const sent = ['IMG_0001.jpg', 'my holiday 2.dat'];

describe('a line that states an outcome', () => {
  it.each([
    [`${md5(1)}.jpg - Identified Child (series: Blue Lamp)`, 'identified'],
    [`${md5(1)}: not recognized`, 'unrecognized'],
    [`${md5(1)}.jpg was not identified.`, 'not-identified'],
    [`${md5(1)} depicts an identified child`, 'identified'],
    [`Identified Child - ${md5(1)}`, 'identified'],
    [`Hash: ${md5(1)} Status: Recognized Series: Red Door`, 'recognized'],
    [`1) ${md5(1)}.jpg -> Unrecognized`, 'unrecognized'],
    ['IMG_0001.jpg: unrecognized', 'unrecognized'],
    ['“my holiday 2.dat”: Known Victim, image, 12 KB', 'identified'],
  ])('%j', (line, outcome) => {
    const report = readLines([line], { sent });
    expect(report.layout).toBe('outcome-lines');
    expect(outcomesOf(report)).toEqual([`1 ${outcome}`]);
  });

  it.each([
    [`${md5(1)} - Identified Child: No`, 'unknown-outcome'],
    [`${md5(1)} - Identified: 0`, 'unknown-outcome'],
    [`${md5(1)} - Identified?`, 'unknown-outcome'],
    [`${md5(1)} - Not - identified`, 'unknown-outcome'],
    [`${md5(1)} - No, identified`, 'unknown-outcome'],
    [`${md5(1)} - appears to be identified`, 'unknown-outcome'],
    [`${md5(1)} - previously identified as not known`, 'unknown-outcome'],
    [`${md5(1)} - newly identified child victim`, 'unknown-outcome'],
    [`${md5(1)} - of interest`, 'unknown-outcome'],
    [`${md5(1)} - Identified (retracted)`, 'unknown-outcome'],
    [`${md5(1)} - Identified, Unrecognized`, 'outcome-contradiction'],
    [`${md5(1)} (series: Known Victim)`, 'no-outcome'],
    [md5(1), 'no-outcome'],
    ['IMG_0002.jpg: identified', 'name-not-sent'],
    [`${md5(1)}, ${md5(2)}: identified`, 'two-digests'],
    ['The other files were identified.', 'no-digest-or-name'],
  ])('not %j', (line, code) => {
    const report = readLines([`${md5(0)} - Recognized`, line], { sent });
    expect(issuesOf(report)).toEqual([`2 ${code}`]);
    expect(outcomesOf(report)).toEqual(['1 recognized']);
  });
});

describe('a block of labelled lines', () => {
  const good = [`MD5: ${md5(0)}`, 'Status: Recognized', ''];

  it('is one record, and its lines belong to it', () => {
    const report = readLines([
      'Status: Identified Child',
      'File Name: my holiday 2.dat',
      `MD5: ${md5(1)}`,
      `SHA-1: ${sha1(1)}`,
      'Series: Blue Lamp',
      'POC: Det. A. Doe',
    ]);
    expect(report.records).toEqual([
      {
        place: { line: 2 },
        digests: { md5: md5(1), sha1: sha1(1) },
        fileName: 'my holiday 2.dat',
        outcome: 'identified',
        outcomeText: 'Identified Child',
        kind: 'unknown',
        series: 'Blue Lamp',
        contact: 'Det. A. Doe',
      },
    ]);
    expect(report.lines).toMatchObject({ read: 6, records: 1, headings: 5 });
  });

  it('ends at a blank, at a rule, and where its first label comes again', () => {
    const block = (content: number, word: string): string[] => [`Hash\t${md5(content)}`, `Status\t${word}`];
    const report = readLines([
      ...block(1, 'Identified'),
      ...block(2, 'Recognized'),
      '-----',
      ...block(3, 'Unrecognized'),
    ]);
    expect(outcomesOf(report)).toEqual(['1 identified', '3 recognized', '6 unrecognized']);
  });

  it.each([
    [
      'two digests',
      [`MD5: ${md5(1)}`, `Hash: ${md5(2)}`, 'Status: Identified'],
      ['4 columns-contradict', '5 columns-contradict'],
    ],
    ['two outcomes', [`MD5: ${md5(1)}`, 'Status: Identified', 'Result: Recognized'], ['4 outcome-contradiction']],
    ['an unknown outcome', [`MD5: ${md5(1)}`, 'Status: Pending'], ['4 unknown-outcome']],
    ['no outcome', [`MD5: ${md5(1)}`, 'Series: Known Victim'], ['4 no-outcome']],
    ['half a digest', [`MD5: ${md5(1).slice(1)}`, 'Status: Identified'], ['4 digest-length']],
    ['another digest in a note', [`MD5: ${md5(1)}`, 'Status: Identified', `Comment: as ${md5(2)}`], ['6 two-media']],
    [
      'an invisible character beside a digest',
      [`SHA-1: ${sha1(1)}`, `MD5: \uFEFF${md5(1)}`, 'Status: Identified'],
      ['4 two-media', '5 two-media'],
    ],
    [
      'an order that changes',
      ['Status: Identified', `MD5: ${md5(1)}`, `MD5: ${md5(2)}`, 'Status: Recognized'],
      ['5 columns-contradict', '6 columns-contradict', '7 no-digest-or-name'],
    ],
  ])('with %s is an issue', (_title, lines, issues) => {
    const report = readLines([...good, ...lines]);
    expect(issuesOf(report)).toEqual(issues);
    expect(report.lines.read).toBe(3 + lines.length);
  });

  it('with yes or no is read as such', () => {
    const report = readLines([
      `MD5: ${md5(1)}`,
      'Victim identified: No',
      '',
      `MD5: ${md5(2)}`,
      'Victim identified: Yes',
    ]);
    expect(outcomesOf(report)).toEqual(['1 not-identified', '4 identified']);
  });
});
