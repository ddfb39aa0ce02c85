import { describe, expect, it } from 'vitest';
import { createVocabulary } from '../../src/reports/vocabulary.ts';

const vocabulary = createVocabulary();

describe('the vocabulary', () => {
  it.each([
    ['Identified Child', 'identified'],
    ['IDENTIFIED CHILDREN', 'identified'],
    ['identified victim', 'identified'],
    ['Identified', 'identified'],
    ['Known victims:', 'identified'],
    ['Known_Victim', 'identified'],
    ['Known Victim Images', 'identified'],
    ['Confirmed', 'identified'],
    ['Recognized Hash Value', 'recognized'],
    ['recognized hash values', 'recognized'],
    ['Recognised', 'recognized'],
    ['Unrecognized', 'unrecognized'],
    ['unrecognised hash value', 'unrecognized'],
    ['Not recognized', 'unrecognized'],
    ['Not identified', 'not-identified'],
    ['NOT-IDENTIFIED', 'not-identified'],
    [' not\u00a0identified ', 'not-identified'],
    ['Unidentified images', 'not-identified'],
    ['un-identified', 'not-identified'],
    ['Unconfirmed', 'not-identified'],
    ['Identified Child Victims', 'identified'],
    ['identified child(ren)', 'identified'],
    ['The following files were identified:', 'identified'],
    ['The following images have been identified as known victims', 'identified'],
    ['images depicting identified child victims', 'identified'],
    ['Files identified', 'identified'],
    ['The following hash values were recognized', 'recognized'],
    ['is not recognized', 'unrecognized'],
    ['Files NOT identified', 'not-identified'],
    ['files that were not identified by NCMEC', 'not-identified'],
    ['identified as unidentified', 'not-identified'],
  ])('takes %j for %s', (phrase, outcome) => {
    expect(vocabulary.outcomeOf(phrase)).toBe(outcome);
  });

  it.each([
    '',
    ' ',
    '?',
    'Known',
    'Possibly identified',
    'Not yet identified',
    'Identified Child: No',
    'Identified: yes',
    'Identified (no)',
    'Identified/Unrecognized',
    '!identified',
    '≠ identified',
    'Identified?',
    'Identified child and recognized hash value',
    'Series identified',
    'Identify',
    'Blue Lamp',
    'unidentified child series',
    'newly identified child victim',
    'newly identified child victims are listed below',
    'Files of interest',
    'appears to be identified',
    'appear to contain identified victims',
    'The following files appear to be identified',
    'previously identified as not known',
    'not identified as a known victim',
    'not yet identified',
    'No files were identified',
    'none of the files were identified',
    'neither identified',
    'could be identified',
    'to be identified',
    'The following files',
    'were',
    'identified as',
    `identified ${'x '.repeat(5000)}`,
    '__proto__',
    'constructor',
  ])('does not know %j', (phrase) => {
    expect(vocabulary.outcomeOf(phrase)).toBeUndefined();
  });

  it('takes the words of the lab in', () => {
    const words = createVocabulary(
      new Map([
        ['In NCMEC database', 'recognized'],
        ['Kein Treffer', 'unrecognized'],
        ['Identified', 'identified'],
      ]),
    );
    expect(words.outcomeOf('in ncmec databases')).toBe('recognized');
    expect(words.outcomeOf('KEIN TREFFER')).toBe('unrecognized');
    expect(words.outcomeOf('Treffer')).toBeUndefined();
    expect(vocabulary.outcomeOf('Kein Treffer')).toBeUndefined();
  });

  it.each([
    ['Recognized', 'identified'],
    ['not identified', 'identified'],
    [' - ', 'identified'],
    ['', 'recognized'],
  ] as const)('refuses %j as a word of the lab for %s', (word, outcome) => {
    expect(() => createVocabulary(new Map([[word, outcome]]))).toThrow(
      expect.objectContaining({ code: 'SETTINGS_INVALID' }),
    );
  });

  it('refuses two words of the lab that are one phrase with two meanings', () => {
    const words = new Map([
      ['Hit', 'recognized'],
      ['hit.', 'unrecognized'],
    ] as const);
    expect(() => createVocabulary(words)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
  });
});
