import type { Digests } from '../../core/digest.ts';
import type { MediaAttributes } from '../../core/media-attributes.ts';
import type { MediaKind } from '../../core/media.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { Place } from '../../core/place.ts';
import type { Conflict } from './conflicts.ts';
import type { ExportEntry } from './exports.ts';
import type { ImportEntry } from './imports.ts';
import type { DigestQuery, LookupAnswer } from './queries.ts';

/** Everything that was ever said of one digest. */
export interface Statement {
  readonly query: DigestQuery;
  readonly answer: LookupAnswer;
  readonly media: readonly {
    readonly mediaId: number;
    readonly digests: Digests;
    readonly kind: MediaKind;
    readonly sizeBytes: number | null;
    readonly isDigestOfNothing: boolean;
  }[];
  readonly assertions: readonly StatementAssertion[];
  /** What split rules that were applied made of it, by import. */
  readonly refilings: readonly StatementRefiling[];
  readonly submissions: readonly {
    readonly submissionId: number;
    readonly caseNumber: string;
    readonly path: string;
    readonly preparedAtUtc: string;
    readonly preparedBy: string;
  }[];
  readonly conflicts: readonly Conflict[];
  readonly exports: readonly ExportEntry[];
}

/** A split rule that was applied files an outcome of the media otherwise than the reports before it did. */
export interface StatementRefiling {
  readonly import: ImportEntry;
  readonly outcome: Outcome;
  /** Null: filed nowhere. */
  readonly categoryId: string | null;
  readonly inForce: boolean;
}

export interface StatementAssertion {
  readonly import: ImportEntry;
  /** The earlier version of the set in whose document the place is, where the import is a delta that left it as it was. */
  readonly from: ImportEntry | null;
  readonly place: Place;
  readonly outcome: Outcome | null;
  readonly categoryId: string | null;
  readonly fileName?: string;
  readonly attributes?: MediaAttributes;
  /** The digests of the media that the document itself stated. */
  readonly stated: Digests;
  readonly inForce: boolean;
}
