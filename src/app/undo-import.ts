import { CriskitError } from '../core/errors.ts';
import type { ImportEntry } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import type { Lab } from './lab.ts';
import { type RowSync, syncCaseRow } from './sync-tracker.ts';

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
  /** What became of the row of the case in the spreadsheet; null for hash sets and dry runs. */
  readonly tracker: RowSync | null;
}

/**
 * Takes an import out of force, whole; it stays in the log. Then the row of its case is synced. The same undo again, as
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
  const { caseNumber, state, ended } = entry;
  const isRepeated = state === 'undone' && ended?.reason === reason;
  const { mediaChanged } = isRepeated
    ? { mediaChanged: 0 }
    : await lab.store.undoImport(entry.importId, reason, lab.actor());
  const tracker = caseNumber === null ? null : await syncCaseRow(lab, caseNumber, request.signal);
  return { entry, isRepeated, mediaChanged, tracker };
}
