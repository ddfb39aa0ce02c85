import type { Rule } from './pdf-geometry.ts';
import type { Piece, Run } from './pdf-runs.ts';
import type { TableModel } from './pdf-table-model.ts';
import { isDigestPiece } from './pdf-digests.ts';

/** In points: lines as close as this are one line, drawn in parts or as the edges of an area. */
const sameRule = 1.5;

/** A rule between rows goes over this part of the table's width. */
const leastWidth = 0.8;

/** In points: the side of a box stands no farther from its text. */
const farthestSide = 60;

/** Where rules enclose more lines than this on the average, they do not enclose rows. */
const linesPerRow = 6;

/** A row of more lines than this is none. */
const mostLinesPerRow = 20;

/** The pieces in each box, where boxes are drawn around the rows of the run; else undefined. */
export function ruledBands(
  run: Run,
  model: TableModel,
  pieces: readonly Piece[],
): readonly (readonly Piece[])[] | undefined {
  const { columns } = model.grid;
  const [left, right] = [columns[0]?.left ?? 0, columns.at(-1)?.right ?? 0];
  const heights = heightsOf(run.sheet.levelRules, left, right);
  if (heights.length < 2) return undefined;
  const bands = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const band = bandOf(heights, piece.chunk.baseline - 0.3 * piece.chunk.size);
    const list = bands.get(band);
    if (list === undefined) bands.set(band, [piece]);
    else list.push(piece);
  }
  const found = [...bands].sort(([a], [b]) => a - b);
  const isEnclosed = found.every(([band]) => band > 0 && band < heights.length);
  const isFew = found.length * linesPerRow >= run.lines.length;
  if (!isEnclosed || !isFew || found.some(([, band]) => !isOneRow(band, model))) return undefined;
  const isBoxed = ([band]: readonly [number, unknown]): boolean =>
    isInBox(run.sheet.uprightRules, heights[band - 1] ?? 0, heights[band] ?? 0, left, right);
  if (!found.every(isBoxed)) return undefined;
  return found.map(([, band]) => band);
}

/** True where an upright rule within the table or at its sides goes from one height to the other. */
function isInBox(rules: readonly Rule[], top: number, bottom: number, left: number, right: number): boolean {
  return rules.some(
    ({ at, from, to }) =>
      at > left - farthestSide && at < right + farthestSide && from < top + sameRule && to > bottom - sameRule,
  );
}

/** Where rules that go over most of the width stand, from top to bottom. */
function heightsOf(rules: readonly Rule[], left: number, right: number): number[] {
  const heights: number[] = [];
  let [at, covered, reached] = [-Infinity, 0, -Infinity];
  for (const rule of rules) {
    if (rule.at - at > sameRule) [at, covered, reached] = [rule.at, 0, -Infinity];
    const from = Math.max(rule.from, left, reached);
    const to = Math.min(rule.to, right);
    if (to > from) [covered, reached] = [covered + to - from, to];
    if (covered >= leastWidth * (right - left) && heights.at(-1) !== at) heights.push(at);
  }
  return heights;
}

/** How many of the heights are above. */
function bandOf(heights: readonly number[], at: number): number {
  let [low, high] = [0, heights.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((heights[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isOneRow(band: readonly Piece[], model: TableModel): boolean {
  const heights = new Set(band.map(({ chunk }) => chunk.baseline));
  if (heights.size > mostLinesPerRow) return false;
  for (const [column, digests] of model.digestColumns) {
    const texts = band.filter((piece) => piece.column === column).map(({ chunk }) => chunk.text);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (texts.length > 1 && texts.every(isDigestPiece) && length > (digests.statedLength ?? 64)) return false;
  }
  return true;
}
