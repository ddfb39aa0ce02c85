import { CriskitError } from '../core/errors.ts';
import type { HashSetBatch, HashSetFormat, PackedBatch, ReadOptions } from './contract.ts';
import { withFixedValues } from './fixed-values.ts';
import { packBatches } from './packed-batches.ts';

/** A hash set to read: its bytes, or the path of the SQLite file that it is. */
export type HashSetSource = { readonly bytes: AsyncIterable<Uint8Array> } | { readonly path: string };

/** `readHashSet` or `readPackedHashSet`. */
export type HashSetReader<B> = (format: HashSetFormat, source: HashSetSource, options: ReadOptions) => AsyncIterable<B>;

const databaseMark = Buffer.from('SQLite format 3\0', 'latin1');

/** By its first bytes. */
export function isDatabase(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, databaseMark.length)).equals(databaseMark);
}

/** Throws `FORMAT_CANNOT` where the format cannot be read, or not from such a source. */
export function readHashSet(
  format: HashSetFormat,
  source: HashSetSource,
  options: ReadOptions,
): AsyncIterable<HashSetBatch> {
  if (!canRead(format)) {
    throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} can only be written.`);
  }
  if (options.columns !== undefined && format.hasColumns !== true) {
    throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} has no columns that could be named.`);
  }
  const batches = 'path' in source ? format.readDatabase?.(source.path, options) : format.read?.(source.bytes, options);
  if (batches !== undefined) return options.fixed === undefined ? batches : withFixedValues(batches, options.fixed);
  const what = 'path' in source ? 'a SQLite database' : 'no SQLite database';
  throw new CriskitError('FORMAT_CANNOT', `${options.name} is ${what}, as which ${format.id} cannot be read.`, {
    path: options.name,
  });
}

/** The same, packed. */
export function readPackedHashSet(
  format: HashSetFormat,
  source: HashSetSource,
  options: ReadOptions,
): AsyncIterable<PackedBatch> {
  const { columns, fixed, pathText } = options;
  const isPlain = columns === undefined && fixed === undefined && pathText === undefined;
  if ('bytes' in source && isPlain && format.readPacked !== undefined) return format.readPacked(source.bytes, options);
  return packBatches(readHashSet(format, source, options));
}

export function canRead(format: HashSetFormat): boolean {
  return format.read !== undefined || format.readDatabase !== undefined;
}

export function canWrite(format: HashSetFormat): boolean {
  return format.write !== undefined || format.writeDatabase !== undefined;
}
