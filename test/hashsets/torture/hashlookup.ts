import { abc, fox, lines, named, of, tooLong, type TortureRow } from './row.ts';

function entry(more: object = {}, md5: unknown = abc.md5): string {
  return JSON.stringify({ MD5: md5, ...more });
}

const abcOnly = of({ md5: abc.md5 });

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'entries of no digest',
    content: lines('{}', entry({}, ''), entry({}, null)),
    kept: [],
    issues: ['1 no-digest', '2 no-digest', '3 no-digest'],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS', place: 'line 1' } } },
  },
  {
    title: 'a last line that is cut off',
    content: lines(entry(), entry()).slice(0, -4),
    kept: [abcOnly],
    issues: ['2 json'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 2' } } },
  },
  {
    title: 'lines that hold a list, two entries, something behind one, or a remark',
    content: lines(`["${abc.md5}"]`, `${entry()}${entry()}`, `${entry()},`, '# remark', '', entry()),
    kept: [abcOnly],
    issues: ['1 json', '2 json', '3 json', '4 json'],
  },
  {
    title: 'one document over several lines',
    content: JSON.stringify([{ MD5: abc.md5 }], undefined, 1),
    kept: [],
    issues: ['1 json', '2 json', '3 json', '4 json', '5 json'],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'an entry twice, and one MD5 with two SHA-1',
    content: lines(entry({ 'SHA-1': abc.sha1 }), entry({ 'SHA-1': abc.sha1 }), entry({ 'SHA-1': fox.sha1 })),
    kept: [
      of({ md5: abc.md5, sha1: abc.sha1 }),
      of({ md5: abc.md5, sha1: abc.sha1 }),
      of({ md5: abc.md5, sha1: fox.sha1 }),
    ],
    imported: { exit: 0, answer: { records: 3, duplicates: 1, conflicts: 1 } },
  },
  {
    title: 'digests of 31 digits, as a number, and a member twice',
    content: lines(entry({}, abc.md5.slice(1)), entry({}, 5), `{"MD5":"${abc.md5}","MD5":"${fox.md5}"}`),
    kept: [],
    issues: ['1 digest-length', '2 not-a-digest', '3 member-repeated'],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'sizes that are none',
    content: lines(
      entry({ FileSize: '-1' }),
      entry({ FileSize: '9'.repeat(20) }),
      `{"FileSize":${'9'.repeat(400)},"MD5":"${abc.md5}"}`,
    ),
    kept: [abcOnly, abcOnly, abcOnly],
  },
  {
    title: 'members called __proto__, and names that are a formula or lead out of the folder',
    content: lines(
      `{"__proto__":{"MD5":"${fox.md5}"},"MD5":"${abc.md5}"}`,
      entry({ FileName: '=1+1' }),
      entry({ FileName: '../../etc/passwd' }),
    ),
    kept: [
      of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([['__proto__', { MD5: fox.md5 }]]) } } as object),
      named({ md5: abc.md5 }, '=1+1'),
      named({ md5: abc.md5 }, '../../etc/passwd'),
    ],
    imported: { exit: 0, answer: { records: 3 } },
  },
  {
    title: 'nesting without end',
    content: lines(`${'{"a":'.repeat(100_000)}`, `${'['.repeat(100)}`, entry()),
    kept: [abcOnly],
    issues: ['1 json', '2 json'],
  },
  { title: 'NUL bytes', content: lines(entry(), '\0'), kept: [abcOnly], issues: ['2 json'], asItIs: true },
  {
    title: 'names in Windows-1252, which JSON does not know',
    content: Buffer.from(lines(entry({ FileName: '\xfc\x80' })), 'latin1'),
    kept: [named({ md5: abc.md5 }, 'ü€')],
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(entry({ FileName: tooLong })),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
];

export const hashlookup: readonly TortureRow[] = rows.map((row) => ({ format: 'hashlookup', ...row }));
