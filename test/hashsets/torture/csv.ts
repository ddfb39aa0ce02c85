import { abc, fox, lines, named, of, type TortureRow } from './row.ts';

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'a heading of two algorithms, one cell empty',
    content: lines('md5,sha1', `${abc.md5},${abc.sha1}`, `${fox.md5},`),
    kept: [of({ md5: abc.md5, sha1: abc.sha1 }), of({ md5: fox.md5 })],
    imported: { exit: 0, answer: { records: 2, issues: 0 } },
  },
  {
    title: 'a line that names the delimiter, quoted cells, doubled quotation marks',
    content: lines('sep=;', 'MD5;File Name', `${abc.md5};"a;b"`, `${fox.md5};"say ""hi"""`),
    kept: [named({ md5: abc.md5 }, 'a;b'), named({ md5: fox.md5 }, 'say "hi"')],
    imported: { exit: 0, answer: { records: 2 } },
  },
  {
    title: 'tabs between cells',
    content: lines('MD5\tName', `${abc.md5}\ta b`),
    kept: [named({ md5: abc.md5 }, 'a b')],
  },
  {
    title: 'a line end inside a cell',
    content: lines('MD5,Name', `${abc.md5},"two\nlines"`, `${fox.md5},x`),
    kept: [named({ md5: abc.md5 }, 'two\nlines'), named({ md5: fox.md5 }, 'x')],
    asItIs: true,
    imported: { exit: 0, answer: { records: 2 } },
  },
  {
    title: 'what spreadsheet programs make of digests',
    content: lines('MD5,Name', `="${abc.md5}",x`, '1.23E+31,y', `'${fox.md5},z`, `${fox.md5},w`),
    kept: [named({ md5: abc.md5 }, 'x'), named({ md5: fox.md5 }, 'w')],
    issues: ['3 digest-mangled', '4 not-a-digest'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'one MD5 with two SHA-1',
    content: lines('MD5,SHA1', `${abc.md5},${abc.sha1}`, `${abc.md5},${fox.sha1}`),
    kept: [of({ md5: abc.md5, sha1: abc.sha1 }), of({ md5: abc.md5, sha1: fox.sha1 })],
    imported: { exit: 0, answer: { records: 2, conflicts: 1 } },
  },
  {
    title: 'a media by MD5, then by MD5 and SHA-1',
    content: lines('MD5,SHA1', `${abc.md5},`, `${abc.md5},${abc.sha1}`),
    kept: [of({ md5: abc.md5 }), of({ md5: abc.md5, sha1: abc.sha1 })],
    imported: { exit: 0, answer: { records: 2, added: 1, conflicts: 0 } },
  },
  {
    title: 'a quotation mark that is never closed',
    content: lines('MD5,Name', `${abc.md5},x`, `${fox.md5},"open`, 'b,c'),
    kept: [named({ md5: abc.md5 }, 'x')],
    issues: ['3 csv-quote', '4 digest-length'],
  },
  {
    title: 'a last row that is cut off within its digest',
    content: lines('Name,Hash', `x,${abc.sha256}`, `y,${fox.sha256}`).slice(0, -33),
    kept: [named({ sha256: abc.sha256 }, 'x')],
    issues: ['3 digest-cut'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 3' } } },
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(`MD5,Name\n${abc.md5},\xfc\x80.jpg\n`, 'latin1'),
    kept: [named({ md5: abc.md5 }, 'ü€.jpg')],
    imported: { exit: 0, answer: { records: 1 } },
  },
  {
    title: 'a column called __proto__',
    content: lines('MD5,__proto__', `${abc.md5},x`),
    kept: [of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([['__proto__', 'x']]) } })],
  },
  {
    title: 'a name that is a formula',
    content: lines('MD5,Name', `${abc.md5},"=HYPERLINK(""x"")"`),
    kept: [named({ md5: abc.md5 }, '=HYPERLINK("x")')],
  },
  {
    title: 'two columns of one title',
    content: lines('MD5,MD5', `${abc.md5},${fox.md5}`),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  {
    title: 'a heading and nothing else',
    content: lines('MD5,Name'),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
];

export const csv: readonly TortureRow[] = rows.map((row) => ({ format: 'csv', ...row }));
