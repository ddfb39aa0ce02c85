import { abc, fox, lines, named, of, tooLong, type TortureRow } from './row.ts';

const v3 = 'V3Hash,HashSHA1,FileName,FilePath,FileSize,HashSHA256,HashSHA384,HashSHA512';
const v1 = 'V1Hash,HashType,SetDescription,FileName,FilePath,FileSize';

function row(name = 'a', path = 'C:\\x\\', md5: string = abc.md5): string {
  return `${md5},${abc.sha1},${name},${path},3,${abc.sha256},,`;
}

const digests = { md5: abc.md5, sha1: abc.sha1, sha256: abc.sha256 };
const file = named(digests, 'C:\\x\\a');

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'a heading and nothing else',
    content: lines(v3),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'no heading',
    content: lines(row()),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_UNKNOWN', place: 'line 1' } } },
  },
  {
    title: 'a last row that is cut off, within a digest or at its last commas',
    content: lines(v3, row(), row().slice(0, -2), row().slice(0, -20)).slice(0, -1),
    kept: [file],
    issues: ['3 row-columns', '4 row-columns'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 3' } } },
  },
  {
    title: 'a comma in a name, which nothing sets apart',
    content: lines(v3, row('a, b')),
    kept: [of(digests, { attributes: { unknownMembers: new Map([['FileName,FilePath', 'a, b,C:\\x\\']]) } })],
    imported: { exit: 0, answer: { records: 1 } },
  },
  {
    title: 'a row twice, and one MD5 with another SHA-1',
    content: lines(v3, row(), row(), row().replace(abc.sha1, fox.sha1).replace(abc.sha256, '')),
    kept: [file, file, of({ md5: abc.md5, sha1: fox.sha1 })],
    imported: { exit: 0, answer: { records: 3, duplicates: 1, conflicts: 1 } },
  },
  {
    title: 'digests of 31 digits and in quotation marks, and none at all',
    content: lines(v3, row('a', '', abc.md5.slice(1)), row('a', '', `"${abc.md5}"`), ',,a,,3,,,'),
    kept: [],
    issues: ['2 digest-length', '3 digest-brackets', '4 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a size that is too long, and one of V1 that is no number',
    content: lines(v3, row().replace(',3,', `,${'9'.repeat(40)},`), v1, `${abc.md5},MD5,S,a,,x`),
    kept: [],
    issues: ['2 size', '4 size'],
  },
  {
    title: 'in V1 a digest that is not of its type, and a type that nobody knows',
    content: lines(v1, `${abc.sha1},MD5,S,a,,3`, `${abc.sha1},__proto__,S,a,,3`),
    kept: [of({ sha1: abc.sha1 }, { attributes: { unknownMembers: new Map([['HashType', '__proto__']]) } } as object)],
    issues: ['2 digest-length'],
  },
  {
    title: 'names that are a formula, or lead out of the folder',
    content: lines(v3, row('=1+1', '..\\..\\')),
    kept: [named(digests, '..\\..\\=1+1')],
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(lines(v3, row('\xfc\x80')), 'latin1'),
    kept: [named(digests, 'C:\\x\\ü€')],
  },
  {
    title: 'NUL bytes, blank lines, and a remark, which the format does not have',
    content: lines(v3, '', '\0', '# remark', row()),
    kept: [file],
    issues: ['3 row-columns', '4 row-columns'],
    asItIs: true,
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(v3, row(tooLong)),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
];

export const ilook: readonly TortureRow[] = rows.map((each) => ({ format: 'ilook', ...each }));
