import type { SetVersionChanges } from '../../contract.ts';
import type { Connection } from '../connection.ts';
import { listSegments } from './catalogue.ts';
import { ContentWalk, segmentsByMask } from './content-walk.ts';
import type { Entry } from './entries.ts';
import { EntryReader } from './entry-reader.ts';
import type { Segment } from './segment.ts';

/** What one version of a set says otherwise than another, of the contents that are in segments. */
export function compareSegments(
  connection: Connection,
  before: number,
  after: number,
): Pick<SetVersionChanges, 'added' | 'removed' | 'changed'> {
  const changes = { added: 0, removed: 0, changed: 0 };
  const isUsedBy = ({ uses }: Segment, importId: number) => uses.some((use) => use.importId === importId);
  for (const group of segmentsByMask(listSegments(connection))) {
    const concerned = group.filter((segment) => isUsedBy(segment, before) || isUsedBy(segment, after));
    // What both versions use is the same in both.
    const differing = concerned.filter((segment) => !isUsedBy(segment, before) || !isUsedBy(segment, after));
    if (differing.length === 0) continue;
    const readers = concerned.map((segment) => new EntryReader(segment));
    const walk = new ContentWalk(concerned);
    const entriesOf = (indexes: readonly number[]) =>
      indexes.flatMap((index) => readers[index]?.entries(walk.cursor(index).start, walk.cursor(index).end) ?? []);
    const usedBy = (importId: number) =>
      walk.present.filter((index) => concerned[index] !== undefined && isUsedBy(concerned[index], importId));
    while (walk.next()) {
      const [was, is] = [usedBy(before), usedBy(after)];
      if (was.length === 0) changes.added += 1;
      else if (is.length === 0) changes.removed += 1;
      else if (was.join() !== is.join() && !sayTheSame(entriesOf(was), entriesOf(is))) changes.changed += 1;
    }
  }
  return changes;
}

/** That a file says the same twice is no difference. */
function sayTheSame(was: readonly Entry[], is: readonly Entry[]): boolean {
  const [before, after] = [was[0], is[0]];
  if (was.length === 1 && is.length === 1) {
    return before?.kind === after?.kind && before?.attributes === after?.attributes;
  }
  return distinct(was) === distinct(is);
}

function distinct(entries: readonly Entry[]): string {
  const said = entries.map(({ kind, attributes }) => JSON.stringify([kind, attributes]));
  return [...new Set(said)].toSorted().join();
}
