import type { Row } from '../containers/contract.ts';
import { type Columns, isBlank } from './columns.ts';
import type { ReadingContext, ReportLine } from './contract.ts';
import { isFurnitureText, isTitle } from './known-lines.ts';
import { namesMedia } from './line-words.ts';
import { mediaKindOfName } from './media-kind-words.ts';
import { digestOfPath } from './path-digest.ts';
import { rowExcerpt } from './row-reading.ts';
import { readOutcomeHeading, readStatedTotals } from './stated-totals.ts';
import { issueLine } from './text-line.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A header or footer; one that names media may be a row of a list that was taken for one. */
export function readFurniture(row: Row, isMedia: boolean): ReportLine {
  if (!isMedia) return { kind: 'furniture', place: row.place };
  const message = `The line comes again on other pages like a header or footer, but may name a media: ${rowExcerpt(row)}`;
  return issueLine(row, 'media-in-furniture', message);
}

/**
 * True where rows come first, right above the first heading, and nothing comes below the last one: the outcomes may stand
 * below what they are for, and every row would get that of another.
 */
export function headingsMayStandBelow(rows: readonly Row[], context: ReadingContext): boolean {
  const isHeading = (row: Row): boolean => readOutcomeHeading(row, context.vocabulary) !== undefined;
  const first = rows.findIndex((row) => !namesMedia(row, context) && isHeading(row));
  const above = rows[first - 1];
  if (above === undefined || above.furniture === true || !namesMedia(above, context)) return false;
  const last = rows.findLast((row) => {
    const only = row.cells.filter((cell) => !isBlank(cell));
    return (
      namesMedia(row, context) ||
      isHeading(row) ||
      (only.length === 1 && /^(?:none|nil|n\/a)\.?$/i.test(only[0]?.text.trim() ?? ''))
    );
  });
  return last !== undefined && isHeading(last) && !namesMedia(last, context) && !/\(0\)/.test(rowExcerpt(last));
}

/** True for a row with nothing but a further piece of the file name above it. */
export function goesOnBelow(next: Row | undefined, columns: Columns, vocabulary: Vocabulary): boolean {
  if (next === undefined || next.furniture === true || readStatedTotals(next, vocabulary).length > 0) return false;
  const filled = next.cells.flatMap((cell, index) => (isBlank(cell) ? [] : [index]));
  const [only = -1, another] = filled;
  const text = next.cells[only]?.text ?? '';
  return another === undefined && columns.fileNames.includes(only) && !isFurnitureText(text) && !isTitle(text);
}

/** True where the cell is the name of a file or a digest as a whole, and does not merely hold one. */
export function isWholeName(text: string, { sentNames }: ReadingContext): boolean {
  if (sentNames.has(text)) return true;
  const isDigest = digestOfPath(text.trim()).kind === 'digest';
  return isDigest || (!/[0-9a-f]{16}/i.test(text) && sentNames.findIn(text.normalize('NFC')).length === 0);
}

/** The row without the numbers or bullets that stand before names of sent files and digests in its columns of names. */
export function withBareNames(row: Row, columns: Columns, { sentNames }: ReadingContext): Row {
  const bare = columns.fileNames.flatMap((index) => {
    const text = row.cells[index]?.text.trim() ?? '';
    const name = text.replace(/^(?:#?\d{1,7}[.)]|[-–—*•])\s+/, '');
    const isKnown = sentNames.has(name) || digestOfPath(name).kind === 'digest';
    return name !== text && isKnown && !sentNames.has(text) ? [{ index, name }] : [];
  });
  if (bare.length === 0) return row;
  const nameAt = new Map(bare.map(({ index, name }) => [index, name]));
  return { ...row, cells: row.cells.map((cell, index) => ({ ...cell, text: nameAt.get(index) ?? cell.text })) };
}

/** True for a name with the ending of an image or a video. */
export function isMediaName(text: string): boolean {
  const kind = mediaKindOfName(text);
  return kind === 'image' || kind === 'video';
}

export function indexesWhere(row: Row, isWanted: (text: string) => boolean): readonly number[] {
  return row.cells.flatMap((cell, index) => (isWanted(cell.text.trim()) ? [index] : []));
}
