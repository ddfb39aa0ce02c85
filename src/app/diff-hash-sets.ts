import type { Algorithm, Digests } from '../core/digest.ts';
import { makeSortingFolder, removeSortingFolder } from '../files/external-sort.ts';
import { canonicalValue } from '../hashsets/canonical-text.ts';
import type { Content, SetWord } from '../hashsets/content-bytes.ts';
import { joinContents } from '../hashsets/join-contents.ts';
import { closeSetOperands, openSetOperands, type SetOperand, type SetOperandContext } from './set-operand.ts';

type ContentChange = 'added' | 'removed' | 'changed';

export interface ContentDifference {
  readonly change: ContentChange;
  readonly digests: Digests;
  /** What of a changed one differs: `digests`, `kind`, `sizeBytes`, or the name of an attribute. */
  readonly what: readonly string[];
}

export interface HashSetDifference {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  /** How many digests stand for contents that contradict one another: those are told as added and removed. */
  readonly sharedCount: number;
  readonly sets: readonly Pick<SetOperand, 'name' | 'account'>[];
}

/** A comparison on its way: what is counted is complete once the differences have come to their end. */
export interface HashSetComparison {
  /** Every difference, by digest, once. */
  readonly differences: AsyncIterable<readonly ContentDifference[]>;
  readonly summary: () => HashSetDifference;
}

/** From an old set to a new one, content by content. Throws NOT_FOUND, CONFLICT, INPUT_…, FORMAT_…. */
export async function diffHashSets(
  names: readonly [string, string],
  context: SetOperandContext,
): Promise<HashSetComparison> {
  const sets = await openSetOperands(names, context);
  const counts = { added: 0, removed: 0, changed: 0, same: 0, sharedCount: 0 };
  return {
    differences: differencesOf(sets, context, counts),
    summary: () => ({ ...counts, sets: sets.map(({ name, account }) => ({ name, account })) }),
  };
}

type Counts = { -readonly [Name in ContentChange | 'same' | 'sharedCount']: number };

async function* differencesOf(
  sets: readonly SetOperand[],
  { signal, progress }: SetOperandContext,
  counts: Counts,
): AsyncGenerator<readonly ContentDifference[]> {
  let folder: string | undefined;
  const onShared = () => void (counts.sharedCount += 1);
  progress.start('comparing', { unit: 'records' });
  try {
    folder = await makeSortingFolder();
    const sources = sets.map(({ records }) => records);
    for await (const batch of joinContents(sources, { folder, signal, onShared })) {
      const differences = batch.flatMap((content) => differenceOf(content) ?? []);
      counts.same += batch.length - differences.length;
      for (const { change } of differences) counts[change] += 1;
      yield differences;
    }
  } finally {
    progress.end();
    await closeSetOperands(sets);
    if (folder !== undefined) await removeSortingFolder(folder);
  }
}

function differenceOf({ digests, words }: Content): ContentDifference | undefined {
  const [old, now] = [words.find(({ set }) => set === 0), words.find(({ set }) => set === 1)];
  if (old === undefined) return { change: 'added', digests, what: [] };
  if (now === undefined) return { change: 'removed', digests, what: [] };
  const what = [
    ...(sameAlgorithms(old.stated, now.stated) ? [] : ['digests']),
    ...(old.kind === now.kind ? [] : ['kind']),
    ...differingSizes(old, now),
    ...differingAttributes(old, now),
  ];
  return what.length === 0 ? undefined : { change: 'changed', digests, what };
}

function sameAlgorithms(a: readonly Algorithm[], b: readonly Algorithm[]): boolean {
  return a.join() === b.join();
}

/** A size that only one of them knows is no difference: the database knows it from others too. */
function differingSizes({ sizeBytes: a }: SetWord, { sizeBytes: b }: SetWord): readonly string[] {
  return a === undefined || b === undefined || a === b ? [] : ['sizeBytes'];
}

function differingAttributes({ attributes: a = {} }: SetWord, { attributes: b = {} }: SetWord): readonly string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof typeof a)[];
  return names.filter((name) => inAnyOrder(a[name]) !== inAnyOrder(b[name])).toSorted();
}

/** Names and tags are collections: their order says nothing. */
function inAnyOrder(value: unknown): string {
  return canonicalValue(Array.isArray(value) ? value.toSorted() : value);
}
