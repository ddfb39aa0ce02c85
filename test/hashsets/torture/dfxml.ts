import { gzipSync } from 'node:zlib';
import { abc, fox, lines, named, of, tooLong, type TortureRow } from './row.ts';

const namespace = 'http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML';

function document(...content: readonly string[]): string {
  return lines(`<dfxml xmlns='${namespace}'>`, ...content, '</dfxml>');
}

function digest(md5: string = abc.md5): string {
  return `<hashdigest type='md5'>${md5}</hashdigest>`;
}

function file(more = '', md5: string = abc.md5): string {
  return `<fileobject>${digest(md5)}${more}</fileobject>`;
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
    title: 'a document of no files',
    content: document('<metadata/>'),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a document that is cut off behind a whole file',
    content: document(file()).slice(0, -5),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  { title: 'another root', content: '<DFXML/>', kept: [], fails: 'FORMAT_UNKNOWN' },
  { title: 'something behind its end', content: `${document(file())}<x/>`, kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'a file twice',
    content: document(file(), file()),
    kept: [abcOnly, abcOnly],
    imported: { exit: 0, answer: { records: 2, duplicates: 1 } },
  },
  {
    title: 'digests of 31 digits, of nothing, two that differ, and none',
    content: document(
      file('', abc.md5.slice(1)),
      file('', ''),
      file(digest(fox.md5)),
      '<fileobject><filename>a</filename></fileobject>',
    ),
    kept: [],
    issues: ['2 digest-length', '3 not-a-digest', '4 digests-differ', '5 no-digest'],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'sizes that are none',
    content: document(...['9'.repeat(16), '-1', '1.0', ''].map((size) => file(`<filesize>${size}</filesize>`))),
    kept: [],
    issues: ['2 size', '3 size', '4 size', '5 size'],
  },
  {
    title: 'files within another one, and where the document speaks of itself',
    content: document(file(file('', fox.md5)), `<metadata>${file()}</metadata>`, file()),
    kept: [abcOnly],
    issues: ['2 entry-nested', '3 entry-misplaced'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'names that are a formula, or lead out of the folder, and a member called __proto__',
    content: document(
      file('<filename>=1+1</filename>'),
      file('<filename>../../etc/passwd</filename>'),
      file('<__proto__>x</__proto__>'),
    ),
    kept: [
      named({ md5: abc.md5 }, '=1+1'),
      named({ md5: abc.md5 }, '../../etc/passwd'),
      of({ md5: abc.md5 }, { attributes: { unknownMembers: new Map([['__proto__', 'x']]) } }),
    ],
    imported: { exit: 0, answer: { records: 3 } },
  },
  {
    title: 'entities that grow without bound',
    content: `<!DOCTYPE dfxml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${document(file('<filename>&b;</filename>'))}`,
    kept: [],
    fails: 'INPUT_HOSTILE',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'INPUT_HOSTILE' } } },
  },
  {
    title: 'an entity that is a file of this machine',
    content: `<!DOCTYPE dfxml SYSTEM "file:///etc/passwd">${document(file())}`,
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'an entity that nobody declared',
    content: document(file('<filename>&b;</filename>')),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'nesting without end',
    content: document(`${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`),
    kept: [],
    fails: 'INPUT_HOSTILE',
  },
  {
    title: 'a text of more than a million characters',
    content: document(file(`<filename>${tooLong}</filename>`)),
    kept: [],
    fails: 'INPUT_TOO_LARGE',
    asItIs: true,
  },
  {
    title: 'a packed document that unpacks to blanks without end',
    content: gzipSync(document(file()) + ' '.repeat(50_000_000)),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_TOO_LARGE' } } },
  },
  {
    title: 'a NUL',
    content: document(file('<filename>a\0</filename>')),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'the reference of a NUL',
    content: document(file('<filename>a&#0;</filename>')),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'names in Windows-1252',
    content: Buffer.from(document(file('<filename>\xfc</filename>')), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'another encoding than it declares',
    content: Buffer.from(`<?xml version='1.0' encoding='ISO-8859-1'?>${document(file())}`),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
];

export const dfxml: readonly TortureRow[] = rows.map((row) => ({ format: 'dfxml', ...row }));
