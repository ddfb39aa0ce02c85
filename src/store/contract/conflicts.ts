import type { Digests } from '../../core/digest.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Actor } from './actor.ts';
import type { DigestQuery } from './queries.ts';

export type ConflictKind = 'digest-collision' | 'alert-and-ignorable' | 'outcome-backwards' | 'outcomes-differ';

export interface Conflict {
  readonly conflictId: number;
  readonly kind: ConflictKind;
  readonly message: string;
  readonly media: readonly {
    readonly mediaId: number;
    readonly digests: Digests;
    readonly categories: readonly string[];
  }[];
  /** What imports in force say of these media, oldest first: what a person has to weigh. */
  readonly statements: readonly ConflictStatement[];
  /** For a collision: the digest that two contents share. */
  readonly shared: DigestQuery | null;
  /** The import that brought it up. */
  readonly importId: number;
  readonly raisedAtUtc: string;
  /** `withdrawn`: what caused it is no longer in force. */
  readonly state: 'open' | 'settled' | 'withdrawn';
  readonly settled: {
    readonly decision: Settlement;
    readonly reason: string;
    readonly by: string;
    readonly atUtc: string;
  } | null;
}

export interface ConflictStatement {
  readonly mediaId: number;
  readonly importId: number;
  readonly caseNumber: string | null;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
}

/** How a person settles a conflict. */
export type Settlement =
  /** The media belongs in this category, whatever was said up to now. */
  | { readonly kind: 'category'; readonly categoryId: string }
  /** It belongs in no category. */
  | { readonly kind: 'none' }
  /** A collision: only this media is right; the other is taken out of all categories. */
  | { readonly kind: 'keep-media'; readonly mediaId: number }
  /** A collision: two contents really share the digest; both stay, the shared digest alone is not exported. */
  | { readonly kind: 'keep-both' };

export interface ConflictStore {
  listConflicts(filter?: { readonly state?: Conflict['state'] }): Promise<readonly Conflict[]>;
  /** Throws NOT_FOUND; CONFLICT where it is not open or the settlement does not fit its kind. */
  settleConflict(conflictId: number, settlement: Settlement, reason: string, actor: Actor): Promise<Conflict>;
}
