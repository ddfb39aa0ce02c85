import { type Algorithm, algorithms, type Digest } from '../core/digest.ts';
import type { ManifestEntry } from '../core/media.ts';
import type { ReturnedRecord, SentLot, SentManifest } from './contract.ts';

type LotDigests = Pick<SentLot, 'algorithm' | 'digests'>;

/** What was sent, reduced to the files whose digest lies in the lot; a manifest of which nothing is left is left out. */
export function manifestsOfLot<M extends SentManifest>(manifests: readonly M[], lot: LotDigests): readonly M[] {
  return manifests
    .map((manifest) => ({ ...manifest, entries: manifest.entries.filter((entry) => isInLot(entry, lot)) }))
    .filter(({ entries }) => entries.length > 0);
}

export function isInLot({ digests }: ManifestEntry, lot: LotDigests): boolean {
  const value = digests[lot.algorithm];
  return value !== undefined && lot.digests.has(value);
}

/** True for the files that lie in any of these lots. */
export function inAnyLot(lots: readonly LotDigests[]): (entry: ManifestEntry) => boolean {
  const values = new Map<Algorithm, Set<Digest>>();
  for (const { algorithm, digests } of lots) {
    const all = values.get(algorithm) ?? new Set<Digest>();
    for (const digest of digests) all.add(digest);
    values.set(algorithm, all);
  }
  const merged = [...values].map(([algorithm, digests]) => ({ algorithm, digests }));
  return (entry) => merged.some((lot) => isInLot(entry, lot));
}

/**
 * The lot that a report answers: every record of it has a digest, and all of them are those of files of one lot. Undefined where
 * a record lies elsewhere or has no digest. Of several such lots (the same digests were put twice) the smallest, then the first.
 */
export function lotOfRecords<L extends SentLot>(
  records: readonly ReturnedRecord[],
  manifests: readonly SentManifest[],
  lots: readonly L[],
): L | undefined {
  if (records.length === 0 || lots.length === 0) return undefined;
  const lotsOf = lotsByDigest(manifests, lots);
  let fitting: readonly L[] = lots;
  for (const { digests } of records) {
    const own = new Set(
      algorithms.flatMap((algorithm) => [...(lotsOf.get(`${algorithm} ${digests[algorithm] ?? ''}`) ?? [])]),
    );
    fitting = fitting.filter((lot) => own.has(lot));
    if (fitting.length === 0) return undefined;
  }
  return fitting.toSorted((a, b) => a.digests.size - b.digests.size || a.number - b.number)[0];
}

/** A report may answer with another algorithm than the one that was put, so every digest of a file leads to its lots. */
function lotsByDigest<L extends SentLot>(
  manifests: readonly SentManifest[],
  lots: readonly L[],
): ReadonlyMap<string, ReadonlySet<L>> {
  const put = new Map<string, Set<L>>();
  const add = (map: Map<string, Set<L>>, key: string, lot: L) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, new Set([lot]));
    else known.add(lot);
  };
  for (const lot of lots) for (const value of lot.digests) add(put, `${lot.algorithm} ${value}`, lot);
  const found = new Map<string, Set<L>>();
  for (const { digests } of manifests.flatMap(({ entries }) => entries)) {
    const keys = algorithms.flatMap((algorithm) =>
      digests[algorithm] === undefined ? [] : [`${algorithm} ${digests[algorithm]}`],
    );
    const own = keys.flatMap((key) => [...(put.get(key) ?? [])]);
    for (const key of keys) for (const lot of own) add(found, key, lot);
  }
  return found;
}
