import { excerpt } from '../core/printable.ts';
import { formatCount } from '../core/units.ts';
import { describeDigest } from '../reconcile/join-record.ts';
import type { MediaChange } from '../store/contract.ts';

/** One line for each media that changed, after a line with their number; `limit` of them and how many more. */
export function formatMediaChanges(title: string, changes: readonly MediaChange[], limit: number): readonly string[] {
  if (changes.length === 0) return [`${title}: nothing.`];
  const more = changes.length - limit;
  return [
    `${title} (${formatCount(changes.length)}):`,
    ...changes.slice(0, limit).map((change) => `  ${formatChange(change)}`),
    ...(more > 0 ? [`  … and ${formatCount(more)} more`] : []),
  ];
}

function formatChange({ digests, fileName, before, after }: MediaChange): string {
  const name = fileName === undefined ? '' : ` "${excerpt(fileName)}"`;
  return `${describeDigest(digests)}${name}: ${list(before)} → ${list(after)}`;
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.join(', ');
}
