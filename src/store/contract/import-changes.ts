import type { CaseContact } from './cases.ts';
import type { Digests } from '../../core/digest.ts';
import type { Conflict } from './conflicts.ts';

/** What an import changes, or would change. */
export interface ImportChanges {
  /** Media that the database did not hold in any category before. */
  readonly added: number;
  /** Media that it held in the same category already. */
  readonly same: number;
  /** From unidentified to known victim, or to any category of higher precedence. */
  readonly promoted: readonly MediaChange[];
  /** Conflicts that this import opens. */
  readonly conflicts: readonly Conflict[];
  /** For `supersedes`: media whose outcome or category differs from the import that was superseded. */
  readonly differences: readonly MediaChange[];
  /**
   * Media of which it takes an outcome back: one of an earlier import in force, or one of the import that it supersedes,
   * which may also be by not mentioning it any more. `before` and `after` are outcomes.
   */
  readonly backwards: readonly MediaChange[];
}

export interface MediaChange {
  readonly digests: Digests;
  readonly fileName?: string;
  /** Category ids, or outcomes for `differences` and `backwards`; empty: none. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Other cases of the lab that hold the same media, by case number. */
  readonly cases: readonly CaseContact[];
}
