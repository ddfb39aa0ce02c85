import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/containers/contract.ts';
import { outcomePhrase, readOutcomeHeading, readStatedTotals } from '../../src/reports/stated-totals.ts';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

const vocabulary = createVocabulary();

function rowOf(...texts: string[]): Row {
  return { place: { line: 7 }, hidden: false, cells: texts.map((text) => ({ kind: 'text', text })) };
}

function totals(...texts: string[]) {
  return readStatedTotals(rowOf(...texts), vocabulary).map(({ outcome, mediaKind, count }) => [
    outcome,
    mediaKind,
    count,
  ]);
}

describe('a row states totals', () => {
  it.each([
    [['Total identified: 12'], [['identified', null, 12]]],
    [['Identified Child (12)'], [['identified', null, 12]]],
    [['Recognized hash values: 1,234'], [['recognized', null, 1234]]],
    [['Not identified = 3 files'], [['not-identified', null, 3]]],
    [['Total files 500'], [[null, null, 500]]],
    [['Total: 500'], [[null, null, 500]]],
    [['Grand total', '', '500'], [[null, null, 500]]],
    [['Number of videos: 3'], [[null, 'video', 3]]],
    [['3 of 500 files were identified'], [['identified', null, 3]]],
    [['3 out of the 1,500 submitted files were identified.'], [['identified', null, 3]]],
    [['12 images were not identified'], [['not-identified', 'image', 12]]],
    [['No videos were recognized.'], [['recognized', 'video', 0]]],
    [['Number of images identified: 3'], [['identified', 'image', 3]]],
    [['Images and videos identified: 5'], [['identified', null, 5]]],
    [
      ['Identified: 3 / Recognized: 10 / Unrecognized: 87'],
      [
        ['identified', null, 3],
        ['recognized', null, 10],
        ['unrecognized', null, 87],
      ],
    ],
    [
      ['Images: 40 Videos: 3'],
      [
        [null, 'image', 40],
        [null, 'video', 3],
      ],
    ],
    [
      ['Images: 40, Videos: 3.'],
      [
        [null, 'image', 40],
        [null, 'video', 3],
      ],
    ],
    [['Known victim images', '7'], [['identified', 'image', 7]]],
    [['Total unidentified videos (0)'], [['not-identified', 'video', 0]]],
    [
      ['Unrecognized', '9', 'Recognized', '4'],
      [
        ['unrecognized', null, 9],
        ['recognized', null, 4],
      ],
    ],
  ])('%j', (texts, expected) => {
    expect(totals(...texts)).toEqual(expected);
  });

  it.each([
    [['Image 12']],
    [['Total hash values submitted: 100']],
    [['500 files were submitted']],
    [['3 of 500 files were possibly identified']],
    [['3 of 500 files were identified or recognized']],
    [['At least 3 files were identified']],
    [['3 files were newly identified']],
    [['3 of 500 children were identified']],
    [['Identified: 3/10']],
    [['None of the files were identified']],
    [['File 3']],
    [['12 items']],
    [['Identified Child']],
    [['Identified 12 %']],
    [['Identified 1.5']],
    [['Case number: 24']],
    [['Report date: 2024-01-05']],
    [['Total 2024-01-05']],
    [['Identified', '40', '3', '43']],
    [['Possibly identified: 4']],
    [['Page 3']],
    [['12']],
    [['Total identified: 12 (see page 4)']],
    [[`${'x '.repeat(2000)}5`]],
  ])('but not %j', (texts) => {
    expect(totals(...texts)).toEqual([]);
  });
});

describe('a heading of rows', () => {
  it.each([
    ['Identified Child', 'identified'],
    ['2. Recognized', 'recognized'],
    ['Unrecognized (12)', 'unrecognized'],
    ['Not identified (3 files)', 'not-identified'],
  ])('%j', (text, outcome) => {
    expect(readOutcomeHeading(rowOf('', text, ''), vocabulary)).toMatchObject({ outcome, index: 1 });
  });

  it.each([
    [['Identified Child: 12']],
    [['Identified', 'x']],
    [['Possibly identified']],
    [['Blue Lamp (3)']],
    [['']],
  ])('but not %j', (texts) => {
    expect(readOutcomeHeading(rowOf(...texts), vocabulary)).toBeUndefined();
  });

  it('is found in no time, however many blanks a cell holds', { timeout: 5_000 }, () => {
    expect(outcomePhrase(`Identified${' '.repeat(500_000)}(12)`)).toBe('Identified');
    expect(outcomePhrase(`a${' '.repeat(500_000)}b`)).toHaveLength(500_002);
  });
});
