import { type Alignment, type Anchor, anchorColumn, anchorStacks, isAligned, sameHeight } from './pdf-anchors.ts';
import type { Chunk } from './pdf-lines.ts';
import type { Piece } from './pdf-runs.ts';
import { isContinuation } from './pdf-lone-lines.ts';
import type { Stack } from './pdf-stacks.ts';
import type { TableModel } from './pdf-table-model.ts';

interface TightRow {
  readonly pieces: readonly Piece[];
  readonly isUnclear: boolean;
}

/**
 * Rows that do not stand farther apart than the lines of a cell. Each digest makes a row; what else stands beside it
 * belongs to it, above or below as the cells of the table are aligned. A line that is not the continuation of what
 * stands over it is a row of its own.
 */
export function divideTightGroup(group: readonly Stack[], model: TableModel): readonly TightRow[] {
  const column = anchorColumn(group, model);
  if (column === undefined) return rowsByContinuation(group, model);
  const stacks = group.flatMap((stack) => (model.digestColumns.has(stack.column) ? [stack] : singles(stack)));
  const lines = byHeight(stacks.flatMap(piecesOfStack));
  if (
    lines.every((line) => line.pieces.filter((piece) => piece.column === column).length === 1) &&
    stacks.every(isLine)
  ) {
    return markDoubtful(lines, column, model);
  }
  const own = stacks.filter((stack) => stack.column === column);
  const others = stacks.filter((stack) => stack.column !== column);
  const ways = alignments.map((alignment) => rowsAligned(own, others, alignment, model));
  const [best, ...rest] = ways.sort((a, b) => a.faults - b.faults) as [AlignedRows, ...AlignedRows[]];
  const equal = rest.filter(({ faults }) => faults === best.faults);
  return markDoubtful(markDisputed(best, equal), column, model);
}

function isLine({ chunks }: Stack): boolean {
  return chunks.length === 1;
}

const alignments: readonly Alignment[] = ['top', 'bottom', 'middle'];

interface AlignedRows {
  readonly rows: readonly TightRow[];
  /** Lines that are then left over, and rows that are not clear. */
  readonly faults: number;
}

function rowsAligned(
  own: readonly Stack[],
  others: readonly Stack[],
  alignment: Alignment,
  model: TableModel,
): AlignedRows {
  const { anchors, loose } = anchorStacks(own, others, alignment);
  const found = anchors.flatMap((anchor) => rowsOfAnchor(anchor, alignment, model));
  const left = byHeight(loose.flatMap(piecesOfStack));
  const unclear = found.filter(({ isUnclear }) => isUnclear).length;
  return { rows: inOrder([...found, ...left]), faults: found.length - anchors.length + left.length + unclear };
}

/** Rows that another alignment, as good as this one, makes differently. */
function markDisputed({ rows }: AlignedRows, others: readonly AlignedRows[]): readonly TightRow[] {
  const rowOf = others.map(
    (other) => new Map(other.rows.flatMap((row) => row.pieces.map(({ chunk }) => [chunk, row]))),
  );
  return rows.map((row) => {
    const isDisputed = rowOf.some((byChunk) => {
      const same = new Set(row.pieces.map(({ chunk }) => byChunk.get(chunk)));
      return same.size !== 1 || [...same][0]?.pieces.length !== row.pieces.length;
    });
    return isDisputed ? { ...row, isUnclear: true } : row;
  });
}

/** The row of an anchor, and before or behind it the lines that are no continuation of its cells. */
function rowsOfAnchor(anchor: Anchor, alignment: Alignment, model: TableModel): readonly TightRow[] {
  const kept: Piece[] = [...piecesOfStack(anchor.own)];
  const away: Piece[] = [];
  let isUnclear = false;
  for (const [column, stacks] of Map.groupBy(anchor.others, (stack) => stack.column)) {
    const chunks = stacks.flatMap((stack) => stack.chunks);
    const isDigest = model.digestColumns.has(column);
    const parts = isDigest ? stacks.map((stack) => stack.chunks) : partsOf(chunks, column, model);
    const beside = parts.filter((part) => isBeside(part, anchor));
    isUnclear ||=
      beside.length > 1 ||
      (isDigest && stacks.length > 1) ||
      !beside.every((part) => fitsAnchor(part, anchor, alignment));
    for (const part of parts) {
      const target = isDigest || beside.includes(part) ? kept : away;
      for (const chunk of part) target.push({ column, chunk });
    }
  }
  return [{ pieces: kept, isUnclear }, ...byHeight(away)];
}

/** True where one of them begins before the other one ends. */
function isBeside(part: readonly Chunk[], { first, last }: Anchor): boolean {
  const [top, bottom] = [part[0]?.baseline ?? 0, part.at(-1)?.baseline ?? 0];
  return bottom >= first - sameHeight && top <= last + sameHeight;
}

function fitsAnchor(part: readonly Chunk[], anchor: Anchor, alignment: Alignment): boolean {
  return isAligned(anchor, part[0]?.baseline ?? 0, part.at(-1)?.baseline ?? 0, alignment);
}

/** Lines of one cell, cut where one is no continuation of the one before. */
function partsOf(chunks: readonly Chunk[], column: number, model: TableModel): Chunk[][] {
  const parts: Chunk[][] = [];
  for (const [index, chunk] of chunks.entries()) {
    const before = chunks[index - 1];
    if (before !== undefined && isContinuation(before, chunk, column, model)) parts.at(-1)?.push(chunk);
    else parts.push([chunk]);
  }
  return parts;
}

/** Without digests a line goes on the row above where all that it shows continues what stands above it. */
function rowsByContinuation(group: readonly Stack[], model: TableModel): readonly TightRow[] {
  const rows: { pieces: Piece[]; isUnclear: boolean }[] = [];
  for (const { pieces } of byHeight(group.flatMap(piecesOfStack))) {
    const above = rows.at(-1)?.pieces ?? [];
    const goesOn = pieces.every(({ column, chunk }) => {
      const before = above.findLast((piece) => piece.column === column);
      return before !== undefined && isContinuation(before.chunk, chunk, column, model);
    });
    if (goesOn) above.push(...pieces);
    else rows.push({ pieces: [...pieces], isUnclear: false });
  }
  return rows;
}

/** Two digests of 32 digits, the second with nothing beside it, may also be the lines of a long one. */
function markDoubtful(rows: readonly TightRow[], column: number, model: TableModel): readonly TightRow[] {
  if (model.digestColumns.get(column)?.statedLength !== undefined || model.grid.columns.length < 2) return rows;
  const isLone = (row: TightRow | undefined): boolean =>
    row?.pieces.length === 1 && row.pieces[0]?.chunk.text.length === 32;
  return rows.map((row, index) => (isLone(row) || isLone(rows[index + 1]) ? { ...row, isUnclear: true } : row));
}

function singles({ column, chunks }: Stack): readonly Stack[] {
  return chunks.map((chunk) => ({ column, chunks: [chunk], top: chunk.baseline, bottom: chunk.baseline }));
}

function byHeight(pieces: readonly Piece[]): readonly TightRow[] {
  const rows: Piece[][] = [];
  let at = -Infinity;
  for (const piece of [...pieces].sort((a, b) => a.chunk.baseline - b.chunk.baseline)) {
    if (piece.chunk.baseline - at > sameHeight) rows.push([]);
    at = piece.chunk.baseline;
    rows.at(-1)?.push(piece);
  }
  return rows.map((own) => ({ pieces: own, isUnclear: false }));
}

function inOrder(rows: readonly TightRow[]): readonly TightRow[] {
  const heightOf = ({ pieces }: TightRow): number => pieces[0]?.chunk.baseline ?? 0;
  return [...rows].sort((a, b) => heightOf(a) - heightOf(b));
}

function piecesOfStack({ column, chunks }: Stack): readonly Piece[] {
  return chunks.map((chunk) => ({ column, chunk }));
}
