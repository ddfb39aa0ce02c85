import type { Issue } from '../core/issue.ts';
import type { HashSetBatch, HashSetRecord, PackedBatch } from '../hashsets/contract.ts';
import type { IdentityOf } from './named-entries.ts';

/** Whatever form its records have. */
type AnyBatch = HashSetBatch | PackedBatch;

/** What has to be told of a batch by who takes nothing out: its issues, and the entries that take media out of the set. */
export function issuesOf({ issues, removals = [] }: AnyBatch): readonly Issue[] {
  const message =
    'The entry takes a media out of the set. That was not done: it stays where it is filed until a person looks.';
  return withRemovals(issues, removals, message);
}

/** What an import has to tell of a batch: its issues, and the entries that take out what no digest names. */
export function issuesOfImport({ issues, removals = [] }: AnyBatch): readonly Issue[] {
  const message =
    'The entry takes a media out of the set and names it by no digest. That was not done: find it by what the entry says, or import the whole set anew.';
  return withRemovals(
    issues,
    removals.filter((removal) => !isNamed(removal)),
    message,
  );
}

/** The same where entries have names: issues, and the entries that take out one without saying which. */
export function issuesOfNamed({ issues, removals = [] }: AnyBatch, identityOf: IdentityOf): readonly Issue[] {
  const message = 'The entry takes another one out, and does not say which one. That was not done.';
  return withRemovals(
    issues,
    removals.filter((removal) => identityOf(removal) === undefined),
    message,
  );
}

/** The entries that take out a media and name it by a digest. */
export function namedRemovals({ removals = [] }: AnyBatch): readonly HashSetRecord[] {
  return removals.filter(isNamed);
}

function isNamed({ digests }: HashSetRecord): boolean {
  return Object.keys(digests).length > 0;
}

function withRemovals(issues: readonly Issue[], removals: readonly HashSetRecord[], message: string): readonly Issue[] {
  if (removals.length === 0) return issues;
  return [...issues, ...removals.map(({ place }): Issue => ({ code: 'removal-not-done', message, place }))];
}
