import { isDigestPiece } from './pdf-digests.ts';
import { type Chunk, type Line, type Sheet, textOfLine } from './pdf-lines.ts';

/** Lines at the top or at the bottom of a page that may be a header or a footer. */
const linesPerEdge = 4;

/** In points. */
const sameHeight = 3;
const sameEdge = 1.5;

/** A table's heading stands closer to its rows than this many times the distance of lines; a page's header does not. */
const leastGap = 1.25;

/** The same text, numbers set aside, at the same height of several pages. */
interface Recurrence {
  readonly baseline: number;
  readonly lines: { readonly page: number; readonly line: Line; readonly numbers: readonly number[] }[];
}

/**
 * Headers and footers: lines at the edge of a page that all pages show, but perhaps the first and the last (or every
 * second one), in which at most the number of the page differs. A line with a digest or a file name never is one, nor
 * the heading of a table that is repeated on each page.
 */
export function findFurniture(sheets: readonly Sheet[]): ReadonlySet<Line> {
  const pageCount = sheets.reduce((last, { page }) => Math.max(last, page), 0);
  const candidates = new Set<Line>();
  const numbered = new Set<Line>();
  const recurrences = recurrencesOf(sheets);
  for (const { lines } of recurrences) {
    if (
      !isRegular(
        lines.map(({ page }) => page),
        pageCount,
      )
    )
      continue;
    const numbering = numberingOf(lines);
    if (numbering === 'other') continue;
    for (const { line } of lines) (numbering === 'pages' ? numbered : candidates).add(line);
  }
  const found = new Set<Line>();
  const edges = { candidates, numbered, usual: usualDistance(sheets), found };
  for (const { lines } of sheets) for (const inwards of [lines, lines.toReversed()]) addEdge(inwards, edges);
  for (const { lines } of recurrences) {
    const count = lines.filter(({ line }) => found.has(line)).length;
    if (count * 2 > lines.length) for (const { line } of lines) found.add(line);
  }
  return found;
}

function recurrencesOf(sheets: readonly Sheet[]): readonly Recurrence[] {
  const byText = new Map<string, Recurrence[]>();
  for (const { page, lines } of sheets) {
    const edges =
      lines.length <= 2 * linesPerEdge ? lines : [...lines.slice(0, linesPerEdge), ...lines.slice(-linesPerEdge)];
    for (const line of edges) {
      const text = textOfLine(line);
      if (namesMedia(text) || line.chunks.some(isDigestLine)) continue;
      const key = text.replaceAll(/\d+/g, '#');
      const list = byText.get(key) ?? [];
      byText.set(key, list);
      let found = list.find(({ baseline }) => Math.abs(baseline - line.baseline) < sameHeight);
      if (found === undefined) list.push((found = { baseline: line.baseline, lines: [] }));
      found.lines.push({ page, line, numbers: (text.match(/\d+/g) ?? []).map(Number) });
    }
  }
  return [...byText.values()].flat();
}

/** All pages from the first or second to the last or the one before it; or every second one. */
function isRegular(pages: readonly number[], pageCount: number): boolean {
  const [first = 0] = pages;
  const last = pages.at(-1) ?? 0;
  if (pages.length < 2) return false;
  const isEvery = (step: number): boolean => pages.every((page, index) => page === first + index * step);
  if (isEvery(1)) return first <= 2 && last >= pageCount - 1;
  return pages.length > 2 && isEvery(2) && first <= 3 && last >= pageCount - 2;
}

/** Whether the numbers in a recurring line are the same everywhere, count the pages, or are something else. */
function numberingOf(lines: Recurrence['lines']): 'same' | 'pages' | 'other' {
  const [first] = lines;
  if (first === undefined) return 'other';
  let counts = false;
  for (const [index, value] of first.numbers.entries()) {
    if (lines.every(({ numbers }) => numbers[index] === value)) continue;
    if (!lines.every(({ page, numbers }) => (numbers[index] ?? 0) - page === value - first.page)) return 'other';
    counts = true;
  }
  return counts ? 'pages' : 'same';
}

interface Edges {
  readonly candidates: ReadonlySet<Line>;
  readonly numbered: ReadonlySet<Line>;
  /** From line to line, but for a few that stand farther apart. */
  readonly usual: number;
  readonly found: Set<Line>;
}

function usualDistance(sheets: readonly Sheet[]): number {
  const distances = sheets.flatMap(({ lines }) =>
    lines.slice(1).map((line, index) => line.baseline - (lines[index]?.baseline ?? 0)),
  );
  return distances.sort((a, b) => a - b)[Math.floor(distances.length * 0.9)] ?? 0;
}

/** From one edge of a page inwards, as far as the lines recur, those of them that stand apart from the rest. */
function addEdge(lines: readonly Line[], { candidates, numbered, usual, found }: Edges): void {
  let end = 0;
  while (
    end < linesPerEdge &&
    lines[end] !== undefined &&
    (candidates.has(lines[end] as Line) || numbered.has(lines[end] as Line))
  )
    end += 1;
  const body = lines.slice(end);
  let isApart = false;
  for (let index = end - 1; index >= 0; index -= 1) {
    const line = lines[index] as Line;
    const next = lines[index + 1];
    // Where a page shows nothing else, its last line may as well be the end of a short table.
    const gap = next === undefined ? 0 : Math.abs(next.baseline - line.baseline);
    isApart ||= numbered.has(line) || (gap > leastGap * usual && !isHeadingOf(line, body));
    if (isApart) found.add(line);
  }
}

/** True for what may be a line of a digest that its column is too narrow for. */
function isDigestLine({ text }: Chunk): boolean {
  return isDigestPiece(text) && /[a-f]/i.test(text);
}

/** True where each part of the line stands in line with a part of the lines next to it. */
function isHeadingOf(line: Line, body: readonly Line[]): boolean {
  const near = body.slice(0, 3).flatMap((one) => one.chunks);
  if (line.chunks.length < 2) return false;
  return line.chunks.every(({ left, right }) =>
    near.some(
      (other) =>
        Math.abs(other.left - left) < sameEdge ||
        Math.abs(other.right - right) < sameEdge ||
        Math.abs(other.left + other.right - left - right) < 2 * sameEdge,
    ),
  );
}

/** True for text with what may be part of a digest, or with a file name. */
export function namesMedia(text: string): boolean {
  return /[0-9a-f]{16}/i.test(text) || /[^\s.]\.[a-z][a-z0-9]{1,4}(?=$|[\s)\]"',;])/i.test(text);
}
