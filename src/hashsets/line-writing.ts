import { type Algorithm, algorithmTitle, type Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';

/** The digest that a format of one algorithm writes of a record, in the letter case asked for. */
export function writtenDigest(record: HashSetRecord, algorithm: Algorithm, options: WriteOptions): string {
  const value: Digest | undefined = record.digests[algorithm];
  if (value === undefined)
    throw new CriskitError('INTERNAL', `A record without ${algorithmTitle[algorithm]} cannot be written.`);
  return options.letterCase === 'upper' ? value.toUpperCase() : value;
}

/** Lines as bytes, one piece per batch of records. */
export async function* writeByLine(
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  lineOf: (record: HashSetRecord) => string,
  headLines: readonly string[] = [],
): AsyncGenerator<Uint8Array> {
  const end = options.lineEnd === 'crlf' ? '\r\n' : '\n';
  if (headLines.length > 0) yield Buffer.from(headLines.join(end) + end, 'utf8');
  for await (const batch of records) {
    if (batch.length > 0) yield Buffer.from(batch.map(lineOf).join(end) + end, 'utf8');
  }
}
