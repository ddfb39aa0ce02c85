import type { Lot } from '../store/contract.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';
import { isAnswered } from './lots.ts';

/** A lot with what came back of it. */
export interface LotView extends Lot {
  readonly state: 'answered' | 'partly' | 'waiting';
}

/** The lots of a case, by number. Throws NOT_FOUND. */
export async function listLots(lab: Lab, caseNumber: string): Promise<readonly LotView[]> {
  const lots = await lab.store.listLots((await getCase(lab, caseNumber)).caseNumber);
  return lots.map((lot) => ({ ...lot, state: stateOf(lot) }));
}

function stateOf(lot: Lot): LotView['state'] {
  if (isAnswered(lot)) return 'answered';
  return lot.answered > 0 ? 'partly' : 'waiting';
}
