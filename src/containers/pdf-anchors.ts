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

/** The digests of a group with what belongs to each as the cells of the table seem to be aligned, and what belongs to none. */
export function anchorStacks(
  group: readonly Stack[],
  column: number,
  stacks: readonly Stack[],
): { readonly alignment: Alignment; readonly anchors: readonly Anchor[]; readonly loose: readonly Stack[] } {
  const tries = (['top', 'bottom', 'middle'] as const).map((alignment) => {
    const anchors = anchorsOf(group, column);
    const loose = assign(stacks, anchors, alignment);
    return { alignment, anchors, loose, faults: loose.length + faultsOf(anchors, alignment) };
  });
  return tries.reduce((least, one) => (one.faults < least.faults ? one : least));
}

/** The digest column with the most digests in it. */
export function anchorColumn(group: readonly Stack[], model: TableModel): number | undefined {
  const counts = new Map<number, number>();
  for (const { column } of group) {
    if (model.digestColumns.has(column)) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function anchorsOf(group: readonly Stack[], column: number): Anchor[] {
  return group
    .filter((stack) => stack.column === column)
    .map((own) => ({ first: firstOf(own), last: lastOf(own), own, others: [] }));
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

/** Cells that do not stand in their row as the alignment has it. */
function faultsOf(anchors: readonly Anchor[], alignment: Alignment): number {
  let faults = 0;
  for (const { first, last, others } of anchors) {
    for (const stacks of Map.groupBy(others, ({ column }) => column).values()) {
      const [top, bottom] = [firstOf(stacks[0] as Stack), lastOf(stacks.at(-1) as Stack)];
      if (!isAligned({ first, last }, top, bottom, alignment)) faults += 1;
    }
  }
  return faults;
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
