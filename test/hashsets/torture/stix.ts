import { abc, fox, named, of, type TortureRow } from './row.ts';

/** Of these objects; text is taken as it is. */
function bundle(...objects: readonly unknown[]): string {
  const texts = objects.map((object) => (typeof object === 'string' ? object : JSON.stringify(object)));
  return `{"type":"bundle","objects":[${texts.join(',\n')}]}`;
}

function file(more: object = {}, md5: unknown = abc.md5): object {
  return { type: 'file', ...more, hashes: { MD5: md5 } };
}

const abcOnly = of({ md5: abc.md5 });

const rows: readonly Omit<TortureRow, 'format'>[] = [
  {
    title: 'nothing',
    content: '',
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_EMPTY' } } },
  },
  {
    title: 'a bundle of no objects',
    content: bundle(),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a bundle that is cut off behind a whole object',
    content: bundle(file(), file()).slice(0, -2),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  { title: 'something behind its end', content: `${bundle(file())}{}`, kept: [], fails: 'INPUT_DAMAGED' },
  { title: 'no type', content: bundle(file()).replace('bundle', 'x'), kept: [], fails: 'FORMAT_UNKNOWN' },
  {
    title: 'an element that is no object',
    content: bundle(file(), abc.md5),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'what speaks of hashes and is no file: patterns, and objects of STIX 2.0',
    content: bundle(
      { type: 'indicator', pattern: `[file:hashes.MD5 = '${abc.md5}']` },
      { type: 'observed-data', objects: { 0: file() } },
      { type: 'identity', name: 'x' },
      { hashes: { MD5: abc.md5 } },
      file(),
    ),
    kept: [abcOnly],
    issues: ['1 pattern-not-read', '2 objects-nested', '4 type-missing'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'a file twice',
    content: bundle(file(), file()),
    kept: [abcOnly, abcOnly],
    imported: { exit: 0, answer: { records: 2, duplicates: 1 } },
  },
  {
    title: 'digests of 31 digits, as a number, as a list, of nothing, two that differ, and none',
    content: bundle(
      file({}, abc.md5.slice(1)),
      file({}, 5),
      { type: 'file', hashes: [abc.md5] },
      file({}, ''),
      { type: 'file', hashes: { MD5: abc.md5, md5: fox.md5 } },
      { type: 'artifact' },
    ),
    kept: [],
    issues: ['1 digest-length', '2 not-a-digest', '3 no-digest', '4 not-a-digest', '5 digests-differ', '6 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a member twice, with another value',
    content: bundle(`{"type":"file","hashes":{"MD5":"${abc.md5}","MD5":"${fox.md5}"}}`),
    kept: [],
    issues: ['1 member-repeated'],
  },
  {
    title: 'sizes that are none',
    content: bundle(
      file({ size: -1 }),
      file({ size: '3' }),
      `{"type":"file","size":${'9'.repeat(400)},"hashes":{"MD5":"${abc.md5}"}}`,
    ),
    kept: [abcOnly, abcOnly, abcOnly],
  },
  {
    title: 'members called __proto__, and names that are a formula or lead out of the folder',
    content: bundle(
      `{"type":"file","__proto__":{"hashes":1},"hashes":{"__proto__":"x","MD5":"${abc.md5}"}}`,
      file({ name: '=1+1' }),
      file({ name: '../../etc/passwd' }),
    ),
    kept: [abcOnly, named({ md5: abc.md5 }, '=1+1'), named({ md5: abc.md5 }, '../../etc/passwd')],
    imported: { exit: 0, answer: { records: 3 } },
  },
  {
    title: 'nesting without end',
    content: bundle(`{"type":"file","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'a value of more than 8 MiB',
    content: bundle(file({ name: 'x'.repeat(9_000_000) })),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  { title: 'a NUL between two objects', content: bundle(file(), '\0'), kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(bundle(file({ name: '\xfc' })), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

export const stix: readonly TortureRow[] = rows.map((row) => ({ format: 'stix', ...row }));
