import { abc, fox, lines, named, of, type TortureRow } from './row.ts';

/** Lists with names, of md5sum and its kin and of hashdeep. */
export const manifests: readonly TortureRow[] = [
  {
    title: 'names with escapes, a flag for binary, brackets, and BSD lines',
    format: 'sum',
    content: lines(
      `${abc.md5}  a.jpg`,
      `${fox.md5} *b.jpg`,
      `\\${abc.md5}  a\\\\b\\nc`,
      `MD5 (x (1).jpg) = ${abc.md5}`,
      `SHA1 (y) = ${abc.sha1}`,
      '# a remark',
    ),
    kept: [
      named({ md5: abc.md5 }, 'a.jpg'),
      named({ md5: fox.md5 }, 'b.jpg'),
      named({ md5: abc.md5 }, 'a\\b\nc'),
      named({ md5: abc.md5 }, 'x (1).jpg'),
      named({ sha1: abc.sha1 }, 'y'),
    ],
    imported: { exit: 0, answer: { issues: 0 } },
  },
  {
    title: 'a digest of 31 digits and an escape of nothing',
    format: 'sum',
    content: lines(`${abc.md5}  a`, `${fox.md5}  b`, `${abc.sha1}  c`, `${abc.md5.slice(1)}  a`, `\\${abc.md5}  a\\x`),
    kept: [named({ md5: abc.md5 }, 'a'), named({ md5: fox.md5 }, 'b'), named({ sha1: abc.sha1 }, 'c')],
    issues: ['4 digest-length', '5 name-escape'],
    imported: { exit: 1, answer: { records: 3, issues: 2, written: true } },
  },
  {
    title: 'commas in names, a size that is none, too few columns',
    format: 'hashdeep',
    content: lines(
      '%%%% HASHDEEP-1.0',
      '%%%% size,md5,sha256,filename',
      '## Invoked from: /cases',
      `3,${abc.md5},${abc.sha256},a, b.txt`,
      `x,${abc.md5},${abc.sha256},c`,
      `3,${abc.md5}`,
    ),
    kept: [of({ md5: abc.md5, sha256: abc.sha256 }, { sizeBytes: 3, attributes: { names: ['a, b.txt'] } })],
    issues: ['5 size', '6 row-columns'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS', place: 'line 5' } } },
  },
  {
    title: 'no heading',
    format: 'hashdeep',
    content: lines(`3,${abc.md5},${abc.sha256},a`),
    kept: [],
    issues: ['1 columns-missing'],
    imported: { exit: 2, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
];
