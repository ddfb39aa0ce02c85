import { abc, fox, lines, of, type PartialRecord, tooLong, type TortureRow } from './row.ts';

const heading = '"SHA-1","MD5","CRC32","FileName","FileSize","ProductCode","OpSystemCode","SpecialCode"';
const heading15 = '"SHA-1","FileName","FileSize","ProductCode","OpSystemCode","MD4","MD5","CRC32","SpecialCode"';

/** A row of RDS 2.0. */
function row(name = 'a.bin', size = '3', md5: string = abc.md5): string {
  return `"${abc.sha1.toUpperCase()}","${md5.toUpperCase()}","352441C2","${name}",${size},1,"WIN",""`;
}

/** What such a row says. */
function file(name = 'a.bin', more: PartialRecord = { sizeBytes: 3 }): PartialRecord {
  return of({ md5: abc.md5, sha1: abc.sha1 }, { attributes: { names: [name] }, ...more });
}

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'a heading and nothing else',
    content: lines(heading),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a heading that lacks a column',
    content: lines(heading.replace('"CRC32",', ''), row()),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_UNKNOWN', place: 'line 1' } } },
  },
  {
    title: 'a last row that is cut off within a text',
    content: lines(heading, row(), row()).slice(0, -2),
    kept: [file()],
    issues: ['3 csv-quote'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 3' } } },
  },
  {
    title: 'a last row that is cut off between two cells',
    content: lines(heading, row(), row()).slice(0, -4),
    kept: [file()],
    issues: ['3 row-columns'],
  },
  {
    title: 'the same row twice, and the same content of another name',
    content: lines(heading, row(), row(), row('b.bin')),
    kept: [file(), file(), file('b.bin')],
    imported: { exit: 0, answer: { records: 3, added: 1, duplicates: 2 } },
  },
  {
    title: 'a version within another one',
    content: lines(heading, row(), heading15, `"${abc.sha1}","b",3,1,"WIN","","${abc.md5}","352441C2",""`),
    kept: [file(), file('b')],
  },
  {
    title: 'digests of 31 and 33 digits, and none at all',
    content: lines(heading, row('a', '3', abc.md5.slice(1)), row('a', '3', `${abc.md5}0`), '"","","","a",3,1,"WIN",""'),
    kept: [],
    issues: ['2 digest-length', '3 digest-length', '4 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'sizes that are none',
    content: lines(heading, row('a', '9'.repeat(16)), row('a', '-1'), row('a', '1e3'), row('a', '')),
    kept: [file('a', {})],
    issues: ['2 size', '3 size', '4 size'],
  },
  {
    title: 'names with commas, quotation marks, and a line end',
    content: lines(heading, row('a, ""b""'), row('two\nlines')),
    kept: [file('a, "b"'), file('two\nlines')],
    asItIs: true,
    imported: { exit: 0, answer: { records: 2 } },
  },
  {
    title: 'names that are a formula, lead out of the folder, or are no name',
    content: lines(heading, row('=HYPERLINK(""x"")'), row('../../etc/passwd'), row('__proto__')),
    kept: [file('=HYPERLINK("x")'), file('../../etc/passwd'), file('__proto__')],
  },
  {
    title: 'a quotation mark that is never closed',
    content: lines(heading, `"${fox.sha1}`, row(), row()),
    kept: [file(), file()],
    issues: ['2 csv-quote'],
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(lines(heading, row('\xfc\x80')), 'latin1'),
    kept: [file('ü€')],
  },
  {
    title: 'NUL bytes between rows and in a name',
    content: lines(heading, row(), '\0\0', row('a\0b')),
    kept: [file(), file('a\0b')],
    issues: ['3 row-columns'],
    asItIs: true,
  },
  {
    title: 'blank lines, and a remark, which the format does not have',
    content: lines(heading, '', '  ', '# remark', row()),
    kept: [file()],
    issues: ['4 row-columns'],
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(heading, row(tooLong)),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
    imported: { exit: 2, answer: { error: { code: 'INPUT_TOO_LARGE', place: 'line 2' } } },
  },
];

export const nsrlV2: readonly TortureRow[] = rows.map((each) => ({ format: 'nsrl-v2', ...each }));
