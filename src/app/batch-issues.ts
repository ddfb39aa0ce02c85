import type { Issue } from '../core/issue.ts';
import type { HashSetBatch } from '../hashsets/contract.ts';

/** What has to be told of a batch: its issues, and the entries that take media out of the set, which nothing follows yet. */
export function issuesOf({ issues, removals = [] }: HashSetBatch): readonly Issue[] {
  if (removals.length === 0) return issues;
  const message =
    'The entry takes a media out of the set. That was not done: it stays where it is filed until a person looks.';
  return [...issues, ...removals.map(({ place }): Issue => ({ code: 'removal-not-done', message, place }))];
}
