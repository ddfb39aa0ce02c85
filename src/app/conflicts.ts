import { CriskitError } from '../core/errors.ts';
import type { Conflict, Settlement } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import { checkCategory, type Lab } from './lab.ts';

/** Open ones, or all that there ever were. */
export async function listConflicts(lab: Lab, all: boolean): Promise<readonly Conflict[]> {
  return lab.store.listConflicts(all ? {} : { state: 'open' });
}

export interface SettleRequest {
  readonly conflictId: number;
  readonly settlement: Settlement;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** With `dryRun` the conflict as it stands. Throws NOT_FOUND, CONFLICT, USAGE. */
export async function settleConflict(lab: Lab, request: SettleRequest): Promise<Conflict> {
  const { conflictId, settlement } = request;
  const reason = checkedText('The reason', request.reason, 2000);
  if (settlement.kind === 'category') checkCategory(lab.settings, settlement.categoryId);
  if (!request.dryRun) return lab.store.settleConflict(conflictId, settlement, reason, lab.actor());
  const found = (await lab.store.listConflicts()).find((conflict) => conflict.conflictId === conflictId);
  if (found === undefined) throw new CriskitError('NOT_FOUND', `There is no conflict ${conflictId}.`);
  if (found.state !== 'open') throw new CriskitError('CONFLICT', `Conflict ${conflictId} is ${found.state} already.`);
  return found;
}
