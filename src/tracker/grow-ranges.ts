import type { Splice } from '../containers/xml/xml-scan.ts';
import { type CellRange, formatRange, parseRange } from './cell-reference.ts';
import type { RangeSite } from './sheet-scan.ts';

/** By how much the list grows. */
export interface Growth {
  /** Rows with which the list ended before: its last case, and the end of its table where that grows. */
  readonly ends: readonly number[];
  /** The header row where the list was empty: filters that end there grow, rules and names do not. */
  readonly emptyAt: number | undefined;
  /** The last row of the list after. */
  readonly target: number;
  readonly left: number;
  readonly right: number;
}

/** The changes that let ranges which ended with the list end with it again. */
export function growSites(sites: readonly RangeSite[], growth: Growth): readonly Splice[] {
  return sites.flatMap((site) => {
    const grown = growText(site, growth);
    return grown === site.text ? [] : [{ start: site.start, end: site.end, text: grown }];
  });
}

function growText(site: RangeSite, growth: Growth): string {
  const ends = site.kind === 'filter' && growth.emptyAt !== undefined ? [...growth.ends, growth.emptyAt] : growth.ends;
  return site.text
    .split(/(\s+)/)
    .map((word) => {
      const range = parseRange(word);
      if (range === undefined) return word;
      const grown = site.kind === 'dimension' ? growDimension(range, growth) : growRange(range, { ...growth, ends });
      return grown === range ? word : formatRange(grown);
    })
    .join('');
}

function growDimension(range: CellRange, growth: Growth): CellRange {
  const isInside = range.bottom >= growth.target && range.left <= growth.left && range.right >= growth.right;
  if (isInside) return range;
  return {
    top: range.top,
    left: Math.min(range.left, growth.left),
    bottom: Math.max(range.bottom, growth.target),
    right: Math.max(range.right, growth.right),
  };
}

function growRange(range: CellRange, growth: Growth): CellRange {
  const touches = range.left <= growth.right && range.right >= growth.left;
  return touches && growth.ends.includes(range.bottom) ? { ...range, bottom: growth.target } : range;
}

/** A range of a named sheet inside a formula, with its dollar signs. */
const sheetRange = /('(?:[^']|'')*'|[^\s'!,():;+*/^&=<>-]+)!(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)(?![\d(])/g;

/** A defined name's formula (entities resolved) with each range of the list grown. */
export function growName(formula: string, sheet: string, growth: Growth): string {
  return formula.replaceAll(
    sheetRange,
    (text: string, name: string, first: string, top: string, last: string, bottom: string) => {
      const range = parseRange(`${first}${top}:${last}${bottom}`);
      const isOurs = unquote(name).toLowerCase() === sheet.toLowerCase();
      if (!isOurs || range === undefined || growRange(range, growth) === range) return text;
      return Number(bottom) === range.bottom
        ? `${name}!${first}${top}:${last}${growth.target}`
        : `${name}!${first}${growth.target}:${last}${bottom}`;
    },
  );
}

function unquote(name: string): string {
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
}
