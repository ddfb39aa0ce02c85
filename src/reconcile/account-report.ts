import { CriskitError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { type KindCounts, noMedia, totalOfKinds } from '../core/media.ts';
import { type DerivedOutcome, derivedOutcomes } from '../core/outcome.ts';
import { countOf } from '../core/units.ts';
import { accountAlone } from './account-alone.ts';
import { accountSent } from './account-sent.ts';
import { compareTotals } from './compare-totals.ts';
import type { Accounting, AccountingRequest, CountedUnit, OutcomeCounts, ReturnedRecord } from './contract.ts';

/**
 * Accounts for every record of a report and every file that was sent. Sent = identified + recognized + unrecognized +
 * not-identified + not-mentioned holds exactly, or it throws INTERNAL. What a record says counts for every file of the
 * content it was joined to; where records disagree about a content, for none of them as identified.
 */
export function accountReport<R extends ReturnedRecord>(request: AccountingRequest<R>): Accounting<R> {
  const isCompared = request.manifests.length > 0;
  const { summed, ...draft } = isCompared ? accountSent(request) : accountAlone(request);
  const totals = compareTotals(request.statedTotals, summed);
  const issueCount = request.issueCount + draft.issues.length;
  return {
    ...draft,
    unit: isCompared ? 'files' : 'media',
    outcomes: countOutcomes(draft.units),
    findings: [...documentIssues(issueCount), ...totals.findings, ...draft.findings],
    blocking: totals.blocking,
  };
}

function documentIssues(count: number): readonly Finding[] {
  if (count === 0) return [];
  const message = `${countOf(count, 'line')} of the document could not be used; each is listed as an issue.`;
  return [{ kind: 'document-issues', weight: 'difference', message, count }];
}

function countOutcomes(units: readonly CountedUnit[]): OutcomeCounts {
  const counts = new Map<DerivedOutcome, Record<keyof KindCounts, number>>();
  for (const outcome of derivedOutcomes) counts.set(outcome, { ...noMedia });
  for (const unit of units) {
    const kinds = counts.get(unit.outcome);
    if (kinds !== undefined) kinds[unit.kind] += 1;
  }
  const sum = [...counts.values()].reduce((total, kinds) => total + totalOfKinds(kinds), 0);
  if (sum !== units.length) {
    throw new CriskitError('INTERNAL', `${units.length} files were sent, but the outcomes add up to ${sum}.`);
  }
  return Object.fromEntries(counts) as Record<DerivedOutcome, KindCounts>;
}
