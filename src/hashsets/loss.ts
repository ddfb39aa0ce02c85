import { algorithms, algorithmTitle } from '../core/digest.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';
import { canonicalValue } from './canonical-text.ts';
import { createCarrier, saysNothing } from './carried.ts';
import type { HashSetFormat, HashSetRecord, Refusal, WriteOptions } from './contract.ts';

/** What a format cannot carry of how many records. */
export interface NotCarried {
  /** An attribute (`series`), an algorithm (`SHA-256`), or why whole records are left out (`record without MD5`). */
  readonly what: string;
  readonly records: number;
}

/** Counts, over all records of an export, what does not arrive in the file. */
export class LossReport {
  readonly #counts = new Map<string, number>();
  #refused = 0;

  /** `carried`: what `createCarrier` makes of the record. */
  add(record: HashSetRecord, carried: HashSetRecord | Refusal): void {
    if ('refused' in carried) {
      this.#refused += 1;
      this.#count(carried.refused);
      return;
    }
    for (const algorithm of algorithms) {
      if (record.digests[algorithm] !== carried.digests[algorithm]) this.#count(algorithmTitle[algorithm]);
    }
    const { kind = 'unknown', sizeBytes, attributes } = record;
    if (kind !== 'unknown' && kind !== carried.kind) this.#count('kind');
    if (sizeBytes !== carried.sizeBytes) this.#count('sizeBytes');
    if (attributes !== undefined) this.#addAttributes(attributes, carried.attributes ?? {});
  }

  /** Records that are not in the file at all. */
  get refused(): number {
    return this.#refused;
  }

  /** Sorted by name. */
  get notCarried(): readonly NotCarried[] {
    return [...this.#counts].map(([what, records]) => ({ what, records })).sort((a, b) => (a.what < b.what ? -1 : 1));
  }

  #addAttributes(attributes: MediaAttributes, carried: MediaAttributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      if (saysNothing(value)) continue;
      const arrived: unknown = carried[name as keyof MediaAttributes];
      if (value === arrived) continue;
      if (arrived === undefined || canonicalValue(value) !== canonicalValue(arrived)) this.#count(name);
    }
  }

  #count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }
}

/** The loss that writing these records would be, without writing them. */
export async function findLoss(
  format: HashSetFormat,
  records: AsyncIterable<readonly HashSetRecord[]>,
  options: WriteOptions,
): Promise<readonly NotCarried[]> {
  const carriedBy = createCarrier(format, options);
  const loss = new LossReport();
  for await (const batch of records) {
    for (const record of batch) loss.add(record, carriedBy(record));
  }
  return loss.notCarried;
}
