import type { Stack } from './pdf-stacks.ts';
import type { TableModel } from './pdf-table-model.ts';

/** Points by which lines of one height may differ. */
export const sameHeight = 2;

/** How the cells of a table stand in their rows. */
export type Alignment = 'top' | 'bottom' | 'middle';

/** A row that is found by its digest, and what else may belong to it. */
export interface Anchor {
  readonly first: number;
  readonly last: number;
  readonly own: Stack;
  readonly others: Stack[];
}

/** The digests of a group, and what belongs to each where cells are aligned like this; and what then belongs to none. */
export function anchorStacks(
  own: readonly Stack[],
  others: readonly Stack[],
  alignment: Alignment,
): { readonly anchors: readonly Anchor[]; readonly loose: readonly Stack[] } {
  const anchors = own.map((stack): Anchor => ({ first: firstOf(stack), last: lastOf(stack), own: stack, others: [] }));
  return { anchors, loose: assign(others, anchors, alignment) };
}

/** The digest column with the most digests in it. */
export function anchorColumn(group: readonly Stack[], model: TableModel): number | undefined {
  const counts = new Map<number, number>();
  for (const { column } of group) {
    if (model.digestColumns.has(column)) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Gives each stack to an anchor; returns those that none can have. */
function assign(stacks: readonly Stack[], anchors: readonly Anchor[], alignment: Alignment): Stack[] {
  const loose: Stack[] = [];
  for (const stack of stacks) {
    const anchor = anchorFor(stack, anchors, alignment);
    if (anchor === undefined) loose.push(stack);
    else anchor.others.push(stack);
  }
  return loose;
}

function anchorFor(stack: Stack, anchors: readonly Anchor[], alignment: Alignment): Anchor | undefined {
  const [first, last] = [firstOf(stack), lastOf(stack)];
  if (alignment === 'top') return anchors.findLast((anchor) => anchor.first <= first + sameHeight);
  if (alignment === 'bottom') return anchors.find((anchor) => anchor.last >= last - sameHeight);
  const distance = (anchor: Anchor): number => Math.abs(anchor.first + anchor.last - first - last);
  return anchors.reduce((nearest, anchor) => (distance(anchor) < distance(nearest) ? anchor : nearest));
}

/** True where a cell from `top` to `bottom` stands in the row of an anchor as the alignment has it. */
export function isAligned(
  { first, last }: Pick<Anchor, 'first' | 'last'>,
  top: number,
  bottom: number,
  alignment: Alignment,
): boolean {
  const offset = { top: top - first, bottom: bottom - last, middle: (top + bottom - first - last) / 2 }[alignment];
  return Math.abs(offset) <= sameHeight;
}

function firstOf({ chunks }: Stack): number {
  return chunks[0]?.baseline ?? 0;
}

function lastOf({ chunks }: Stack): number {
  return chunks.at(-1)?.baseline ?? 0;
}
