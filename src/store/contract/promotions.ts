import type { Digests } from '../../core/digest.ts';
import type { MediaKind } from '../../core/media.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { CaseContact } from './cases.ts';
import type { ImportEntry } from './imports.ts';

/** An import in force that made more of a media than was known of it before: most often a child was identified since. */
export interface Promotion {
  readonly digests: Digests;
  readonly kind: MediaKind;
  /** As the import writes it. */
  readonly fileName: string | null;
  readonly before: PromotionStage;
  readonly after: PromotionStage;
  /** The report or hash set that promoted it. */
  readonly import: ImportEntry;
  /** The other cases of the lab that held the media by then, by case number. */
  readonly cases: readonly CaseContact[];
}

export interface PromotionStage {
  /** Category ids in the order of precedence; empty: none. */
  readonly categories: readonly string[];
  /** What reports said before, or the import itself says; empty: only hash sets speak of it. */
  readonly outcomes: readonly Outcome[];
}

export interface PromotionStore {
  /** By import, then by media. Counted from what is in force: an import that is undone promotes nothing. */
  promotions(filter?: { readonly sinceUtc?: string }): Promise<readonly Promotion[]>;
}
