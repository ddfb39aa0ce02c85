import { abc, fox, lines, nothing, of, type TortureRow } from './row.ts';

const zeros = '0'.repeat(32);
const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'no final line end', content: `${abc.md5}\n${fox.md5}`, kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 })] },
  {
    title: 'a last line that is cut off',
    content: `${abc.md5}\n${fox.md5.slice(0, 31)}`,
    kept: [of({ md5: abc.md5 })],
    issues: ['2 digest-length'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'line ends of every kind in one file',
    content: `${abc.md5}\r${fox.md5}\r\n${abc.md5}\n`,
    kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 }), of({ md5: abc.md5 })],
    asItIs: true,
    imported: { exit: 0, answer: { records: 3, duplicates: 1, issues: 0 } },
  },
  {
    title: 'remarks of every kind',
    content: lines('MD5', '# a', '; b', '// c', '## d', abc.md5),
    kept: [of({ md5: abc.md5 })],
    imported: { exit: 0, answer: { records: 1, issues: 0 } },
  },
  {
    title: 'a remark of hashdeep',
    content: lines('%%%% x', abc.md5),
    kept: [of({ md5: abc.md5 })],
    issues: ['1 not-a-digest'],
  },
  {
    title: 'blanks, tabs and no-break spaces around, and blank lines',
    content: lines(`  ${abc.md5}`, `\t${fox.md5} `, `\u00a0${abc.md5}`, '', '   '),
    kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 }), of({ md5: abc.md5 })],
  },
  {
    title: 'upper and mixed case',
    content: lines(abc.md5.toUpperCase(), '9E107d9d372bb6826bd81d3542a419D6'),
    kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 })],
  },
  {
    title: 'prefixes, labels, brackets and quotation marks',
    content: lines(`0x${abc.md5}`, `md5:${abc.md5}`, `{${abc.md5}}`, `"${abc.md5}"`, `'${abc.md5}'`, `="${abc.md5}"`),
    kept: [],
    issues: [
      '1 digest-prefix',
      '2 digest-label',
      '3 digest-brackets',
      '4 digest-brackets',
      '5 digest-brackets',
      '6 digest-formula',
    ],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'blanks, colons and dashes inside',
    content: lines(
      abc.md5.match(/.{8}/g)?.join(' ') ?? '',
      abc.md5.match(/../g)?.join(':') ?? '',
      abc.md5.match(/../g)?.join('-') ?? '',
    ),
    kept: [],
    issues: ['1 digest-separators', '2 digest-separators', '3 digest-separators'],
  },
  {
    title: 'Base32 and Base64',
    content: lines('TGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5', 'kAFQmDzST7DWlj99KOF/cg=='),
    kept: [],
    issues: ['1 digest-encoding', '2 digest-encoding'],
  },
  {
    title: '31, 33 and 39 digits',
    content: lines(abc.md5.slice(1), `${abc.md5}0`, abc.sha1.slice(1), abc.sha1),
    kept: [of({ sha1: abc.sha1 })],
    issues: ['1 digest-length', '2 digest-length', '3 digest-length'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'a number that a spreadsheet program made of a digest',
    content: lines(abc.md5, '1.23E+31', fox.md5),
    kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 })],
    issues: ['2 digest-mangled'],
    imported: { exit: 1, isNamed: true, answer: { records: 2, issues: 1, written: true } },
  },
  {
    title: 'MD5 and SHA-1 in one file',
    content: lines(abc.md5, fox.sha1),
    kept: [of({ md5: abc.md5 }), of({ sha1: fox.sha1 })],
  },
  {
    title: 'digests of nothing and of zeros',
    content: lines(nothing.md5, nothing.sha1, zeros, abc.md5),
    kept: [of({ md5: nothing.md5 }), of({ sha1: nothing.sha1 }), of({ md5: zeros }), of({ md5: abc.md5 })],
    imported: { exit: 0, answer: { records: 4 } },
  },
  { title: 'a CRC', content: lines(abc.md5, '352441C2'), kept: [of({ md5: abc.md5 })], issues: ['2 digest-length'] },
  {
    title: 'NUL bytes',
    content: `${abc.md5}\n\0\0\n`,
    kept: [of({ md5: abc.md5 })],
    issues: ['2 not-a-digest'],
    asItIs: true,
  },
  {
    title: 'nothing but remarks',
    content: lines('# a', '# b'),
    kept: [],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS' } } },
  },
];

export const plain: readonly TortureRow[] = rows.map((row) => ({ format: 'plain', ...row }));
