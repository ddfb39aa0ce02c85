import type { Digests } from '../core/digest.ts';
import type { ManifestEntry, MediaKind } from '../core/media.ts';
import type { Place } from '../core/place.ts';
import type { HashSetRecord } from './contract.ts';

/** An entry of a manifest as a file gave it back: `sum` files hold no size, and only `csv` files the kind. */
export interface ReadManifestEntry {
  readonly place: Place;
  readonly path: string;
  readonly digests: Digests;
  readonly kind: MediaKind;
  readonly sizeBytes?: number;
}

/** A file of a manifest as a record of a hash set. `line`: its number in the manifest, for messages. */
export function recordOfManifestEntry(entry: ManifestEntry, line: number): HashSetRecord {
  const { digests, kind, sizeBytes, path } = entry;
  return { place: { line }, digests, kind, sizeBytes, attributes: { names: [path] } };
}

/** Undefined where the record has no name: then it is a line of a hash set, not of a manifest. */
export function manifestEntryOfRecord(record: HashSetRecord): ReadManifestEntry | undefined {
  const path = record.attributes?.names?.[0];
  if (path === undefined) return undefined;
  const { place, digests, kind = 'unknown', sizeBytes } = record;
  return { place, path, digests, kind, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
}
