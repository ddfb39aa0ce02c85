import { CriskitError } from '../core/errors.ts';
import { sha256Of } from '../files/read-file.ts';
import type { ImportEntry, NewDocument } from '../store/contract.ts';
import { checkedText } from './checked-text.ts';
import { findHashSet } from './find-hash-set.ts';
import type { Lab } from './lab.ts';

export interface RemoveHashSetRequest {
  /** Name, number of the import, or `NAME@VERSION`. */
  readonly set: string;
  readonly reason: string | undefined;
  readonly dryRun: boolean;
  /** Asked before anything is written; what it throws ends it. */
  readonly approve: ((preview: RemovedHashSet) => Promise<void>) | undefined;
}

export interface RemovedHashSet {
  readonly entry: ImportEntry;
  /** The number to undo; null where nothing was written. */
  readonly importId: number | null;
  /** How many media are in other categories than before. */
  readonly mediaChanged: number;
  /** True where it was taken out before for the same reason: nothing was changed. */
  readonly isRepeated: boolean;
}

/** Takes a set out of force, with no version before it coming back. Throws NOT_FOUND, CONFLICT, USAGE. */
export async function removeHashSet(lab: Lab, request: RemoveHashSetRequest): Promise<RemovedHashSet> {
  const reason = checkedText('The reason', request.reason ?? 'taken out by hashset remove', 2000);
  const { entry } = await findHashSet(lab, request.set);
  if (entry.state !== 'in-force') {
    const before = await removalOf(lab, entry, reason);
    if (before !== undefined) return { entry, importId: before.importId, mediaChanged: 0, isRepeated: true };
    throw new CriskitError('CONFLICT', `Import ${entry.importId} is ${entry.state} already; nothing was changed.`);
  }
  const removal = { document: documentOf(entry, reason), reason };
  const remove = (dryRun: boolean) => lab.store.removeHashSet(entry.importId, removal, lab.actor(), { dryRun });
  if (request.dryRun || request.approve !== undefined) {
    const { mediaChanged } = await remove(true);
    const preview = { entry, importId: null, mediaChanged, isRepeated: false };
    if (request.dryRun) return preview;
    await request.approve?.(preview);
  }
  return { entry, ...(await remove(false)), isRepeated: false };
}

/** As after a crash: the same command once more. */
async function removalOf(lab: Lab, { importId }: ImportEntry, reason: string): Promise<ImportEntry | undefined> {
  const removals = await lab.store.listImports({ kind: 'set-removal', state: 'in-force' });
  return removals.find(({ supersedes, summary }) => supersedes === importId && reasonIn(summary) === reason);
}

function reasonIn(summary: unknown): unknown {
  return typeof summary === 'object' && summary !== null && 'reason' in summary ? summary.reason : undefined;
}

/** The decision as text: what the import rests on. */
function documentOf({ importId, setName, setVersion, categoryId, document }: ImportEntry, reason: string): NewDocument {
  const lines = [
    `Removed: hash set ${JSON.stringify(setName)}`,
    `Version: ${JSON.stringify(setVersion)}`,
    `Category: ${categoryId ?? ''}`,
    `Import: ${importId}`,
    `SHA-256 of its document: ${document.sha256}`,
    `Reason: ${reason}`,
  ];
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const sha256 = sha256Of(bytes);
  return { name: `removal of import ${importId}.txt`, sha256, sizeBytes: bytes.length, bytes };
}
