import type { SetOperand } from '../app/set-operand.ts';
import { countOf } from '../core/units.ts';
import { formatIssue, issueAsJson } from './issue-lines.ts';

type Accounted = Pick<SetOperand, 'name' | 'account'>;

const issuesShown = 20;

export function setAsJson({ name, account }: Accounted): unknown {
  const { records, leftOut, issueCount, issues } = account;
  return { set: name, records, leftOut, issues: issueCount, firstIssues: issues.map(issueAsJson) };
}

/** What could not be read, and what was left out. */
export function warnOfSets(sets: readonly Accounted[], warn: (text: string) => void): void {
  for (const { name, account } of sets) {
    for (const issue of account.issues.slice(0, issuesShown)) warn(`${name}: ${formatIssue(issue)}`);
    const more = account.issueCount - Math.min(issuesShown, account.issues.length);
    if (more > 0) warn(`${name}: and ${countOf(more, 'more issue', 'more issues')}`);
    if (account.leftOut > 0) {
      warn(
        `${name}: ${countOf(account.leftOut, 'record')} left out: in open conflict, or filed elsewhere by a decision.`,
      );
    }
  }
}

export function hasIssues(sets: readonly Accounted[]): boolean {
  return sets.some(({ account }) => account.issueCount > 0);
}
