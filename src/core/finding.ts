import type { Place } from './place.ts';

/** Every kind of difference that importing and reconciling can discover. */
export type FindingKind =
  | 'nothing-to-compare'
  | 'not-mentioned'
  | 'not-sent'
  | 'digest-differs'
  | 'name-ambiguous'
  | 'digest-ambiguous'
  | 'mentioned-twice'
  | 'outcomes-differ'
  | 'totals-differ'
  | 'document-issues'
  | 'promoted'
  | 'outcome-backwards'
  | 'database-differs'
  | 'spreadsheet-differs'
  | 'spreadsheet-missing'
  | 'spreadsheet-unknown-case'
  | 'spreadsheet-pending'
  | 'spreadsheet-hand-change'
  | 'spreadsheet-unreadable'
  | 'no-answer'
  | 'lot-unanswered'
  | 'open-conflict';

/** A difference that reconciliation discovered. */
export interface Finding {
  readonly kind: FindingKind;
  /** `difference`: two statements disagree; `note`: worth knowing, nothing disagrees. */
  readonly weight: 'difference' | 'note';
  /** One sentence for people, complete in itself. */
  readonly message: string;
  readonly caseNumber?: string;
  readonly submissionId?: number;
  readonly importId?: number;
  readonly conflictId?: number;
  /** A digest or a file name that the finding is about. */
  readonly subject?: string;
  readonly place?: Place;
  readonly expected?: string | number;
  readonly found?: string | number;
  /** How many of the same kind this one finding stands for, where it stands for more than one. */
  readonly count?: number;
}
