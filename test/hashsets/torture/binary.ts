import { abc, fox, of, type TortureRow } from './row.ts';

const [first, second] = [abc.md5, fox.md5].map((md5) => Buffer.from(md5, 'hex'));
const zeros = Buffer.alloc(16);
const both = [of({ md5: abc.md5 }), of({ md5: fox.md5 })];

/** Where the first entry begins. */
const encaseHeadBytes = 0x480;

function encaseHead(count: number): Buffer {
  const head = Buffer.alloc(encaseHeadBytes);
  head.write('HASH\r\n\xff\0', 'latin1');
  for (const [at, value] of [
    [0x08, 2],
    [0x0c, 1],
    [0x10, count],
  ] as const) {
    head.writeUInt32LE(value, at);
  }
  return head;
}

function encaseOf(count: number, ...digests: readonly (Buffer | undefined)[]): Buffer {
  const entries = digests.flatMap((digest) => [digest ?? zeros, Buffer.alloc(2)]);
  return Buffer.concat([encaseHead(count), ...entries]);
}

const encaseRows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: Buffer.alloc(0), kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'a head and nothing else',
    content: encaseOf(0),
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a head that is cut off',
    content: encaseHead(2).subarray(0, 0x100),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'a last entry that is cut off',
    content: encaseOf(2, first, second).subarray(0, -3),
    kept: [of({ md5: abc.md5 })],
    issues: [`${encaseHeadBytes + 18} entry-cut`],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'a file that is cut off between two entries',
    content: encaseOf(2, first, second).subarray(0, -18),
    kept: [of({ md5: abc.md5 })],
    issues: ['16 count-differs'],
  },
  {
    title: 'a count beyond all measure',
    content: encaseOf(0xffff_ffff, first, second),
    kept: both,
    issues: ['16 count-differs'],
    imported: { exit: 1, answer: { records: 2, issues: 1, written: true } },
  },
  {
    title: 'a byte order mark in front',
    content: Buffer.concat([Buffer.from('\ufeff'), encaseOf(1, first)]),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'FORMAT_UNKNOWN' } } },
  },
  {
    title: 'line ends that a transfer as text has changed',
    content: Buffer.from(encaseOf(1, first).toString('latin1').replace('\r\n', '\n'), 'latin1'),
    kept: [],
    fails: 'INPUT_DAMAGED',
  },
  {
    title: 'entries that lost a byte',
    content: Buffer.concat([encaseHead(2), encaseOf(2, first, second).subarray(encaseHeadBytes + 1)]),
    kept: [],
    issues: [`${encaseHeadBytes} entry-damaged`, `${encaseHeadBytes + 18} entry-cut`],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a digest twice, and one of zeros',
    content: encaseOf(3, first, first, zeros),
    kept: [of({ md5: abc.md5 }), of({ md5: abc.md5 }), of({ md5: '0'.repeat(32) })],
    imported: { exit: 0, answer: { records: 3, duplicates: 1 } },
  },
];

const nuixHead = Buffer.from('F2DL\0\0\0\x01\0\x03MD5', 'latin1');

function nuixOf(...digests: readonly (Buffer | undefined)[]): Buffer {
  return Buffer.concat([nuixHead, ...digests.map((digest) => digest ?? zeros)]);
}

const nuixRows: readonly Omit<TortureRow, 'format'>[] = [
  { title: 'nothing', content: Buffer.alloc(0), kept: [], fails: 'INPUT_DAMAGED' },
  {
    title: 'a head and nothing else',
    content: nuixHead,
    kept: [],
    imported: { exit: 2, answer: { error: { code: 'NO_RECORDS' } } },
  },
  {
    title: 'a head that is cut off',
    content: nuixHead.subarray(0, 9),
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
  {
    title: 'a last digest that is cut off',
    content: nuixOf(first, second).subarray(0, -1),
    kept: [of({ md5: abc.md5 })],
    issues: ['29 entry-cut'],
    imported: { exit: 1, answer: { error: { code: 'ACCOUNTING_DIFFERS' } } },
  },
  {
    title: 'another algorithm, whose name is longer than the file',
    content: Buffer.from('F2DL\0\0\0\x01\xff\xffMD5', 'latin1'),
    kept: [],
    fails: 'FORMAT_CANNOT',
    imported: { exit: 2, answer: { error: { code: 'FORMAT_CANNOT' } } },
  },
  {
    title: 'digests out of order',
    content: nuixOf(second, first, second),
    kept: [of({ md5: fox.md5 }), ...both],
    issues: ['29 order-broken'],
    imported: { exit: 1, answer: { records: 3, duplicates: 1, issues: 1, written: true } },
  },
  {
    title: 'a digest twice, and one of zeros',
    content: nuixOf(zeros, first, first),
    kept: [of({ md5: '0'.repeat(32) }), of({ md5: abc.md5 }), of({ md5: abc.md5 })],
    imported: { exit: 0, answer: { records: 3, duplicates: 1, issues: 0 } },
  },
  {
    title: 'a list as text that bears the same name',
    content: `${abc.md5}\n`,
    kept: [],
    fails: 'INPUT_DAMAGED',
    imported: { exit: 2, isNamed: true, answer: { error: { code: 'INPUT_DAMAGED' } } },
  },
];

export const binary: readonly TortureRow[] = [
  ...encaseRows.map((row) => ({ format: 'encase', ...row })),
  ...nuixRows.map((row) => ({ format: 'nuix', ...row })),
];
