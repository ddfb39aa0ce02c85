import type { HashSetFormat, HashSetRecord, WriteOptions } from './contract.ts';
import { summarise } from './write-hash-set.ts';

/** Gives the records from the first one on, as often as it is called, each time the same. */
export type RecordSource = () => AsyncIterable<readonly HashSetRecord[]>;

/** The options with the number of records that will be written; the records are gone through for it where it is needed. */
export async function withRecordCount(
  format: HashSetFormat,
  records: RecordSource,
  options: WriteOptions,
): Promise<WriteOptions> {
  if (format.needsRecordCount !== true) return options;
  const { records: recordCount } = await summarise(format, records(), options);
  return { ...options, recordCount };
}
