import type { Algorithm } from '../core/digest.ts';
import { costOf } from './hash-plan.ts';

/** A thread as one who gives out work sees it. */
export interface LoadedThread {
  /** Estimated time of the large files, and parts of them, that it still has. */
  load: number;
  /** Large files that it reads. */
  owned: number;
}

export interface SharedWork<T> {
  readonly owner: T;
  /** What the owner computes itself is in none of these. */
  readonly helpers: ReadonlyMap<T, readonly Algorithm[]>;
  /** To be taken off the loads when the file is done. */
  readonly loads: ReadonlyMap<T, number>;
}

/**
 * Divides the algorithms of a large file among the threads. One thread owns it: it reads it and computes the MD5, so that as
 * many files as possible are in the lanes of the same thread. Every other algorithm goes to whoever has the least to do.
 */
export function shareFile<T extends LoadedThread>(
  sizeBytes: number,
  algorithms: readonly Algorithm[],
  threads: readonly T[],
  { usesLanes, lanes }: { readonly usesLanes: boolean; readonly lanes: number },
): SharedWork<T> {
  const owner = chooseOwner(threads, lanes);
  const loads = new Map<T, number>();
  const add = (thread: T, algorithm: Algorithm) => {
    const load = sizeBytes * costOf(algorithm, usesLanes);
    thread.load += load;
    loads.set(thread, (loads.get(thread) ?? 0) + load);
  };
  owner.owned += 1;
  const first = algorithms.includes('md5') ? 'md5' : algorithms[0];
  if (first !== undefined) add(owner, first);
  const helpers = new Map<T, Algorithm[]>();
  for (const algorithm of algorithms.filter((algorithm) => algorithm !== first)) {
    const helper = leastLoaded(threads, owner);
    add(helper, algorithm);
    if (helper === owner) continue;
    helpers.set(helper, [...(helpers.get(helper) ?? []), algorithm]);
  }
  return { owner, helpers, loads };
}

/** One that owns files already, while it has lanes for more; else, of those that have lanes, the one with the least to do. */
function chooseOwner<T extends LoadedThread>(threads: readonly T[], lanes: number): T {
  const withLanes = threads.filter(({ owned }) => owned < lanes);
  const owners = withLanes.filter(({ owned }) => owned > 0);
  const candidates = [owners, withLanes].find((found) => found.length > 0) ?? threads;
  return candidates.reduce((least, thread) => (thread.load < least.load ? thread : least));
}

/** The owner only where it has clearly less to do. */
function leastLoaded<T extends LoadedThread>(threads: readonly T[], owner: T): T {
  const others = threads.filter((thread) => thread !== owner);
  const first = others.reduce((least, thread) => (thread.load < least.load ? thread : least), others[0] ?? owner);
  return owner.load < first.load ? owner : first;
}
