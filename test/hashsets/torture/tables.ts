import { abc, fox, lines, of, type PartialRecord, tooLong, type TortureRow } from './row.ts';

const icseHeading =
  'MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline';

function members(...told: readonly (readonly [string, unknown])[]): PartialRecord {
  return of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map(told) } } as object);
}

const icseRows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'a heading and nothing else',
    content: lines(icseHeading),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a heading in another order',
    content: lines(icseHeading.replace('MD5;SHA1', 'SHA1;MD5'), `${abc.sha1};${abc.md5};;;;;;;;;;`),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 0, answer: { format: 'csv', records: 1 } },
  },
  {
    title: 'rows that are shorter and longer than the heading',
    content: lines(icseHeading, abc.md5, `${abc.md5};;;;;;;;;;;;;x`),
    kept: [of({ md5: abc.md5 }), members(['(column 14)', 'x'])],
    imported: { exit: 0, answer: { records: 2, issues: 0 } },
  },
  {
    title: 'a last row that is cut off, where the file does not end its lines otherwise either',
    content: lines(icseHeading, `${abc.md5};;;;;;;;;;;`, `${fox.md5};;;;;;;`).slice(0, -1),
    kept: [of({ md5: abc.md5 })],
    issues: ['3 digest-cut'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'truth, kinds and numbers in words that nobody knows',
    content: lines(icseHeading, `${abc.md5};;;7;maybe;yes;0;;99999999999999999999;x;Audio;y`),
    kept: [
      members(
        ['Image ID', '7'],
        ['Is distributed', 'maybe'],
        ['Number of submissions', '99999999999999999999'],
        ['File Available', 'x'],
        ['Media Type', 'Audio'],
        ['Baseline', 'y'],
      ),
    ],
  },
  {
    title: 'a series that is a formula, with a line end',
    content: lines(icseHeading, `${abc.md5};;;;;;;"=1+1\nx";;;;`),
    kept: [of({ md5: abc.md5 }, { attributes: { series: '=1+1\nx' } })],
    asItIs: true,
  },
  {
    title: 'a digest of 31 digits, a row without any, and a quotation mark that is never closed',
    content: lines(icseHeading, `${abc.md5.slice(1)};`, ';;;x', `"${abc.md5};`, fox.md5),
    kept: [of({ md5: fox.md5 })],
    issues: ['2 digest-length', '3 no-digest', '4 csv-quote'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'NUL bytes, and a row twice',
    content: lines(icseHeading, '\0', abc.md5, abc.md5),
    kept: [of({ md5: abc.md5 }), of({ md5: abc.md5 })],
    issues: ['2 not-a-digest'],
    asItIs: true,
  },
];

const griffeyeHeading = 'Category;File Name;Directory Path;File Size;File Type;File Location;MD5';

function row(name = 'a.jpg', folder = 'X\\dir', md5: string = abc.md5): string {
  return `1;${name};${folder};3;jpg;Pictures\\1;${md5}`;
}

function file(name = 'X\\dir\\a.jpg', md5: string = abc.md5): PartialRecord {
  return of({ md5 }, { attributes: { names: [name] } });
}

const griffeyeRows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'a heading and nothing else',
    content: lines(griffeyeHeading),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a heading without a column that Griffeye always has',
    content: lines(griffeyeHeading.replace('File Location;', ''), row().replace('Pictures\\1;', '')),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 0, answer: { format: 'csv', records: 1 } },
  },
  {
    title: 'columns in another order, and one called __proto__',
    content: lines(
      'MD5;__proto__;File Name;Category;Directory Path;File Size;File Type;File Location',
      `${abc.md5};x;a.jpg;0;X\\dir\\;3;jpg;p`,
    ),
    kept: [
      of(
        { md5: abc.md5 },
        {
          attributes: {
            names: ['X\\dir\\a.jpg'],
            vicsCategory: { value: 0, scheme: 'vics/unstated' },
            unknownMembers: new Map([
              ['__proto__', 'x'],
              ['File Type', 'jpg'],
              ['File Location', 'p'],
            ]),
          },
        },
      ),
    ],
  },
  {
    title: 'a last row that is cut off',
    content: lines(griffeyeHeading, row(), row('b.jpg', 'X', fox.md5)).slice(0, -3),
    kept: [file()],
    issues: ['3 digest-length'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'a row that is too short, one without a digest, and a row twice',
    content: lines(griffeyeHeading, '1;a.jpg;X', row('a.jpg', 'X', ''), row(), row(), row()),
    kept: [file(), file(), file()],
    issues: ['2 csv-columns', '3 no-digest'],
    imported: { exit: 1, answer: { records: 3, duplicates: 2, issues: 2, written: true } },
  },
  {
    title: 'two digests that differ, in both columns that may hold one',
    content: lines(`${griffeyeHeading};Hash Value`, `${row()};${fox.md5}`, `${row()};${abc.md5.toUpperCase()}`),
    kept: [file()],
    issues: ['2 digests-differ'],
  },
  {
    title: 'a category and a size that are none',
    content: lines(griffeyeHeading, row().replace('1;', 'x;').replace(';3;', ';-3;')),
    kept: [file()],
  },
  {
    title: 'names that are a formula, or lead out of the folder',
    content: lines(griffeyeHeading, row('=HYPERLINK(1)', '..\\..')),
    kept: [file('..\\..\\=HYPERLINK(1)')],
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(lines(griffeyeHeading, row('\xfc\x80.jpg')), 'latin1'),
    kept: [file('X\\dir\\ü€.jpg')],
    imported: { exit: 0, answer: { format: 'griffeye-csv', records: 1 } },
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(griffeyeHeading, row(tooLong)),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
];

export const tables: readonly TortureRow[] = [
  ...icseRows.map((each) => ({ format: 'icse-csv', ...each })),
  ...griffeyeRows.map((each) => ({ format: 'griffeye-csv', ...each })),
];
