import { type CalendarDate, daysBetween } from '../core/dates.ts';
import type { Finding } from '../core/finding.ts';
import { countOf } from '../core/units.ts';
import type { AnsweredLot, CaseState } from './contract.ts';

/** Lots of answered submissions that have no answer, or half of one. Of the others the submission itself says that it waits. */
export function compareLots(
  { lots = [] }: CaseState,
  answered: ReadonlySet<number>,
  terms: { readonly today: CalendarDate; readonly followUpDays: number },
): readonly Finding[] {
  const concerned = lots.filter(({ submissions }) => submissions.some((id) => answered.has(id)));
  const waiting = concerned.filter((lot) => lot.answered === 0);
  const partly = concerned.filter((lot) => lot.answered > 0 && lot.answered < lot.digests.size);
  return [...(waiting.length === 0 ? [] : [describeWaiting(waiting, terms)]), ...partly.map(describePartly)];
}

function describeWaiting(
  waiting: readonly AnsweredLot[],
  terms: { readonly today: CalendarDate; readonly followUpDays: number },
): Finding {
  const days = Math.max(...waiting.map(({ writtenOn }) => daysBetween(writtenOn, terms.today)));
  const isLate = days > terms.followUpDays;
  const late = isLate ? ` The oldest waits for ${countOf(days, 'day')}, more than ${terms.followUpDays}.` : '';
  const numbers = waiting.map(({ number }) => number);
  return {
    kind: 'lot-unanswered',
    weight: isLate ? 'difference' : 'note',
    message: `${numbers.length === 1 ? 'Lot' : 'Lots'} ${listed(numbers)} ${numbers.length === 1 ? 'has' : 'have'} no answer yet.${late}`,
    subject: numbers.join(', '),
  };
}

function describePartly({ number, answered, digests }: AnsweredLot): Finding {
  return {
    kind: 'lot-unanswered',
    weight: 'note',
    message: `Lot ${number} has an answer for ${answered} of its ${countOf(digests.size, 'digest')}.`,
    subject: String(number),
    expected: digests.size,
    found: answered,
  };
}

/** `2`, `2 and 4`, `2, 4 and 5`. */
function listed(numbers: readonly number[]): string {
  const last = numbers.at(-1);
  return numbers.length < 2 ? String(last) : `${numbers.slice(0, -1).join(', ')} and ${last}`;
}
