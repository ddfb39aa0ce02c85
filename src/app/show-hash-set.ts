import type { ExportEntry, ImportEntry } from '../store/contract.ts';
import { findHashSet } from './find-hash-set.ts';
import type { Lab } from './lab.ts';

export interface ShownHashSet {
  readonly entry: ImportEntry;
  /** Every import of that name in its category, by number. */
  readonly versions: readonly ImportEntry[];
  /** Exports of its category that were made while it was in force, by number. */
  readonly exports: readonly ExportEntry[];
}

/** Throws NOT_FOUND, CONFLICT. */
export async function showHashSet(lab: Lab, text: string): Promise<ShownHashSet> {
  const { entry, versions } = await findHashSet(lab, text);
  const endUtc = entry.ended?.atUtc;
  const exports = (await lab.store.listExports()).filter((one) => {
    const atUtc = one.asOfUtc === null || one.asOfUtc > one.exportedAtUtc ? one.exportedAtUtc : one.asOfUtc;
    return (
      one.categoryId === entry.categoryId && atUtc >= entry.importedAtUtc && (endUtc === undefined || atUtc < endUtc)
    );
  });
  return { entry, versions, exports };
}
