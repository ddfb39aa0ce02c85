import { describe, expect, it } from 'vitest';
import { issuesOf, md5, outcomesOf, sha1 } from './reading.ts';
import { readLines } from './text-reading.ts';

const title = 'Initial Hash Value Comparison Report';

/** Digest and outcome of each record. */
function found(lines: readonly string[]): string[] {
  const report = readLines(lines);
  expect(report.layout).toBe('hash-comparison');
  expect(report.issues).toEqual([]);
  return report.records.map(
    ({ digests, outcome }) => `${digests.md5 === undefined ? 'sha1' : digests.md5.slice(0, 4)} ${outcome}`,
  );
}

const expected = [
  `${md5(1).slice(0, 4)} identified`,
  `${md5(2).slice(0, 4)} recognized`,
  `${md5(3).slice(0, 4)} unrecognized`,
];

describe('a hash comparison', () => {
  it('may be a table', () => {
    const rows = [
      `${md5(1)}\tIdentified Child`,
      `${md5(2)}\tRecognized Hash Value`,
      `${md5(3)}\tUnrecognized Hash Value`,
    ];
    expect(found([title, 'Hash Value\tResult', ...rows])).toEqual(expected);
    expect(found(['Hash Value\tResult', ...rows])).toEqual(expected);
  });

  it('may have a column for each outcome', () => {
    const header = 'Identified Child\tRecognized Hash Value\tUnrecognized Hash Value';
    expect(found([header, `${md5(1)}\t${md5(2)}\t${md5(3)}`])).toEqual(expected);
    expect(found([title, header, `${md5(1)}\t\t${md5(3)}`, `\t${md5(2)}`]).sort()).toEqual(expected.toSorted());
    expect(found([header, '1\t1\t1', `${md5(1)}\t${md5(2)}\t${md5(3)}`])).toEqual(expected);
  });

  it('may have a line or a section for each outcome', () => {
    const labelled = [
      `Identified Child: ${md5(1)}`,
      `Recognized Hash Value: ${md5(2)}`,
      `Unrecognized Hash Value: ${md5(3)}`,
    ];
    expect(found([title, ...labelled])).toEqual(expected);
    const sections = [
      'Identified Child (1)',
      md5(1),
      'Recognized Hash Value (1)',
      md5(2),
      'Unrecognized Hash Value (1)',
      md5(3),
    ];
    expect(found([title, ...sections])).toEqual(expected);
    expect(found(sections)).toEqual(expected);
  });

  it('may list several hash values in a row, but an MD5 beside a SHA-1 is one file', () => {
    expect(found([title, 'Identified Child', `${md5(1)}, ${md5(4)}`])).toHaveLength(2);
    expect(found([title, 'Identified Child', `${md5(1)} ${sha1(1)}`])).toHaveLength(1);
    const report = readLines([title, `Identified Child: ${md5(1)}, ${md5(4)}`, 'Recognized: None']);
    expect(report.lines).toMatchObject({ read: 3, records: 1, headings: 2 });
    expect(report.records).toHaveLength(2);
    expect(report.statedTotals).toMatchObject([{ outcome: 'recognized', count: 0 }]);
  });

  it('states sums in a row of numbers', () => {
    const report = readLines([
      title,
      'Identified Child\tRecognized\tUnrecognized',
      '1\t0\t2',
      'Identified Child',
      md5(1),
    ]);
    expect(report.statedTotals.map(({ outcome, count }) => [outcome, count])).toEqual([
      ['identified', 1],
      ['recognized', 0],
      ['unrecognized', 2],
    ]);
    expect(outcomesOf(report)).toEqual(['5 identified']);
  });

  it('uses nothing of a row with a broken hash value, or with one below no outcome', () => {
    const header = '#\tIdentified Child\tRecognized Hash Value';
    const report = readLines([
      title,
      header,
      `1\t${md5(1)}\t${md5(2)}`,
      `2\t${md5(3)}\t${md5(4).slice(1)}`,
      `${md5(5)}\t${md5(6)}`,
    ]);
    expect(outcomesOf(report)).toEqual(['3 identified', '3 recognized']);
    expect(issuesOf(report)).toEqual(['4 digest-length', '5 no-outcome']);
  });

  it('stops a list that stands below another outcome, and digits that were rounded', () => {
    const lines = [title, 'Recognized Hash Value', md5(1), `Identified Child: ${md5(2)}`];
    expect(issuesOf(readLines(lines, { layout: 'hash-comparison' }))).toEqual(['4 outcome-contradiction']);
    expect(outcomesOf(readLines(lines))).toEqual(['3 recognized']);
    const header = 'Identified Child\tRecognized Hash Value';
    const rounded = readLines([title, header, `${md5(1)}\t${md5(2)}`, `12345678901234500000000000000000\t${md5(3)}`]);
    expect(issuesOf(rounded)).toEqual(['4 digest-number']);
  });

  it('is not known by the outcomes where there are others beside the three', () => {
    const rows = [
      `${md5(1)}\tIdentified Child`,
      `${md5(2)}\tRecognized Hash Value`,
      `${md5(3)}\tUnrecognized Hash Value`,
    ];
    expect(readLines(['Hash\tResult', ...rows, `${md5(4)}\tNot identified`]).layout).toBe('status-column');
  });
});
