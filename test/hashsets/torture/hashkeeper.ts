import { abc, fox, lines, named, of, type TortureRow } from './row.ts';

const heading =
  '"file_id","hashset_id","file_name","directory","hash","file_size","date_modified","time_modified","time_zone","comments","date_accessed","time_accessed"';
const setsHeading =
  '"hashset_id","name","vendor","package","version","authenicated_flag","notable_flag","initials","num_of_files","description","date_loaded"';

function row(name = 'a', md5: string = abc.md5, more = ',,,,,,'): string {
  return `1,5,"${name}","C:\\x","${md5}",3${more}`;
}

const file = named({ md5: abc.md5 }, 'C:\\x\\a');

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'a heading and nothing else',
    content: lines(heading),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'no heading',
    content: lines(row()),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  {
    title: 'a last row that is cut off',
    content: lines(heading, row(), row()).slice(0, -4),
    kept: [file],
    issues: ['3 row-columns'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 3' } } },
  },
  {
    title: 'a row twice',
    content: lines(heading, row(), row()),
    kept: [file, file],
    imported: { exit: 0, answer: { records: 2, duplicates: 1 } },
  },
  {
    title: 'a digest of 31 digits, one of blanks, and a SHA-1',
    content: lines(heading, row('a', abc.md5.slice(1)), row('a', '  '), row('a', abc.sha1)),
    kept: [],
    issues: ['2 digest-length', '3 no-digest', '4 digest-length'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'names that are a formula, or lead out of the folder',
    content: lines(heading, row('=1+1'), row('../../etc/passwd')),
    kept: [named({ md5: abc.md5 }, 'C:\\x\\=1+1'), named({ md5: abc.md5 }, 'C:\\x\\../../etc/passwd')],
  },
  {
    title: 'a number in place of a size, and a cell too many',
    content: lines(heading, row().replace(',3,', ',99999999999999999999,'), row('a', abc.md5, ',,,,,,,')),
    kept: [],
    issues: ['2 size', '3 row-columns'],
  },
  {
    title: 'sets whose counts lie',
    content: lines(heading, row(), row()),
    beside: lines(setsHeading, '5,"n","","","",0,0,"",99999999,"",'),
    kept: [of({ md5: abc.md5 }), of({ md5: abc.md5 })],
    issues: ['0 set-count'],
  },
  {
    title: 'a set called __proto__, and one that is not listed',
    content: lines(heading, row().replace(',5,', ',__proto__,'), row()),
    beside: lines(setsHeading, '__proto__,"n","","","",0,1,"",0,"x",', '7,"m","","","",0,0,"",0,"",'),
    kept: [
      of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([['hashset', { name: 'n' }]]) } } as object),
      of({ md5: abc.md5 }),
    ],
    issues: ['0 set-unlisted'],
  },
  {
    title: 'a file of sets that is cut off, and one that is none',
    content: lines(heading, row('a', fox.md5)),
    beside: lines(setsHeading, '5,"n","","",""').slice(0, -1),
    kept: [of({ md5: fox.md5 })],
    issues: ['2 row-columns', '0 set-unlisted'],
  },
];

export const hashkeeper: readonly TortureRow[] = rows.map((each) => ({ format: 'hashkeeper', ...each }));
