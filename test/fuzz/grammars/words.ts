import * as fc from 'fast-check';
import { hostileSnippets } from '../hostile.ts';

const digest = fc
  .tuple(fc.constantFrom(31, 32, 32, 32, 33, 40, 64), fc.nat(50), fc.boolean())
  .map(([length, number, isUpper]) => {
    const hex = (number * 0x9e3779b1).toString(16).padStart(8, '0').slice(-8).repeat(9).slice(0, length);
    return isUpper ? hex.toUpperCase() : hex;
  });

const fileName = fc
  .tuple(
    fc.constantFrom('IMG_0001', 'photo (1)', 'Grüße', '写真', 'a'.repeat(90), '..', 'x/y/z', 'C:\\a'),
    fc.constantFrom('.jpg', '.JPG', '.mp4', '', '.'),
  )
  .map(([stem, ending]) => `${stem}${ending}`);

/** The headings of a report. */
const heading = fc.constantFrom(
  'MD5',
  'SHA-1',
  'SHA-256',
  'Hash',
  'Hash Value',
  'File Name',
  'File',
  'Path',
  'Result',
  'Status',
  'Identified',
  'Unidentified (Y/N)',
  'Series',
  'Point of Contact',
  'Type',
  'Size',
  '',
);

/** What states an outcome, or nearly so. */
const outcome = fc.constantFrom(
  'Identified Child',
  'Identified Children (3)',
  'Recognized Hash Value',
  'UNRECOGNIZED',
  'Not Identified',
  'Unidentified: 2',
  'identified?',
  'Yes',
  'No',
  'None',
);

const furniture = fc.constantFrom(
  'Page 1 of 3',
  'Total: 5',
  'Identified: 3, Recognized: 2',
  'National Center for Missing & Exploited Children',
  'End of report',
  '-----',
);

/** Not `fc.string({ unit: 'binary' })`, which takes a second to list all characters there are. */
const anyCharacters = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x2fff }), fc.integer({ min: 0, max: 0x10ffff })), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points));

/** Any text of a report: what a cell, a line, or a word of it may hold. */
export const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: digest },
  { weight: 4, arbitrary: outcome },
  { weight: 3, arbitrary: fileName },
  { weight: 2, arbitrary: heading },
  { weight: 2, arbitrary: furniture },
  { weight: 2, arbitrary: digest.map((value) => `${value}.jpg`) },
  { weight: 1, arbitrary: digest.map((value) => `/${value.slice(0, 2)}/${value.slice(2, 4)}/${value.slice(4)}.mp4`) },
  { weight: 1, arbitrary: fc.constantFrom(...hostileSnippets) },
  { weight: 1, arbitrary: anyCharacters },
  { weight: 3, arbitrary: fc.constant('') },
);

const line = fc.oneof(
  { weight: 6, arbitrary: fc.array(word, { maxLength: 6 }) },
  { weight: 2, arbitrary: fc.array(heading, { minLength: 1, maxLength: 6 }) },
  { weight: 2, arbitrary: outcome.map((text) => [text]) },
  { weight: 1, arbitrary: fc.constant<string[]>([]) },
);

/** Rows of cells, some of them like those of a report. */
export const rows: fc.Arbitrary<readonly (readonly string[])[]> = fc.array(line, { maxLength: 25 });
