import { algorithmsOfText } from '../../core/digest.ts';
import { endsBefore, fits, isWhole } from './pdf-joining.ts';
import type { Chunk } from './pdf-lines.ts';
import type { DraftRow } from './pdf-rows.ts';

/** In sizes of the font: lines of one name are not farther apart. */
const largestLeading = 1.45;

/**
 * Marks rows whose name may begin on the line before, which was kept apart because it may as well be a heading (or whose
 * only text may be the end of a name before it). A row with a whole digest is known by that and stays as it is.
 */
export function markTornNames(rows: readonly DraftRow[], right: number): readonly DraftRow[] {
  return rows.map((row, index) => {
    const before = rows[index - 1];
    const isTorn = before !== undefined && !hasDigest(row) && mayBeTorn(before, row, right);
    return isTorn ? { ...row, isUnclear: true } : row;
  });
}

function mayBeTorn(before: DraftRow, row: DraftRow, right: number): boolean {
  if (before.page !== row.page || before.model !== row.model) return false;
  const isLoneBefore = countCells(before) === 1;
  if (!isLoneBefore && countCells(row) !== 1) return false;
  return row.cells.some((chunks, column) => {
    const [end, start, last] = [before.cells[column]?.at(-1), chunks[0], chunks.at(-1)];
    if (end === undefined || start === undefined || last === undefined || !isWhole(last.text)) return false;
    const isNameAlone = isLoneBefore && start.words.length === 1 && isWhole(start.text) && /^\w/.test(start.text);
    return !isNameAlone && mayGoOn(end, start, row.model?.rights[column] ?? right);
  });
}

function mayGoOn(end: Chunk, start: Chunk, right: number): boolean {
  const distance = start.baseline - end.baseline;
  const isNext = distance > 0 && distance <= largestLeading * start.size && end.size === start.size;
  return isNext && !endsBefore(end.text, start.text) && !fits(end, start, { right });
}

function countCells({ cells }: DraftRow): number {
  return cells.filter((chunks) => chunks.length > 0).length;
}

function hasDigest({ cells }: DraftRow): boolean {
  return cells.some((chunks) => algorithmsOfText(chunks.map(({ text }) => text).join('')).length > 0);
}
