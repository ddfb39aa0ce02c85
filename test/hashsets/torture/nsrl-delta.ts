import { abc, fox, lines, named, of, tooLong, type TortureRow } from './row.ts';

function insert(name = 'a', md5: string = abc.md5): string {
  return `INSERT INTO FILE(md5,file_name,file_size) VALUES('${md5}','${name}',3);`;
}

const remove = `DELETE FROM FILE WHERE md5='${abc.md5}';`;
const file = named({ md5: abc.md5 }, 'a');

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'statements on programs and nothing else',
    content: lines('BEGIN;', "INSERT INTO PKG(package_id,name) VALUES(1,'x');", 'COMMIT;'),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a last statement that is cut off',
    content: lines(insert(), insert('b')).slice(0, -3),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED', place: 'line 2' } } },
  },
  {
    title: 'a file that is cut off between two statements of its transaction',
    content: lines('BEGIN TRANSACTION;', insert()),
    kept: [file],
    issues: ['1 transaction-open'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 1' } } },
  },
  {
    title: 'remarks before, between and behind, whatever ends their lines',
    content: lines('-- a; b', insert(), '-- c', '/* d; */', insert('b', fox.md5), '-- e'),
    kept: [file, named({ md5: fox.md5 }, 'b')],
    imported: { exit: 0, answer: { records: 2, issues: 0 } },
  },
  {
    title: 'a file that is put in, taken out and put in again',
    content: lines(insert(), remove, insert('b')),
    kept: [file, named({ md5: abc.md5 }, 'b')],
    removed: [of({ md5: abc.md5 })],
  },
  {
    title: 'a statement twice, and one with many rows',
    content: lines(insert(), insert(), `INSERT INTO FILE(md5) VALUES('${fox.md5}'),('${abc.md5}');`),
    kept: [file, file, of({ md5: fox.md5 }), of({ md5: abc.md5 })],
    imported: { exit: 0, answer: { records: 4, added: 2, duplicates: 2 } },
  },
  {
    title: 'statements that do harm where they are run',
    content: lines(
      'DROP TABLE FILE;',
      'ATTACH DATABASE "/etc/passwd" AS x;',
      `INSERT INTO FILE(md5) VALUES(load_extension('x'));`,
      'DELETE FROM FILE;',
      `DELETE FROM FILE WHERE md5='${abc.md5}' OR 1=1;`,
      `UPDATE FILE SET md5='${abc.md5}';`,
    ),
    kept: [],
    issues: [1, 2, 3, 4, 5, 6].map((line) => `${line} statement-unknown`),
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS', place: 'line 1' } } },
  },
  {
    title: 'digests of 31 digits, as bytes, as a number, and none at all',
    content: lines(
      insert('a', abc.md5.slice(1)),
      `INSERT INTO FILE(md5) VALUES(x'${abc.md5}');`,
      'INSERT INTO FILE(md5) VALUES(5);',
      insert('a', ''),
    ),
    kept: [],
    issues: ['1 digest-length', '2 statement-unknown', '3 digest-type', '4 digest-missing'],
  },
  {
    title: 'sizes that are none',
    content: lines(...['9'.repeat(400), '1e300', '-1', `'x'`].map((size) => insert().replace(',3)', `,${size})`))),
    kept: [],
    issues: ['1 size', '2 size', '3 size', '4 size'],
  },
  {
    title: 'names that are a formula, lead out of the folder, or end the statement',
    content: lines(insert('=1+1'), insert('../../etc/passwd'), insert(`''); DROP TABLE FILE; --`)),
    kept: [
      named({ md5: abc.md5 }, '=1+1'),
      named({ md5: abc.md5 }, '../../etc/passwd'),
      named({ md5: abc.md5 }, `'); DROP TABLE FILE; --`),
    ],
  },
  {
    title: 'a column called __proto__, one twice, and values without any',
    content: lines(
      `INSERT INTO FILE(md5,__proto__) VALUES('${abc.md5}','x');`,
      `INSERT INTO FILE(md5,md5) VALUES('${abc.md5}','${fox.md5}');`,
      `INSERT INTO FILE VALUES('${abc.md5}');`,
    ),
    kept: [of({ md5: abc.md5 })],
    issues: ['2 columns-missing', '3 columns-missing'],
  },
  {
    title: 'a condition of many parts, and remarks by the thousand',
    content: lines(
      `DELETE FROM FILE WHERE ${Array.from({ length: 50_000 }, (_, index) => `c${index}=1`).join(' AND ')};`,
      `${'/**/'.repeat(50_000)}${insert()}`,
    ),
    kept: [file],
    issues: ['1 removal-unclear'],
  },
  {
    title: 'statements of nothing, more than belong on a line',
    content: `${'x;'.repeat(200_000)}${insert()}`,
    kept: [file],
    issues: Array.from({ length: 200_000 }, () => '1 statement-unknown'),
    asItIs: true,
  },
  {
    title: 'NUL bytes',
    content: lines(insert(), '\0\0;'),
    kept: [file],
    issues: ['2 statement-unknown'],
    asItIs: true,
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(lines(insert('\xfc\x80')), 'latin1'),
    kept: [named({ md5: abc.md5 }, 'ü€')],
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(insert(tooLong)),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
];

export const nsrlDelta: readonly TortureRow[] = rows.map((row) => ({ format: 'nsrl-v3', ...row }));
