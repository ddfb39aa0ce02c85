import type { Actor } from './actor.ts';

/** What criskit last wrote into a cell of the spreadsheet: JSON of a tracker value, by column. */
export type RememberedRow = ReadonlyMap<string, string>;

export interface TrackerStore {
  rememberedRow(caseNumber: string): Promise<RememberedRow | undefined>;
  /** Also clears the pending mark. */
  rememberRow(caseNumber: string, row: RememberedRow, actor: Actor): Promise<void>;
  markPending(caseNumber: string, reason: string, actor: Actor): Promise<void>;
  listPending(): Promise<
    readonly { readonly caseNumber: string; readonly sinceUtc: string; readonly reason: string }[]
  >;
}
