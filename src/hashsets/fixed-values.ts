import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import type { HashSetBatch, HashSetRecord } from './contract.ts';
import type { FixedColumn } from './csv-columns.ts';
import { RowInProgress } from './csv-records.ts';
import { unstatedScheme } from './vics-schemes.ts';

/** The same batches; what their records do not say themselves is said for them. Throws `USAGE` for a value that is none. */
export function withFixedValues(
  batches: AsyncIterable<HashSetBatch>,
  fixed: ReadonlyMap<FixedColumn, string>,
): AsyncIterable<HashSetBatch> {
  const complete = createCompletion(fixed);
  return completed(batches, complete);
}

async function* completed(
  batches: AsyncIterable<HashSetBatch>,
  complete: (record: HashSetRecord) => HashSetRecord,
): AsyncGenerator<HashSetBatch> {
  for await (const batch of batches) yield { ...batch, records: batch.records.map(complete) };
}

function createCompletion(fixed: ReadonlyMap<FixedColumn, string>): (record: HashSetRecord) => HashSetRecord {
  const row = new RowInProgress('sha256');
  for (const [column, text] of fixed) {
    if (text !== '' && row.setAttribute(column, text)) continue;
    throw new CriskitError('USAGE', `"${excerpt(text)}" is nothing that ${column} can be.`);
  }
  const { kind, attributes: { unknownMembers: _, ...attributes } = {} } = row.described();
  const scheme = fixed.get('vics_scheme');
  return (record) => {
    const own = record.attributes;
    const merged: MediaAttributes = { ...attributes, ...own, ...categoryOf(own, attributes, scheme) };
    return {
      ...record,
      ...(kind !== undefined && (record.kind ?? 'unknown') === 'unknown' ? { kind } : {}),
      ...(Object.keys(merged).length === 0 ? {} : { attributes: merged }),
    };
  };
}

/** A number that stands in the file without its scheme gets the scheme that was given. */
function categoryOf(
  own: MediaAttributes | undefined,
  fixed: MediaAttributes,
  scheme: string | undefined,
): Pick<MediaAttributes, 'vicsCategory'> {
  const vicsCategory = own?.vicsCategory ?? fixed.vicsCategory;
  if (vicsCategory === undefined) return {};
  const stated = vicsCategory.scheme === unstatedScheme ? (scheme ?? unstatedScheme) : vicsCategory.scheme;
  return { vicsCategory: { value: vicsCategory.value, scheme: stated } };
}
