import { type Algorithm, algorithmTitle, type Digest, type Digests } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import { pathBytesOfText, pathTextOfBytes } from '../files/path-text.ts';
import type { HashSetFormat, HashSetRecord, Refusal, WriteOptions } from './contract.ts';
import type { DigestsInProgress } from './digest-text.ts';

/**
 * The algorithms that the format writes with these options, in its own order. Throws `FORMAT_CANNOT` for one that it
 * lacks, and for a choice without the one that it requires.
 */
export function algorithmsToWrite(format: HashSetFormat, options: WriteOptions): readonly Algorithm[] {
  const chosen = chosenAlgorithms(format, options);
  for (const algorithm of chosen) {
    if (!format.algorithms.includes(algorithm)) throw cannot(format, `cannot carry ${algorithmTitle[algorithm]}`);
  }
  if (format.requires !== undefined && !chosen.includes(format.requires)) {
    throw cannot(format, `cannot do without ${algorithmTitle[format.requires]}`);
  }
  return format.algorithms.filter((algorithm) => chosen.includes(algorithm));
}

function chosenAlgorithms(format: HashSetFormat, options: WriteOptions): readonly Algorithm[] {
  const [first = 'md5'] = format.algorithms;
  if (format.oneAlgorithm === true) return [options.algorithm ?? first];
  if (options.algorithms !== undefined && options.algorithms.length > 0) return options.algorithms;
  return format.needsEveryAlgorithm === true ? [options.algorithm ?? 'md5'] : format.algorithms;
}

function cannot(format: HashSetFormat, what: string): CriskitError {
  const able = format.algorithms.map((algorithm) => algorithmTitle[algorithm]).join(', ');
  return new CriskitError('FORMAT_CANNOT', `The format ${format.id} ${what}.`, { hint: `It carries ${able}.` });
}

/**
 * The order in which records must come for a file of this format: by the first of these algorithms that tells two apart,
 * ascending, records without it last. Records of equal content then stand side by side and are written once.
 */
export function orderFor(format: HashSetFormat, options: WriteOptions): readonly Algorithm[] {
  const chosen = algorithmsToWrite(format, options);
  const { requires } = format;
  return requires === undefined ? chosen : [requires, ...chosen.filter((algorithm) => algorithm !== requires)];
}

/** What of a record a file of this format gives back, or why it cannot be written at all. The same for the same options. */
export function createCarrier(
  format: HashSetFormat,
  options: WriteOptions,
): (record: HashSetRecord) => HashSetRecord | Refusal {
  const written = algorithmsToWrite(format, options);
  const needed = neededAlgorithms(format, written);
  const carries = new Set<string>(format.carries);
  return (record) => {
    for (const algorithm of needed) {
      if (record.digests[algorithm] === undefined) return { refused: `record without ${algorithmTitle[algorithm]}` };
    }
    const reduced = reduce(options.pathText === true ? withOnePathText(record) : record, written, carries);
    if (reduced === undefined) return { refused: 'record without a digest of the algorithms written' };
    return format.asCarried === undefined ? reduced : format.asCarried(reduced, options);
  };
}

/** Path text that something else wrote may stand for the same bytes in another way. */
function withOnePathText(record: HashSetRecord): HashSetRecord {
  if (record.attributes?.names === undefined) return record;
  const names = record.attributes.names.map((name) => pathTextOfBytes(pathBytesOfText(name)));
  return { ...record, attributes: { ...record.attributes, names } };
}

function neededAlgorithms(format: HashSetFormat, written: readonly Algorithm[]): readonly Algorithm[] {
  if (format.oneAlgorithm === true || format.needsEveryAlgorithm === true) return written;
  return format.requires === undefined ? [] : [format.requires];
}

function reduce(
  record: HashSetRecord,
  written: readonly Algorithm[],
  carries: ReadonlySet<string>,
): HashSetRecord | undefined {
  const digests = carriedDigests(record.digests, written);
  if (digests === undefined) return undefined;
  const attributes = record.attributes === undefined ? undefined : carriedAttributes(record.attributes, carries);
  const { kind, sizeBytes } = record;
  const reduced: { -readonly [M in keyof HashSetRecord]: HashSetRecord[M] } = { place: record.place, digests };
  if (kind !== undefined && kind !== 'unknown' && carries.has('kind')) reduced.kind = kind;
  if (sizeBytes !== undefined && carries.has('sizeBytes')) reduced.sizeBytes = sizeBytes;
  if (attributes !== undefined) reduced.attributes = attributes;
  return reduced;
}

/** Undefined where none is left. */
function carriedDigests(digests: Digests, written: readonly Algorithm[]): Digests | undefined {
  const kept: DigestsInProgress = {};
  let some = false;
  for (const algorithm of written) {
    const value = digests[algorithm];
    if (value === undefined) continue;
    (kept as Record<Algorithm, Digest>)[algorithm] = value;
    some = true;
  }
  return some ? kept : undefined;
}

/** Those that the format carries and that say something: empty texts and lists do not. Undefined where none is left. */
function carriedAttributes(attributes: MediaAttributes, carries: ReadonlySet<string>): MediaAttributes | undefined {
  let kept: Record<string, unknown> | undefined;
  for (const name in attributes) {
    if (!carries.has(name)) continue;
    const told = toldBy(attributes[name as keyof MediaAttributes]);
    if (saysNothing(told)) continue;
    kept ??= {};
    kept[name] = told;
  }
  return kept as MediaAttributes | undefined;
}

/** True for absent values, empty texts, empty lists and empty maps. */
export function saysNothing(value: unknown): boolean {
  if (value === undefined || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0;
}

/** Without empty texts in lists, and without halves of surrogate pairs, which cannot be written as UTF-8. */
function toldBy(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (!Array.isArray(value)) return value;
  const told = value.filter((element) => element !== '').map(toldBy);
  return told.length === value.length && told.every((element, index) => element === value[index]) ? value : told;
}
