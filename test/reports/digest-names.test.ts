import { describe, expect, it } from 'vitest';
import { issuesOf, md5, outcomesOf, sha1, sha256 } from './reading.ts';
import { readLines } from './text-reading.ts';

const heading = 'The following files were identified:';
const good = `${md5('good')}.jpg`;
const sent = ['IMG_0001.jpg', 'my holiday 2.dat', 'x/my holiday', '2.jpg', 'scan'];

/** What becomes of a line between two good ones. */
function between(line: string) {
  const report = readLines([heading, `1. ${good}`, line, `2. ${good}`], { sent, layout: 'digest-names' });
  expect(report.lines.read).toBe(4);
  const record = report.records.find(({ place }) => place.line === 3);
  return { report, record, issue: report.issues.find(({ place }) => place.line === 3)?.code };
}

describe('a line below a heading', () => {
  it.each([
    [`3. ${md5(1)}.jpg`, { md5: md5(1) }, `${md5(1)}.jpg`],
    [`(3) ${md5(1).toUpperCase()}.JPG 12 KB`, { md5: md5(1) }, `${md5(1).toUpperCase()}.JPG`],
    [`${sha1(1)}.jpg`, { sha1: sha1(1) }, `${sha1(1)}.jpg`],
    [`${sha256(1)}.mp4`, { sha256: sha256(1) }, `${sha256(1)}.mp4`],
    [`/files/${md5(1)}.jpg`, { md5: md5(1) }, `/files/${md5(1)}.jpg`],
    [`C:\\Users\\Jane Doe\\${md5(1)}.jpg`, { md5: md5(1) }, `C:\\Users\\Jane Doe\\${md5(1)}.jpg`],
    [`MD5 ${md5(1)}, SHA-1 ${sha1(1)}`, { md5: md5(1), sha1: sha1(1) }, undefined],
    [`BLAKE3: ${sha256(1)}`, { blake3: sha256(1) }, undefined],
    [`${md5(1)}.jpg (MD5: ${md5(1)})`, { md5: md5(1) }, `${md5(1)}.jpg`],
    [`${md5(1)}\tIMG_0001.jpg\t2,345`, { md5: md5(1) }, 'IMG_0001.jpg'],
    ['IMG_0001.JPG', {}, 'IMG_0001.JPG'],
    ['• phone 1/IMG_0001.jpg (Series: Blue Lamp)', {}, 'phone 1/IMG_0001.jpg'],
    ['my holiday 2.dat, seen before', {}, 'my holiday 2.dat'],
    ['4. my holiday', {}, 'my holiday'],
    ['File: scan', {}, 'scan'],
  ])('%j is a record', (line, digests, fileName) => {
    const { record } = between(line);
    expect(record).toMatchObject({ digests, outcome: 'identified' });
    expect(record?.fileName).toBe(fileName);
  });

  it.each([
    ['a 32-letter word', 'hisisnotahashbutthirtytwocharsxx.', 'unknown-outcome'],
    ['a digest inside a longer run', `${md5(1)}0.jpg`, 'digest-length'],
    ['a digest inside a word', `x${md5(1)}.jpg`, 'digest-characters'],
    ['a digest with something behind', `${md5(1)}_1.jpg`, 'digest-characters'],
    ['half a digest', md5(1).slice(0, 16), 'digest-length'],
    ['a number that a spreadsheet program has rounded', '12345678901234500000000000000000', 'digest-characters'],
    ['two digests of one algorithm', `${md5(1)} ${md5(2)}`, 'two-digests'],
    ['a name that is another digest', `${md5(1)}.jpg ${md5(2)}`, 'two-digests'],
    ['a digest under a wrong label', `SHA-1: ${md5(1)}`, 'digest-column'],
    ['two sent names', 'IMG_0001.jpg 2.jpg', 'two-names'],
    ['a name that was not sent', 'IMG_0002.jpg', 'name-not-sent'],
    ['a sent name beside one that was not', 'IMG_0001.jpg copy.png', 'name-not-sent'],
    ['the end of a longer name', 'my other 2.jpg', 'text-before-name'],
    ['a number that may belong to the name', '12 2.jpg', 'text-before-name'],
    ['a digest broken by a soft hyphen', `${md5(1).slice(0, 8)}\u00ad${md5(1).slice(8)}.jpg`, 'hidden-characters'],
    ['a digest broken by a zero-width blank', `${md5(1).slice(0, 20)}\u200b${md5(1).slice(20)}`, 'hidden-characters'],
    ['a name broken by a zero-width blank', 'IMG_\u200b0001.jpg', 'hidden-characters'],
    ['a divided digest', `${md5(1).slice(0, 2)}/${md5(1).slice(2)}.jpg`, 'digest-divided'],
    ['a note that doubts', `${md5(1)}.jpg possibly identified`, 'unknown-outcome'],
    ['a note that denies', `${md5(1)}.jpg (not confirmed)`, 'outcome-contradiction'],
    ['a note that says otherwise', `${md5(1)}.jpg - Unrecognized`, 'outcome-contradiction'],
    ['two series', `${md5(1)}.jpg (Series: Known One) (Series: Known Two)`, 'unknown-outcome'],
  ])('%s is an issue', (_title, line, code) => {
    const { report, issue } = between(line);
    expect(issue).toBe(code);
    expect(outcomesOf(report)[0]).toBe('2 identified');
    expect(report.records.every(({ digests }) => digests.md5 === md5('good'))).toBe(true);
  });

  it('keeps the series and the contact, and takes neither for an outcome', () => {
    const { record } = between(`${md5(1)}.jpg - Series: Known Victims; Point of Contact: Det. A. Doe`);
    expect(record).toMatchObject({ series: 'Known Victims', contact: 'Det. A. Doe', outcomeText: heading });
  });
});

describe('sections of lines', () => {
  it('go on over titles, numbers and dates, and end at what may be a heading', () => {
    const report = readLines(
      [
        'CVIP Report',
        'Identified Child Victims',
        'Series: Blue Lamp',
        good,
        'CVIP Report',
        'NCMEC Reference Number: 0000-1',
        'Total files submitted: 500',
        good,
        'Newly identified child victims',
        good,
        'Files of interest',
        good,
        'Files NOT identified',
        good,
        'CVIP Report 2',
        good,
      ],
      { layout: 'digest-names' },
    );
    expect(outcomesOf(report)).toEqual(['4 identified', '8 identified', '14 not-identified']);
    expect(issuesOf(report)).toEqual([
      '9 unknown-outcome',
      '10 no-outcome',
      '11 unknown-outcome',
      '12 no-outcome',
      '16 no-outcome',
    ]);
  });

  it('state sums in sentences, and what was submitted is none', () => {
    const report = readLines([
      '2 of 500 files were identified.',
      'Total hash values submitted: 500',
      heading,
      good,
      `${md5(1)}.jpg`,
    ]);
    expect(report.statedTotals).toMatchObject([{ outcome: 'identified', mediaKind: null, count: 2 }]);
    expect(report.statedTotals).toHaveLength(1);
  });

  it('are not read where outcomes seem to stand below what they are for', () => {
    const lines = [good, 'Identified Child', '', `${md5(1)}.jpg`, 'Unrecognized'];
    for (const layout of ['digest-names', 'outcome-sections']) {
      expect(() => readLines(lines, { layout })).toThrow(expect.objectContaining({ code: 'NO_RECORDS' }));
    }
    expect(() => readLines(lines)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(NO_RECORDS|FORMAT_UNKNOWN)$/) }),
    );
  });

  it('make a digest above the first heading an issue', () => {
    const report = readLines([`Image of the disk: MD5 ${md5(0)}`, '', heading, good], { layout: 'digest-names' });
    expect(issuesOf(report)).toEqual(['1 no-outcome']);
    expect(outcomesOf(report)).toEqual(['4 identified']);
  });
});

describe('recognition of lines', () => {
  it('prefers the stricter layout where both read all, and this one where lines hold more', () => {
    expect(readLines([heading, good]).layout).toBe('outcome-sections');
    expect(readLines([heading, `1. ${good}`]).layout).toBe('digest-names');
    const shards = `${md5(1).slice(0, 2)}/${md5(1).slice(2, 4)}/${md5(1).slice(4)}.jpg`;
    expect(readLines([heading, shards]).layout).toBe('sharded-paths');
    expect(readLines([heading, shards, good]).records.map(({ digests }) => digests.md5)).toEqual([md5(1), md5('good')]);
  });

  it('never takes a numbered digest for a name', () => {
    const report = readLines([heading, `1. ${good}`], { layout: 'digest-names' });
    expect(report.records[0]).toMatchObject({ digests: { md5: md5('good') }, fileName: good });
    expect(() => readLines([heading, `1. ${good}`], { layout: 'outcome-sections' })).toThrow(
      expect.objectContaining({ code: 'NO_RECORDS' }),
    );
  });
});
