import { abc, fox, named, of, type TortureRow } from './row.ts';

/** A document of these entries; text is taken as it is. */
function document(value: unknown, model = '1.3.xml#Media'): string {
  const list = typeof value === 'string' ? value : JSON.stringify(value);
  return `{"odata.metadata":"http://github.com/ICMEC/ProjectVic/DataModels/${model}","value":${list}}`;
}

const entry = { MD5: abc.md5 };
const abcOnly = of({ md5: abc.md5 });

const vicsRows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing',
    content: '',
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } },
  },
  {
    title: 'an empty list',
    content: document([]),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a file that is cut off behind a whole entry',
    content: document([entry, entry]).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'nothing in the place of an entry',
    content: document([entry, null]),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  { title: 'a list twice', content: `${document([]).slice(0, -1)},"value":[]}`, kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'a version that nobody knows',
    content: document([entry], '3.0.xml#Media'),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
  },
  {
    title: 'cases with media, without, and with a digest of their own',
    content: document(
      [
        { CaseID: 'a', Media: [entry], TotalMediaFiles: '7' },
        { CaseID: 'b', Media: null },
        { ...entry, Media: [] },
      ],
      '1.3.xml#Cases',
    ),
    kept: [abcOnly, abcOnly],
    issues: ['2 no-digest'],
    imported: { exit: 1, answer: { records: 2, duplicates: 1, issues: 1, written: true } },
  },
  {
    title: 'a case of more than 8 MiB, member by member',
    content: document(
      `[{${Array.from({ length: 20 }, (_, index) => `"m${index}":"${'x'.repeat(500_000)}"`).join(',')}}]`,
      '1.3.xml#Cases',
    ),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  {
    title: 'alternative hashes that are digests, none, or no list',
    content: document([
      { ...entry, AlternativeHashes: [{ HashName: 'SHA1', HashValue: abc.sha1 }] },
      { ...entry, AlternativeHashes: [{ HashName: 'MD5', HashValue: fox.md5 }] },
      { ...entry, AlternativeHashes: [{ HashName: 'SHA1', HashValue: 'x' }] },
      { ...entry, AlternativeHashes: 'x' },
    ]),
    kept: [of({ md5: abc.md5, sha1: abc.sha1 }), abcOnly],
    issues: ['2 digests-differ', '3 not-a-digest'],
  },
  {
    title: 'digests of 31 and 33 digits, a SHA-1 for an MD5, a number, and none',
    content: document([abc.md5.slice(1), `${abc.md5}0`, abc.sha1, 5, null].map((MD5) => ({ MD5 }))),
    kept: [],
    issues: ['1 digest-length', '2 digest-length', '3 digest-length', '4 not-a-digest', '5 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'an entry twice, a member twice in two spellings, and one with a digit that is escaped',
    content: document(
      `[${JSON.stringify(entry)},${JSON.stringify(entry)},{"MD5":"${abc.md5}","md5":"${fox.md5}"},{"MD5":"\\u0039${abc.md5.slice(1)}"}]`,
    ),
    kept: [abcOnly, abcOnly, abcOnly],
    issues: ['3 digests-differ'],
    imported: { exit: 1, answer: { records: 3, duplicates: 2, issues: 1, written: true } },
  },
  {
    title: 'members called __proto__, and names that are a formula or lead out of the folder',
    content: document(
      `[{"MD5":"${abc.md5}","__proto__":{"MD5":"${fox.md5}"}},{"MD5":"${abc.md5}","MediaFiles":[{"FileName":"=1+1","FilePath":"../.."}]}]`,
    ),
    kept: [
      of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([['__proto__', { MD5: fox.md5 }]]) } } as object),
      named({ md5: abc.md5 }, '../../=1+1'),
    ],
    imported: { exit: 0, answer: { records: 2 } },
  },
  {
    title: 'sizes that are none',
    content: document(['9'.repeat(30), '-1', '1e3', ''].map((MediaSize) => ({ ...entry, MediaSize }))),
    kept: [abcOnly, abcOnly, abcOnly, abcOnly],
  },
  {
    title: 'nesting without end',
    content: document(`[{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}]`),
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'a value of more than 8 MiB',
    content: document([{ ...entry, Comments: 'x'.repeat(9_000_000) }]),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  {
    title: 'a NUL between two entries',
    content: document([entry, entry]).replace('},{', '},\0{'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'texts in Windows-1252',
    content: Buffer.from(document([{ ...entry, Series: '\xfc' }]), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

const known = { MD5: abc.md5, SHA1: abc.sha1, Category: 8, MediaSize: '3' };
const knownFile = of({ md5: abc.md5, sha1: abc.sha1 }, { sizeBytes: 3 });

function nist(...entries: readonly object[]): string {
  return document(entries, '1.2.xml#Media');
}

const nistRows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'an empty list',
    content: nist(),
    kept: [],
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a file that is cut off behind a whole entry',
    content: nist(known, known).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'entries of abuse material among known files',
    content: nist(
      known,
      { ...known, Category: 1 },
      { ...known, Category: null },
      { ...known, Series: 'x' },
      { ...known, VictimIdentified: 'false' },
      { ...known, PhotoDNA: 'x' },
      { ...known, AlternativeHashes: [{ HashName: 'PhotoDNA', HashValue: 'x' }] },
    ),
    kept: [knownFile],
    issues: [2, 3, 4, 5, 6, 7].map((row) => `${row} not-a-known-file`),
    imported: { exit: 1, isNamed: true, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'another version',
    content: document([known]),
    kept: [],
    fails: 'FORMAT_UNKNOWN',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  {
    title: 'an entry twice, and digests of 31 digits',
    content: nist(known, known, { ...known, MD5: abc.md5.slice(1) }),
    kept: [knownFile, knownFile],
    issues: ['3 digest-length'],
    imported: { exit: 1, answer: { records: 2, duplicates: 1, issues: 1, written: true } },
  },
  {
    title: 'names that are a formula, or lead out of the folder',
    content: nist({ ...known, MediaFiles: [{ FileName: '=1+1', FilePath: '../..' }] }),
    kept: [of({ md5: abc.md5, sha1: abc.sha1 }, { attributes: { names: ['../../=1+1'] } })],
  },
];

export const vics1: readonly TortureRow[] = [
  ...vicsRows.map((row) => ({ format: 'vics-1', ...row })),
  ...nistRows.map((row) => ({ format: 'nist-caid', ...row })),
];
