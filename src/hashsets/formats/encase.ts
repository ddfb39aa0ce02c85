import type { Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions, WriteOptions } from '../contract.ts';
import { cutText } from '../cut-text.ts';
import { cutEntry, type EntryLayout, type EntryPart, readFixedEntries } from '../fixed-entries.ts';
import { writtenDigest } from '../line-writing.ts';

/** Hash sets of EnCase 4 to 6: a head, then each MD5 with two bytes of zero behind it. Numbers are little-endian. */
export const encase = {
  id: 'encase',
  title: 'EnCase 4 to 6 hash set',
  extension: '.hash',
  algorithms: ['md5'],
  carries: [],
  medium: 'binary',
  requires: 'md5',
  needsRecordCount: true,
  checkedBy: 'md5deep -m',

  recognise(head) {
    return mark.equals(head.subarray(0, mark.length))
      ? { confidence: 1, reason: 'begins as hash sets of EnCase do' }
      : undefined;
  },

  read(bytes, options) {
    return readEncase(bytes, options);
  },

  async *write(records, options) {
    yield headOf(options);
    for await (const batch of records) {
      if (batch.length > 0) yield entriesOf(batch, options);
    }
  },

  setAsCarried({ setName = '', categoryTitle = '' }) {
    return {
      setName: fittingText(setName, nameField),
      categoryTitle: fittingText(categoryTitle, categoryField),
    };
  },
} as const satisfies HashSetFormat;

const mark = Buffer.from('HASH\r\n\xff\0', 'latin1');
const layout: EntryLayout = { headBytes: 0x480, entryBytes: 18 };
const md5Bytes = 16;

const versionAt = 0x08;
const knownVersion = 2;
/** Of unknown meaning; 1 in every file that is described. */
const oneAt = 0x0c;
const countAt = 0x10;
/** Autopsy reads the count as a signed number. */
const highestCount = 0x7fff_ffff;

/** UTF-16, filled up with NUL. */
interface TextField {
  readonly at: number;
  readonly units: number;
}

const nameField: TextField = { at: 0x408, units: 40 };
const categoryField: TextField = { at: 0x458, units: 20 };

async function* readEncase(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<HashSetBatch> {
  let statedCount = 0;
  let found = 0;
  for await (const part of readFixedEntries(bytes, layout, options.signal)) {
    switch (part.kind) {
      case 'head':
        statedCount = checkedCount(part.bytes, options);
        yield { records: [], issues: [], headings: 1, about: aboutSet(part.bytes) };
        break;
      case 'entries':
        found += part.bytes.length / layout.entryBytes;
        yield judgeEntries(part);
        break;
      case 'rest':
        found += 1;
        yield { records: [], issues: [cutEntry(part)] };
    }
  }
  if (found !== statedCount) yield { records: [], issues: [countIssue(statedCount, found)] };
}

function checkedCount(head: Buffer, { name }: ReadOptions): number {
  if (!mark.equals(head.subarray(0, mark.length))) {
    throw new CriskitError('INPUT_DAMAGED', `${name} does not begin as hash sets of EnCase do.`, { path: name });
  }
  if (head.length < layout.headBytes) {
    throw new CriskitError('INPUT_DAMAGED', `${name} ends within its head.`, { path: name });
  }
  if (head.readUInt32LE(versionAt) !== knownVersion || head.readUInt32LE(oneAt) !== 1) {
    throw new CriskitError('FORMAT_CANNOT', `${name} is a hash set of EnCase in a version that is not known.`, {
      path: name,
      hint: 'Hash sets of EnCase 4 to 6 are read; export this one from EnCase as such, or as text.',
    });
  }
  return head.readUInt32LE(countAt);
}

function aboutSet(head: Buffer): NonNullable<HashSetBatch['about']> {
  return { name: fieldText(head, nameField), category: fieldText(head, categoryField) };
}

/** Up to the first NUL, or the whole field where there is none. */
function fieldText(head: Buffer, { at, units }: TextField): string {
  const [text = ''] = head.toString('utf16le', at, at + units * 2).split('\0', 1);
  return text.toWellFormed();
}

function judgeEntries({ bytes, offset }: EntryPart): HashSetBatch {
  const records: HashSetRecord[] = [];
  const issues: Issue[] = [];
  for (let at = 0; at < bytes.length; at += layout.entryBytes) {
    const place = { offset: offset + at };
    if (bytes.readUInt16LE(at + md5Bytes) === 0) {
      records.push({ place, digests: { md5: bytes.toString('hex', at, at + md5Bytes) as Digest<'md5'> } });
    } else {
      const message = 'Behind this digest stands something else than two bytes of zero; the file may be damaged.';
      issues.push({ code: 'entry-damaged', message, place });
    }
  }
  return { records, issues };
}

function countIssue(stated: number, found: number): Issue {
  const message = `The head of the file states ${stated} digests, and ${found} are there; compare it with its source.`;
  return { code: 'count-differs', message, place: { offset: countAt } };
}

function headOf(options: WriteOptions): Buffer {
  const { recordCount, setName = '', categoryTitle = '' } = options;
  if (recordCount === undefined) throw new CriskitError('INTERNAL', 'The number of records is not known beforehand.');
  if (recordCount > highestCount) {
    throw new CriskitError('FORMAT_CANNOT', `A hash set of EnCase holds no more than ${highestCount} digests.`);
  }
  const head = Buffer.alloc(layout.headBytes);
  mark.copy(head);
  head.writeUInt32LE(knownVersion, versionAt);
  head.writeUInt32LE(1, oneAt);
  head.writeUInt32LE(recordCount, countAt);
  head.write(fittingText(setName, nameField), nameField.at, 'utf16le');
  head.write(fittingText(categoryTitle, categoryField), categoryField.at, 'utf16le');
  return head;
}

/** What of the text, up to a NUL, fits into the field with a NUL behind it. */
function fittingText(text: string, { units }: TextField): string {
  const [told = ''] = text.split('\0', 1);
  return cutText(told, units - 1);
}

function entriesOf(batch: readonly HashSetRecord[], options: WriteOptions): Buffer {
  return Buffer.from(batch.map((record) => `${writtenDigest(record, 'md5', options)}0000`).join(''), 'hex');
}
