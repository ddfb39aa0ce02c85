import type { Issue } from '../core/issue.ts';
import { formatPlace } from '../core/place.ts';
import { printable } from '../core/printable.ts';

/** Such as `media/a.jpg: Cannot be opened.` or `line 14: …`. */
export function formatIssue(issue: Issue): string {
  const where = [
    ...(issue.path === undefined ? [] : [printable(issue.path)]),
    ...(Object.keys(issue.place).length === 0 ? [] : [formatPlace(issue.place)]),
  ].join(', ');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

/** As JSON shows an issue. */
export function issueAsJson(issue: Issue): unknown {
  const { code, message, path } = issue;
  return { code, message, place: formatPlace(issue.place), ...(path === undefined ? {} : { path }) };
}
