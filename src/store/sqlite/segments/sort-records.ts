import { setImmediate as nextTurn } from 'node:timers/promises';
import { attributesFromJson, attributesToJson } from '../../../core/attributes-json.ts';
import type { WordBytes } from '../../../core/byte-words.ts';
import { type Algorithm, digestSizeBytes } from '../../../core/digest.ts';
import type { MediaRecord } from '../../contract.ts';
import { eachSorted } from './sorted-items.ts';
import { Spool } from './spool.ts';

/** Records that all have a digest of the algorithm, in the order of it; in bounded memory, by way of a temporary file. */
export async function* sortRecords(
  beside: string,
  records: AsyncIterable<readonly MediaRecord[]>,
  algorithm: Algorithm,
): AsyncGenerator<readonly MediaRecord[]> {
  const keyBytes = digestSizeBytes[algorithm];
  const spool = new Spool(beside);
  try {
    for await (const batch of records) for (const record of batch) append(spool, record, algorithm);
    const lengthOf = ({ view }: WordBytes, start: number) => keyBytes + 4 + view.getUint32(start + keyBytes, true);
    let sorted: MediaRecord[] = [];
    const take = (item: WordBytes, start: number) => {
      const end = start + lengthOf(item, start);
      sorted.push(parse(item.bytes.toString('utf8', start + keyBytes + 4, end)));
    };
    for (const _ of eachSorted(spool, { keyBytes, lengthOf, beside }, take)) {
      if (sorted.length > 0) yield sorted;
      sorted = [];
      await nextTurn();
    }
  } finally {
    spool.close();
  }
}

function append(spool: Spool, { attributes, ...record }: MediaRecord, algorithm: Algorithm): void {
  const key = record.digests[algorithm] ?? '';
  const keyBytes = digestSizeBytes[algorithm];
  const text = Buffer.from(`${JSON.stringify(record)}\n${attributesToJson(attributes) ?? ''}`);
  const bucket = Number.parseInt(key.slice(0, 2), 16);
  const at = spool.room(bucket, keyBytes + 4 + text.length);
  const buffer = spool.bufferOf(bucket);
  buffer.write(key, at, 'hex');
  buffer.writeUInt32LE(text.length, at + keyBytes);
  text.copy(buffer, at + keyBytes + 4);
}

function parse(text: string): MediaRecord {
  const end = text.indexOf('\n');
  const record = JSON.parse(text.slice(0, end)) as Omit<MediaRecord, 'attributes'>;
  const attributes = text.slice(end + 1);
  return { ...record, attributes: attributesFromJson(attributes === '' ? null : attributes) ?? {} };
}
