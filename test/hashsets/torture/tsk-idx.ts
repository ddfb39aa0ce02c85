import { abc, fox, lines, of, tooLong, type TortureRow } from './row.ts';

const heading = [`${'0'.repeat(41)}|md5sum`, `${'0'.repeat(40)}1|lab`];
const place = '0'.repeat(16);

const rows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: '', kept: [], imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } } },
  {
    title: 'headings and nothing else',
    content: lines(...heading),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a last line that is cut off, and one whose digest is',
    content: lines(...heading, `${abc.md5}|${place}`, `${fox.md5}|${place.slice(1)}`, fox.md5.slice(0, 20)).slice(
      0,
      -1,
    ),
    kept: [of({ md5: abc.md5 })],
    issues: ['4 entry-damaged', '5 digest-length'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 4' } } },
  },
  {
    title: 'places that are none',
    content: lines(
      ...heading,
      abc.md5,
      `${abc.md5} ${place}`,
      `${abc.md5}|-${place.slice(1)}`,
      `${abc.md5}|${place}|x`,
      `${abc.md5}|${'9'.repeat(40)}`,
    ),
    kept: [],
    issues: ['3 entry-damaged', '4 not-a-digest', '5 entry-damaged', '6 entry-damaged', '7 entry-damaged'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a digest of 31 digits, and a SHA-256, which an index does not have',
    content: lines(...heading, `${abc.md5.slice(1)}|${place}`, `${abc.sha256}|${place}`),
    kept: [],
    issues: ['3 digest-length', '4 digest-length'],
  },
  {
    title: 'digests out of order, twice, of zeros, and of two algorithms',
    content: lines(
      ...heading,
      ...[fox.md5, abc.md5, abc.md5, '0'.repeat(32), abc.sha1].map((hex) => `${hex}|${place}`),
    ),
    kept: [
      of({ md5: fox.md5 }),
      of({ md5: abc.md5 }),
      of({ md5: abc.md5 }),
      of({ md5: '0'.repeat(32) }),
      of({ sha1: abc.sha1 }),
    ],
    imported: { exit: 0, answer: { records: 5, duplicates: 1, issues: 0 } },
  },
  {
    title: 'a heading in the midst, where a file was put behind another',
    content: lines(...heading, `${abc.md5}|${place}`, ...heading, `${fox.md5}|${place}`),
    kept: [of({ md5: abc.md5 }), of({ md5: fox.md5 })],
    issues: ['4 digest-length', '5 digest-length'],
  },
  {
    title: 'no heading',
    content: lines(`${abc.md5}|${place}`),
    kept: [of({ md5: abc.md5 })],
    imported: { exit: 2, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  {
    title: 'blank lines, remarks and NUL bytes',
    content: lines(...heading, '', '# remark', '\0', `${abc.md5}|${place}`),
    kept: [of({ md5: abc.md5 })],
    issues: ['4 not-a-digest', '5 not-a-digest'],
    asItIs: true,
  },
  {
    title: 'a line of more than 1 MiB',
    content: lines(...heading, tooLong),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
];

export const tskIdx: readonly TortureRow[] = rows.map((row) => ({ format: 'tsk-idx', ...row }));
