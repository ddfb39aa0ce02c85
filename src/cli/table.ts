import { printable } from '../core/printable.ts';

/** Lines such as `Agency:  Springfield PD`, the values under each other. Pairs without a value are left out. */
export function formatPairs(pairs: readonly (readonly [string, string | null | undefined])[]): readonly string[] {
  const shown = pairs.filter((pair): pair is readonly [string, string] => (pair[1] ?? '') !== '');
  const width = shown.reduce((longest, [name]) => Math.max(longest, name.length), 0) + 3;
  return shown.map(([name, value]) => `${`${name}:`.padEnd(width)}${printable(value)}`);
}

/** `2026-11-22 09:30 UTC` of a moment written as ISO 8601 in universal time. */
export function formatMoment(momentUtc: string): string {
  return `${momentUtc.slice(0, 10)} ${momentUtc.slice(11, 16)} UTC`;
}
