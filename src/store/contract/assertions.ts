import type { Digests } from '../../core/digest.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { MediaKind } from '../../core/media.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Place } from '../../core/place.ts';

/** What one import says of one media. */
export interface NewAssertion {
  /** May be empty only where `media` names the sent file. */
  readonly digests: Digests;
  /** Digests of the sent file that the record was joined to; the outcome is about that content. */
  readonly joinedTo?: Digests;
  readonly place: Place;
  /** Null for hash sets. */
  readonly outcome: Outcome | null;
  /** Null: filed in no category. */
  readonly categoryId: string | null;
  readonly kind: MediaKind;
  readonly sizeBytes?: number;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
}

export interface StoredAssertion {
  readonly importId: number;
  readonly digests: Digests;
  readonly place: Place;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
  readonly kind: MediaKind;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
}
