import { type Algorithm, algorithmTitle, type Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { pathBytesOfText } from '../files/path-text.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';

/** The digest that a format of one algorithm writes of a record, in the letter case asked for. */
export function writtenDigest(record: HashSetRecord, algorithm: Algorithm, options: WriteOptions): string {
  const value: Digest | undefined = record.digests[algorithm];
  if (value === undefined)
    throw new CriskitError('INTERNAL', `A record without ${algorithmTitle[algorithm]} cannot be written.`);
  return options.letterCase === 'upper' ? value.toUpperCase() : value;
}

/** The same for formats whose digits are upper-case unless options say otherwise; empty where there is no such digest. */
export function writtenInUpperCase(record: HashSetRecord, algorithm: Algorithm, options: WriteOptions): string {
  const value = record.digests[algorithm] ?? '';
  return options.letterCase === 'lower' ? value : value.toUpperCase();
}

/** Lines as bytes, one piece per batch of records. With `pathText`, `lineOf` sees names as bytes, each as a character. */
export async function* writeByLine(
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
  lineOf: (record: HashSetRecord) => string,
  headLines: readonly string[] = [],
): AsyncGenerator<Uint8Array> {
  const end = options.lineEnd === 'crlf' ? '\r\n' : '\n';
  const encoding = options.pathText === true ? 'latin1' : 'utf8';
  if (headLines.length > 0) yield Buffer.from(headLines.join(end) + end, encoding);
  for await (const batch of records) {
    const lines = (options.pathText === true ? batch.map(withNameBytes) : batch).map(lineOf);
    if (lines.length > 0) yield Buffer.from(lines.join(end) + end, encoding);
  }
}

function withNameBytes(record: HashSetRecord): HashSetRecord {
  if (record.attributes?.names === undefined) return record;
  const names = record.attributes.names.map((name) => Buffer.from(pathBytesOfText(name)).toString('latin1'));
  return { ...record, attributes: { ...record.attributes, names } };
}
