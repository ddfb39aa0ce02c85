import { describe, expect, it } from 'vitest';
import { createSentNames, noSentNames } from '../../src/reports/sent-names.ts';

const sent = createSentNames([
  'x/IMG_0001.jpg',
  'my holiday 2.dat',
  'holiday 2.dat',
  'scan 2',
  'scan',
  '(1).jpg',
  'a/-draft copy.png',
  'U\u0308bersicht – Größe ½.png',
  '写真 01.gif',
  '.hidden.jpg',
  '2024',
]);

function namesIn(text: string): string[] {
  return sent.findIn(text).map(({ start, end }) => text.slice(start, end));
}

describe('sent names in a text', () => {
  it.each([
    ['IMG_0001.jpg', ['IMG_0001.jpg']],
    ['12) img_0001.JPG (series)', ['img_0001.JPG']],
    ['"IMG_0001.jpg": recognized', ['IMG_0001.jpg']],
    ['see IMG_0001.jpg.', ['IMG_0001.jpg']],
    ['other/folder\\IMG_0001.jpg', ['IMG_0001.jpg']],
    ['my holiday 2.dat and IMG_0001.jpg', ['my holiday 2.dat', 'IMG_0001.jpg']],
    ['(1).jpg\t12 KB', ['(1).jpg']],
    ['- -draft copy.png', ['-draft copy.png']],
    ['Übersicht – Größe ½.png – identified', ['Übersicht – Größe ½.png']],
    ['写真 01.gif', ['写真 01.gif']],
    ['.hidden.jpg', ['.hidden.jpg']],
    ['scan 2', ['scan 2']],
    ['3. scan - recognized', ['scan']],
    ['1\tscan 2\t12 KB', ['scan 2']],
  ])('%j', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    'IMG_0001.jpg.exe',
    'IMG_0001.jpeg',
    'XIMG_0001.jpg',
    'IMG_0001.jpg_2',
    'my_IMG_0001.jpg',
    'IMG_0001',
    'we scan 2 more',
    'scan of the report',
    '2024',
    '1).jpg',
    '',
  ])('not in %j', (text) => {
    expect(namesIn(text)).toEqual([]);
  });

  it('are none where nothing is known to have been sent', () => {
    expect(noSentNames.findIn('IMG_0001.jpg')).toEqual([]);
  });

  it('are found in a long line of a hostile text without looking everything up again and again', () => {
    const names = createSentNames(Array.from({ length: 250 }, (_, length) => `a ${'a'.repeat(length)}.jpg`));
    expect(names.findIn('a '.repeat(50_000))).toEqual([]);
  });
});
