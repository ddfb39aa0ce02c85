import type { Digests } from '../core/digest.ts';
import type { ManifestEntry, MediaKind } from '../core/media.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Place } from '../core/place.ts';

/** The part of a report's record that comparing needs. `ReportRecord` of reports/ fits it. */
export interface ReturnedRecord {
  readonly place: Place;
  readonly digests: Digests;
  readonly fileName?: string;
  readonly outcome: Outcome;
  readonly kind: MediaKind;
}

/** What was sent, to be compared with what came back. */
export interface SentManifest {
  readonly submissionId: number;
  /** One per file sent; the same content may stand under several names. */
  readonly entries: readonly ManifestEntry[];
}
