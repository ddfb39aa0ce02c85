import { parseCalendarDate } from '../core/dates.ts';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import type { Promotion } from '../store/contract.ts';
import { getCase } from './cases.ts';
import type { Lab } from './lab.ts';

export interface PromotionsRequest {
  /** Calendar date in universal time: imports from its beginning on. Undefined: all. */
  readonly since: string | undefined;
  /** Only what a report of this case promoted, or what this case held before. Undefined: all. */
  readonly caseNumber: string | undefined;
}

/** Media of which more is known since an import, with the earlier cases to be told. Throws USAGE, NOT_FOUND. */
export async function listPromotions(lab: Lab, request: PromotionsRequest): Promise<readonly Promotion[]> {
  const { since } = request;
  const sinceUtc = since === undefined ? undefined : startOfDay(since);
  const wanted = request.caseNumber === undefined ? undefined : (await getCase(lab, request.caseNumber)).caseNumber;
  const promotions = await lab.store.promotions(sinceUtc === undefined ? {} : { sinceUtc });
  if (wanted === undefined) return promotions;
  return promotions.filter(
    ({ import: { caseNumber }, cases }) => caseNumber === wanted || cases.some((one) => one.caseNumber === wanted),
  );
}

function startOfDay(text: string): string {
  const date = parseCalendarDate(text);
  if (date === undefined) {
    throw new CriskitError('USAGE', `--since must be a date such as 2026-11-22, and is "${excerpt(text)}".`);
  }
  return `${date}T00:00:00.000Z`;
}
