import type { Row } from '../containers/contract.ts';
import type { ReadingContext, ReportLine } from './contract.ts';
import { namesMedia } from './line-words.ts';
import { singleBlanks, textOfRow } from './row-text.ts';
import { readOutcomeHeading, readStatedTotals } from './stated-totals.ts';
import type { IgnoredRows } from './taught-layout.ts';

/**
 * Reads rows that a layout passes over. One that holds a digest or the name of a file is an issue: no layout can make
 * media vanish. A row that states an outcome or a sum is not passed over either.
 */
export function ignoredRowReader(
  { texts, prefixes }: IgnoredRows,
  context: ReadingContext,
  joiner: string,
): (row: Row) => ReportLine | undefined {
  const whole = new Set(texts.map(singleBlanks));
  const beginnings = prefixes.map(singleBlanks);
  return (row) => {
    const text = textOfRow(row, joiner);
    const isIgnored = whole.has(text) || beginnings.some((beginning) => text.startsWith(beginning));
    if (!isIgnored || readOutcomeHeading(row, context.vocabulary) !== undefined) return undefined;
    if (readStatedTotals(row, context.vocabulary).length > 0) return undefined;
    const { place } = row;
    if (!namesMedia(row, context)) return { kind: 'heading', place, note: 'passed over, as the layout says' };
    const message = 'The layout passes over this row, but it holds a digest or the name of a file.';
    return { kind: 'issue', issue: { code: 'ignored-media', message, place } };
  };
}
