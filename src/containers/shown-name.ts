import { excerpt } from '../core/printable.ts';

/** Longer names are cut; no person reads further. */
const longestShownName = 120;

/** Names that Windows gives to devices, with or without an ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The name of an attachment or of an entry, as it can be shown: with its folders, but without what would lead elsewhere
 * if somebody took it for a path (roots, drives, `..`); control characters are shown escaped. Undefined where nothing
 * is left. It tells parts apart and is never used as a path.
 */
export function shownName(name: string | undefined): string | undefined {
  const segments = (name ?? '')
    .slice(0, 4 * longestShownName)
    .split(/[/\\]/)
    .map((segment) => segment.replace(/^[A-Za-z]:/, '').trim())
    .filter((segment) => !/^\.*$/.test(segment))
    .map((segment) => (deviceName.test(segment) ? `_${segment}` : segment));
  return segments.length === 0 ? undefined : excerpt(segments.join('/'), longestShownName);
}

/** Each name as it is where it comes for the first time, and with ` (2)`, ` (3)` where it comes again. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>(names);
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = (counts.get(name) ?? 0) + 1;
    if (count === 1) {
      counts.set(name, count);
      return name;
    }
    while (taken.has(`${name} (${count})`)) count += 1;
    counts.set(name, count);
    taken.add(`${name} (${count})`);
    return `${name} (${count})`;
  });
}
