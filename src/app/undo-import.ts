import { CriskitError } from '../core/errors.ts';
import type { ImportEntry } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import type { Lab } from './lab.ts';
import { type RowSync, syncCaseRows } from './sync-tracker.ts';

export interface UndoImportRequest {
  readonly importId: number;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

export interface UndoneImport {
  readonly entry: ImportEntry;
  /** True where it was undone before for the same reason: then only the row of its case was synced. */
  readonly isRepeated: boolean;
  /** Media whose category changed; null for a dry run. */
  readonly mediaChanged: number | null;
  /** What became of the rows of the cases concerned in the spreadsheet; null for hash sets and dry runs. */
  readonly tracker: RowSync | null;
}

/**
 * Takes an import out of force, whole; it stays in the log. Then the rows of the cases concerned are synced. The same undo again, as
 * after a crash between the two, finishes the row. Throws NOT_FOUND, CONFLICT, USAGE.
 */
export async function undoImport(lab: Lab, request: UndoImportRequest): Promise<UndoneImport> {
  const reason = checkedText('The reason', request.reason, 2000);
  const entry = await lab.store.findImport(request.importId);
  if (entry === undefined) {
    throw new CriskitError('NOT_FOUND', `There is no import ${request.importId}.`, {
      hint: 'criskit history shows what was imported.',
    });
  }
  if (request.dryRun) {
    if (entry.state === 'in-force') return { entry, mediaChanged: null, isRepeated: false, tracker: null };
    throw new CriskitError('CONFLICT', `Import ${entry.importId} is ${entry.state} already.`);
  }
  const { state, ended } = entry;
  const isRepeated = state === 'undone' && ended?.reason === reason;
  const { mediaChanged, cases } = isRepeated
    ? { mediaChanged: 0, cases: await casesToSyncAgain(lab, entry) }
    : await lab.store.undoImport(entry.importId, reason, lab.actor());
  const tracker =
    entry.kind === 'hash-set' || entry.kind === 'set-removal' ? null : await syncCaseRows(lab, cases, request.signal);
  return { entry, isRepeated, mediaChanged, tracker };
}

/** A split rule concerns many cases, and which of them were left behind nobody noted: every row is compared. */
async function casesToSyncAgain(lab: Lab, { kind, caseNumber }: ImportEntry): Promise<readonly string[]> {
  if (kind === 'split-rule') return (await lab.store.listCases()).map((labCase) => labCase.caseNumber);
  return caseNumber === null ? [] : [caseNumber];
}
