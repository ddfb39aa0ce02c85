import { divideDigests } from './pdf-digests.ts';
import type { Chunk } from './pdf-lines.ts';
import { byColumn, type Piece } from './pdf-runs.ts';
import type { TableModel } from './pdf-table-model.ts';

/** Pieces of one column that follow one another at the distance of lines; of a digest, those that make it. */
export interface Stack {
  readonly column: number;
  readonly chunks: readonly Chunk[];
  readonly top: number;
  readonly bottom: number;
}

/** How much farther apart than usual the lines of a cell may be. */
const slackOfLeading = 1.04;

export function isNextLine(before: Chunk, chunk: Chunk, { leading }: Pick<TableModel, 'leading'>): boolean {
  return chunk.baseline - before.baseline <= slackOfLeading * leading * Math.max(before.size, chunk.size);
}

/** `isOneCell`: the distance of rows shows what belongs together, so that no digest has to be told from the next. */
export function stacksOf(pieces: readonly Piece[], model: TableModel, isOneCell: boolean): Stack[] {
  const stacks: Stack[] = [];
  for (const [column, chunks] of byColumn(pieces)) {
    const digests = model.digestColumns.get(column);
    for (const stack of stackUp(chunks, model)) {
      const rules = { statedLength: digests?.statedLength, isOneCell };
      const parts = digests === undefined || isOneCell ? [stack] : divideDigests(stack, rules);
      for (const part of parts) stacks.push(stackOf(column, part));
    }
  }
  return stacks.sort((a, b) => a.top - b.top);
}

/** Stacks that stand beside one another, directly or by way of others: what would be one row. */
export function groupsOf(stacks: readonly Stack[]): Stack[][] {
  const groups: Stack[][] = [];
  let bottom = -Infinity;
  for (const stack of stacks) {
    if (stack.top >= bottom) groups.push([]);
    groups.at(-1)?.push(stack);
    bottom = Math.max(bottom, stack.bottom);
  }
  return groups;
}

function stackOf(column: number, chunks: readonly Chunk[]): Stack {
  const [first, last] = [chunks[0], chunks.at(-1)];
  return {
    column,
    chunks,
    top: (first?.baseline ?? 0) - 0.75 * (first?.size ?? 0),
    bottom: (last?.baseline ?? 0) + 0.15 * (last?.size ?? 0),
  };
}

function stackUp(chunks: readonly Chunk[], model: TableModel): Chunk[][] {
  const stacks: Chunk[][] = [];
  for (const [index, chunk] of chunks.entries()) {
    const before = chunks[index - 1];
    if (before !== undefined && isNextLine(before, chunk, model)) stacks.at(-1)?.push(chunk);
    else stacks.push([chunk]);
  }
  return stacks;
}
