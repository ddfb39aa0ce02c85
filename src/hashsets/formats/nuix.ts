import type { Digest } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import type { HashSetBatch, HashSetFormat, HashSetRecord, ReadOptions } from '../contract.ts';
import { cutEntry, type EntryLayout, type EntryPart, readFixedEntries } from '../fixed-entries.ts';
import { writtenDigest } from '../line-writing.ts';

/** Digest lists of Nuix: a head, then each MD5 once, in ascending order of its bytes. */
export const nuix = {
  id: 'nuix',
  title: 'Nuix digest list',
  extension: '.hash',
  algorithms: ['md5'],
  carries: [],
  medium: 'binary',
  requires: 'md5',
  needsOrder: true,

  recognise(head) {
    return mark.equals(head.subarray(0, mark.length))
      ? { confidence: 1, reason: 'begins as digest lists of Nuix do' }
      : undefined;
  },

  read(bytes, options) {
    return readNuix(bytes, options);
  },

  async *write(records, options) {
    yield head;
    for await (const batch of records) {
      const digests = batch.map((record) => writtenDigest(record, 'md5', options));
      if (digests.length > 0) yield Buffer.from(digests.join(''), 'hex');
    }
  },
} as const satisfies HashSetFormat;

const mark = Buffer.from('F2DL', 'latin1');
/** Behind the mark: version 1 in four bytes, the length of the algorithm's name in two, big-endian, and the name. */
const head = Buffer.concat([mark, Buffer.from('000000010003', 'hex'), Buffer.from('MD5', 'latin1')]);
const layout: EntryLayout = { headBytes: head.length, entryBytes: 16 };

async function* readNuix(bytes: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<HashSetBatch> {
  const order = new RunningOrder();
  for await (const part of readFixedEntries(bytes, layout, options.signal)) {
    switch (part.kind) {
      case 'head':
        checkHead(part.bytes, options);
        yield { records: [], issues: [], headings: 1 };
        break;
      case 'entries':
        yield { records: recordsOf(part), issues: order.check(part) };
        break;
      case 'rest':
        yield { records: [], issues: [cutEntry(part)] };
    }
  }
}

function checkHead(bytes: Buffer, { name }: ReadOptions): void {
  if (head.equals(bytes)) return;
  if (!mark.equals(bytes.subarray(0, mark.length))) {
    throw new CriskitError('INPUT_DAMAGED', `${name} does not begin as digest lists of Nuix do.`, { path: name });
  }
  if (bytes.length < head.length) {
    throw new CriskitError('INPUT_DAMAGED', `${name} ends within its head.`, { path: name });
  }
  throw new CriskitError('FORMAT_CANNOT', `${name} is a digest list of Nuix, and no list of MD5 of version 1.`, {
    path: name,
    hint: 'Export the list from Nuix as text, one digest per line.',
  });
}

function recordsOf({ bytes, offset }: EntryPart): readonly HashSetRecord[] {
  const records: HashSetRecord[] = [];
  for (let at = 0; at < bytes.length; at += layout.entryBytes) {
    const md5 = bytes.toString('hex', at, at + layout.entryBytes) as Digest<'md5'>;
    records.push({ place: { offset: offset + at }, digests: { md5 } });
  }
  return records;
}

/** Whether digests ascend: by unsigned bytes, as Nuix wants them, or by signed ones, as a known Java writer sorts them. */
class RunningOrder {
  /** The last entry of the part before. */
  #last: Buffer | undefined;
  #unsigned = true;
  #signed = true;

  /** One issue for the whole file, at the first digest that stands where neither order has it. */
  check({ bytes, offset }: EntryPart): readonly Issue[] {
    if (!this.#isAscending()) return [];
    if (this.#last !== undefined) this.#compare(this.#last, 0, bytes, 0);
    let at = 0;
    while (this.#isAscending() && at + layout.entryBytes < bytes.length) {
      this.#compare(bytes, at, bytes, at + layout.entryBytes);
      at += layout.entryBytes;
    }
    this.#last = bytes.subarray(-layout.entryBytes);
    if (this.#isAscending()) return [];
    const message =
      'From here on the digests are out of order: the list is damaged, or was not written by Nuix. Compare it with its source.';
    return [{ code: 'order-broken', message, place: { offset: offset + at } }];
  }

  #isAscending(): boolean {
    return this.#unsigned || this.#signed;
  }

  #compare(before: Buffer, beforeAt: number, entry: Buffer, entryAt: number): void {
    for (let index = 0; index < layout.entryBytes; index += 1) {
      const a = before[beforeAt + index] ?? 0;
      const b = entry[entryAt + index] ?? 0;
      if (a === b) continue;
      if (a > b) this.#unsigned = false;
      if ((a ^ signBit) > (b ^ signBit)) this.#signed = false;
      return;
    }
  }
}

/** Bytes with this bit turned compare as signed ones. */
const signBit = 0x80;
