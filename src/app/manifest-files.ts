import type { Algorithm } from '../core/digest.ts';
import type { ManifestEntry } from '../core/media.ts';
import type { HashSetFormat, HashSetRecord, WriteOptions } from '../hashsets/contract.ts';
import { orderFor } from '../hashsets/carried.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { recordOfManifestEntry } from '../hashsets/manifest.ts';

const recordsPerBatch = 4096;

/** Entries as the records of a hash-set file. */
export async function* manifestRecords(entries: readonly ManifestEntry[]): AsyncGenerator<readonly HashSetRecord[]> {
  for (let from = 0; from < entries.length; from += recordsPerBatch) {
    yield entries
      .slice(from, from + recordsPerBatch)
      .map((entry, index) => recordOfManifestEntry(entry, from + index + 1));
  }
}

/** As they are, but for a format whose files are searched by the order of their digests. */
export function entriesInOrder(
  format: HashSetFormat,
  entries: readonly ManifestEntry[],
  options: WriteOptions,
): readonly ManifestEntry[] {
  const [algorithm] = orderFor(format, options);
  if (format.needsOrder !== true || algorithm === undefined) return entries;
  const digestOf = ({ digests }: ManifestEntry) => digests[algorithm] ?? '';
  return entries.toSorted((a, b) => (digestOf(a) < digestOf(b) ? -1 : digestOf(a) > digestOf(b) ? 1 : 0));
}

/** What a file of this format can hold of these algorithms: all, or the first of them where it holds one only. */
export function manifestOptions(format: HashSetFormat, algorithms: readonly Algorithm[]): WriteOptions {
  const [first] = algorithms;
  if (format.oneAlgorithm === true) return first === undefined ? {} : { algorithm: first };
  return { algorithms };
}

/** Lines of `md5sum` for one algorithm, those of hashdeep for several, CSV for what neither of them knows. */
export function defaultManifestFormat(algorithms: readonly Algorithm[]): HashSetFormat {
  const candidates = algorithms.length === 1 ? ['sum', 'csv'] : ['hashdeep', 'csv'];
  const formats = candidates.map(getFormat);
  const able = formats.find((format) => algorithms.every((algorithm) => format.algorithms.includes(algorithm)));
  return able ?? getFormat('csv');
}
