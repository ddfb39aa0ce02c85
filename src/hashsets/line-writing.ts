import { type Algorithm, algorithmTitle, type Digest } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { pathBytesOfText } from '../files/path-text.ts';
import type { HashSetRecord, WriteOptions } from './contract.ts';

type LetterCase = NonNullable<WriteOptions['letterCase']>;

/** The digits of a digest in the letter case asked for, else in the one that is usual in the format. */
export function writtenDigits(
  { digests }: HashSetRecord,
  algorithm: Algorithm,
  { letterCase }: WriteOptions,
  usualCase: LetterCase,
): string | undefined {
  const digits: Digest | undefined = digests[algorithm];
  return (letterCase ?? usualCase) === 'upper' ? digits?.toUpperCase() : digits;
}

/** The same of a record that has the digest. */
export function writtenDigest(
  record: HashSetRecord,
  algorithm: Algorithm,
  options: WriteOptions,
  usualCase: LetterCase = 'lower',
): string {
  const digits = writtenDigits(record, algorithm, options, usualCase);
  if (digits !== undefined) return digits;
  throw new CriskitError('INTERNAL', `A record without ${algorithmTitle[algorithm]} cannot be written.`);
}

/** For formats whose digits are upper-case unless options say otherwise; empty where there is no such digest. */
export function writtenInUpperCase(record: HashSetRecord, algorithm: Algorithm, options: WriteOptions): string {
  return writtenDigits(record, algorithm, options, 'upper') ?? '';
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
