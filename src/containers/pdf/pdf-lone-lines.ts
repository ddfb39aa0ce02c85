import { isDigestPiece } from './pdf-digests.ts';
import { endsBefore, fits, isFull, isWhole, widthOf } from './pdf-joining.ts';
import type { Chunk, Line } from './pdf-lines.ts';
import type { Run } from './pdf-runs.ts';
import { isNextLine } from './pdf-stacks.ts';
import type { TableModel } from './pdf-table-model.ts';

/** In points: lines of one cell begin, end or are centred as close together as this. */
const sameEdge = 2;

/** In sizes of the font: lines of one column are farther apart than this. */
const nearestBelow = 0.8;

/** In sizes of the font: a line this far from two others stands between them. */
const clearlyBetween = 0.25;

type Shape = Pick<TableModel, 'grid' | 'digestColumns' | 'leading' | 'rights'>;

/**
 * A run in parts: lines that show one cell alone and continue no other cell are parts of their own. Such a line may be
 * the heading of what follows, and must not end up in a row.
 */
export function partRun(run: Run, model: TableModel): readonly { readonly run: Run; readonly isLone: boolean }[] {
  const parts: { run: Run; isLone: boolean }[] = [];
  let lines: Line[] = [];
  let above = new Map<number, { chunk: Chunk; isCell: boolean }>();
  for (const [index, line] of run.lines.entries()) {
    const isCell = isPartOfRow(run.lines, index, above, model);
    const seen = line.chunks.map((chunk) => [model.grid.columnOf(chunk), { chunk, isCell }] as const);
    above = isCell ? new Map([...above, ...seen]) : new Map(seen);
    if (isCell) {
      if (lines.length === 0) parts.push({ run: { ...run, lines }, isLone: false });
      lines.push(line);
    } else {
      parts.push({ run: { ...run, lines: [line] }, isLone: true });
      lines = [];
    }
  }
  return parts;
}

type Above = ReadonlyMap<number, { readonly chunk: Chunk; readonly isCell: boolean }>;

function isPartOfRow(lines: readonly Line[], index: number, above: Above, model: TableModel): boolean {
  const [chunk, ...others] = lines[index]?.chunks ?? [];
  if (chunk === undefined || others.length > 0) return true;
  if (isBesideOthers(lines, index)) return true;
  const column = model.grid.columnOf(chunk);
  if (model.digestColumns.has(column) && isDigestPiece(chunk.text)) return true;
  const before = above.get(column);
  if (before?.isCell === true && isContinuation(before.chunk, chunk, column, model) && areInLine(before.chunk, chunk)) {
    return true;
  }
  return beginsCell(lines, index, column, model);
}

/** True where the line above or below is so near that both can only stand beside one another. */
function isBesideOthers(lines: readonly Line[], index: number): boolean {
  const own = lines[index];
  return [lines[index - 1], lines[index + 1]].some(
    (other) =>
      own !== undefined &&
      other !== undefined &&
      Math.abs(other.baseline - own.baseline) < nearestBelow * Math.min(own.size, other.size),
  );
}

/** True where a line alone is the first of a cell: what it lacks stands below it, and cannot stand there for another reason. */
function beginsCell(lines: readonly Line[], index: number, column: number, model: TableModel): boolean {
  const [chunk] = lines[index]?.chunks ?? [];
  const next = nextInColumn(lines, index, column, model);
  if (chunk === undefined || next === undefined || !isNextLine(chunk, next.chunk, model)) return false;
  if (!areInLine(chunk, next.chunk) || endsBefore(chunk.text, next.chunk.text)) return false;
  if (isBrokenWord(chunk, next.chunk, column, model) || next.hasBetween) return true;
  const mayBeCell = model.standsOff || model.isPadded || /^(?:[A-Z]:)?[/\\]/i.test(chunk.text);
  return mayBeCell && isContinuation(chunk, next.chunk, column, model);
}

interface NextChunk {
  readonly chunk: Chunk;
  /** True where a line of other columns stands between the two, as beside cells of an even number of lines. */
  readonly hasBetween: boolean;
}

export function nextInColumn(
  lines: readonly Line[],
  index: number,
  column: number,
  { grid }: Pick<TableModel, 'grid'>,
): NextChunk | undefined {
  const own = lines[index];
  if (own === undefined) return undefined;
  let hasBetween = false;
  for (const line of lines.slice(index + 1, index + 4)) {
    const chunk = line.chunks.find((each) => grid.columnOf(each) === column);
    const isBetween = line.baseline - own.baseline > clearlyBetween * own.size;
    if (chunk !== undefined) return { chunk, hasBetween: hasBetween && isBetween };
    hasBetween ||= isBetween;
  }
  return undefined;
}

/** True where no letter had room behind the first, and the word is too wide for the column; or a path goes on. */
function isBrokenWord(before: Chunk, chunk: Chunk, column: number, model: Shape): boolean {
  const right = model.rights[column] ?? 0;
  const [last, first] = [before.words.at(-1), chunk.words[0]];
  if (last === undefined || first === undefined || fits(before, chunk, { right })) return false;
  const width = right - (model.grid.columns[column]?.left ?? 0);
  return (isFull(before, { right }) && widthOf(last) + widthOf(first) > width) || /[-_/\\]$/.test(before.text);
}

/**
 * True where a cell can only have been broken between the two, because the second begins with what had no room. A line
 * that is a whole name or digest is none but behind a part of a path: what stands above it may be a heading.
 */
export function isContinuation(before: Chunk, chunk: Chunk, column: number, model: Shape): boolean {
  const right = model.rights[column] ?? 0;
  if (!isNextLine(before, chunk, model) || endsBefore(before.text, chunk.text)) return false;
  if (fits(before, chunk, { right })) return false;
  const isNameAlone = chunk.words.length === 1 && isWhole(chunk.text) && /^\w/.test(chunk.text);
  return !isNameAlone || isFull(before, { right }) || /[-_]$|[/\\]/.test(before.text);
}

function areInLine(a: Chunk, b: Chunk): boolean {
  return (
    Math.abs(a.left - b.left) < sameEdge ||
    Math.abs(a.right - b.right) < sameEdge ||
    Math.abs(a.left + a.right - b.left - b.right) < 2 * sameEdge
  );
}
