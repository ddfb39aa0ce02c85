import type { verifyLab } from '../app/database.ts';
import { formatCount } from '../core/units.ts';

const problemsShown = 10;

/** One line per check, the problems below it, and the verdict. */
export function formatChecks(result: Awaited<ReturnType<typeof verifyLab>>): readonly string[] {
  return [
    ...result.checks.flatMap(({ name, ok, checked, problems }) => [
      `${ok ? 'ok  ' : 'BAD '}  ${name} (${formatCount(checked)} checked)`,
      ...problems.slice(0, problemsShown).map((problem) => `        ${problem}`),
      ...(problems.length > problemsShown ? [`        and ${problems.length - problemsShown} more`] : []),
    ]),
    result.ok ? 'The database is whole.' : 'The database is NOT whole. Do not export from it; restore a backup.',
  ];
}
