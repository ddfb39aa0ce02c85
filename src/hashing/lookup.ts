import { type Algorithm, type Digest, type Digests, algorithms as inOrder } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { HashAlgorithm } from './contract.ts';
import * as registry from './registry.ts';

const byId: ReadonlyMap<Algorithm, HashAlgorithm> = new Map(
  Object.values(registry).map((algorithm) => [algorithm.id, algorithm]),
);

/** Every algorithm that can be computed, in the order of core's `algorithms`. */
export function listHashAlgorithms(): readonly HashAlgorithm[] {
  return inOrder.flatMap((id) => byId.get(id) ?? []);
}

/** Throws `INTERNAL` for one that nothing here computes. */
export function getHashAlgorithm(id: Algorithm): HashAlgorithm {
  const algorithm = byId.get(id);
  if (algorithm === undefined) throw new CriskitError('INTERNAL', `No code here computes ${id}.`);
  return algorithm;
}

/** Several running digests that are fed together. Not reusable after `digests`. */
export interface HasherSet {
  update(bytes: Uint8Array): void;
  digests(): Digests;
}

/** Starts one running digest for each algorithm; a repeated algorithm is computed once. */
export function createHasherSet(ids: readonly Algorithm[]): HasherSet {
  const running = [...new Set(ids)].map((id) => ({ id, hasher: getHashAlgorithm(id).create() }));
  if (running.length === 0) throw new CriskitError('INTERNAL', 'Hashing was asked for, and no algorithm was named.');
  return {
    update: (bytes) => {
      for (const { hasher } of running) hasher.update(bytes);
    },
    digests: () => {
      const digests: { [A in Algorithm]?: Digest } = {};
      for (const { id, hasher } of running) digests[id] = hasher.digest();
      return digests as Digests;
    },
  };
}

/** The digests of bytes that are all there: faster than a `HasherSet` where they are few. */
export function digestsOf(ids: readonly Algorithm[], bytes: Uint8Array): Digests {
  const digests: { [A in Algorithm]?: Digest } = {};
  for (const id of ids) digests[id] = getHashAlgorithm(id).digestOf(bytes);
  return digests as Digests;
}
