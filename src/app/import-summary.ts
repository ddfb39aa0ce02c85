import type { KindCounts } from '../core/media.ts';
import type { OutcomeCounts } from '../reconcile/contract.ts';
import type { PartVerdict } from '../reports/choose-report.ts';
import type { LineCounts, TaughtBy } from '../reports/contract.ts';
import type { ReportPart } from './read-reply.ts';

/** The counts of one report, kept with its import exactly as they were. */
export interface ImportSummary {
  readonly container: string;
  readonly layout: string;
  /** Why the layout was chosen. */
  readonly reason: string;
  /** The file of the layout as it was then, where it is a taught one. */
  readonly taught?: TaughtBy;
  /** The document inside a message or an archive that was read; absent where the document that came is the report. */
  readonly part?: ReportPart | null;
  /** The messages and archives around it, from the outside in, and where they come from. Untrusted text. */
  readonly carriers?: readonly {
    readonly path: readonly string[];
    readonly container: string;
    readonly traits: Readonly<Record<string, string>>;
  }[];
  /** Every document that came with it, and what became of it. */
  readonly parts?: readonly PartVerdict[];
  /** The submissions that it was compared with; none where there were none. */
  readonly submissions: readonly number[];
  /** The lot that it was compared with; null or absent: the whole of those submissions. */
  readonly lot?: number | null;
  /** What `outcomes` count: files of those submissions, or distinct media of the report. */
  readonly unit: 'files' | 'media';
  /** Null where there was nothing to compare with. */
  readonly sent: { readonly files: number; readonly media: number } | null;
  readonly lines: LineCounts;
  readonly outcomes: OutcomeCounts;
  /** By category id. */
  readonly categories: Readonly<Record<string, KindCounts>>;
  /** Answered, and filed in no category: by the rule, or because the content is nothing. */
  readonly filedNowhere: KindCounts;
  /** Records that name a digest which was not sent; they are stored, and not counted above. */
  readonly notSent: number;
}

/** What was kept with an import of a report; undefined where that is no such summary. */
export function parseSummary(kept: unknown): ImportSummary | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const isSummary =
    'submissions' in kept && Array.isArray(kept.submissions) && 'outcomes' in kept && typeof kept.outcomes === 'object';
  return isSummary ? (kept as ImportSummary) : undefined;
}
