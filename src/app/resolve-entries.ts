import { algorithms, type Digests } from '../core/digest.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { Issue } from '../core/issue.ts';
import { type PackedRecords, RecordPacker, type RecordToPack } from '../core/packed-records.ts';
import type { Place } from '../core/place.ts';
import type { SetRemovals, Store, StoredSetRecord } from '../store/contract.ts';
import type { NamedEntries } from './named-entries.ts';
import { TouchedContents } from './touched-contents.ts';

/** What the entries of a file do with those of the version before, and with one another. */
export interface EntryChanges {
  /** Entries of the version before that came again with other digests. */
  readonly updated: number;
  /** Entries of the version before that the file takes out. */
  readonly takenOut: number;
  /** Records of the file that a later entry of the file takes out, or takes the place of. */
  readonly overtaken: number;
  /** Entries of the version before that share a content with what the file speaks of: they stand, and are said again. */
  readonly saidAgain: number;
}

export interface ResolvedEntries {
  /** What an import that carries over all else has to say, in this order. */
  readonly batches: Iterable<PackedRecords | SetRemovals>;
  readonly changes: EntryChanges;
  /** Of entries that take out what nobody knows. */
  readonly issues: readonly Issue[];
}

type StoreBefore = Pick<Store, 'lookup' | 'digestsOfMedia' | 'hashSetRecords'>;

/**
 * The entries of a file, applied in their order to the version of the list before it (the number of its import; null: none). What
 * is taken out goes first, and then all is said that stands: of contents that the file speaks of also what other entries say,
 * because the import takes out and carries over by contents, not by entries.
 */
export async function resolveEntries(
  file: NamedEntries,
  versionBefore: number | null,
  { store, signal }: { readonly store: StoreBefore; readonly signal: AbortSignal },
): Promise<ResolvedEntries> {
  const touched = new TouchedContents(store);
  await touched.add(digestsOfStanding(file));
  const before = versionBefore === null ? nothing : await readBefore(store, versionBefore, { file, touched, signal });
  const { removals, updated, takenOut, standing } = retract(file, before.named);
  return {
    batches: batchesOf(file, removals, { others: before.others, ofImport: versionBefore ?? 0 }),
    changes: { updated, takenOut, overtaken: file.records - standing, saidAgain: before.others.length },
    issues: issuesOfUnknown(file, before.named),
  };
}

interface EntriesBefore {
  /** What entries said that the file speaks of, by name. More than one where the list was taken in without names. */
  readonly named: ReadonlyMap<string, readonly Digests[]>;
  /** Those that it does not speak of, and whose content it does. */
  readonly others: readonly StoredSetRecord[];
}

const nothing: EntriesBefore = { named: new Map(), others: [] };

/** Read again where what was found in it is of contents that were not looked for before: twice, as a rule. */
async function readBefore(
  store: StoreBefore,
  importId: number,
  { file, touched, signal }: { file: NamedEntries; touched: TouchedContents; signal: AbortSignal },
): Promise<EntriesBefore> {
  for (;;) {
    const named = new Map<string, Digests[]>();
    const others: StoredSetRecord[] = [];
    for await (const records of store.hashSetRecords(importId)) {
      throwIfInterrupted(signal);
      for (const record of records) {
        const identity = file.identityOf(record);
        if (identity !== undefined && file.speaksOf(identity))
          named.set(identity, [...(named.get(identity) ?? []), record.digests]);
        else if (touched.has(record.digests)) others.push(record);
      }
    }
    const known = touched.size;
    await touched.add([...[...named.values()].flat(), ...others.map(({ digests }) => digests)]);
    if (touched.size === known) return { named, others };
  }
}

function* digestsOfStanding(file: NamedEntries): Generator<Digests> {
  for (const { record } of file.standing()) yield record.digests;
}

/** The digests of entries that no longer stand, or stand with others. */
function retract(file: NamedEntries, before: EntriesBefore['named']) {
  const removals: SetRemovals['removals'][number][] = [];
  const places = new Map<string, Place>(file.tombstones.map(({ identity, place }) => [identity, place]));
  const left = new Set(before.keys());
  let [updated, standing] = [0, 0];
  for (const { record, identity } of file.standing()) {
    standing += 1;
    if (identity === undefined || !left.delete(identity)) continue;
    const old = (before.get(identity) ?? []).filter((digests) => !areSame(digests, record.digests));
    for (const digests of old) removals.push({ digests, place: record.place });
    if (old.length > 0) updated += 1;
  }
  for (const identity of left) {
    const place = places.get(identity) ?? {};
    for (const digests of before.get(identity) ?? []) removals.push({ digests, place });
  }
  return { removals, updated, takenOut: left.size, standing };
}

function areSame(a: Digests, b: Digests): boolean {
  return algorithms.every((algorithm) => a[algorithm] === b[algorithm]);
}

/** As many as are cheap to hand on. */
const recordsPerBatch = 16_384;

function* batchesOf(
  file: NamedEntries,
  removals: SetRemovals['removals'],
  { others, ofImport }: { readonly others: readonly StoredSetRecord[]; readonly ofImport: number },
): Generator<PackedRecords | SetRemovals> {
  // Also where there are none: the version before stands in all else.
  yield { removals };
  const packer = new RecordPacker();
  for (const record of recordsOf(file, others, ofImport)) {
    packer.add(record);
    if (packer.count >= recordsPerBatch) yield packer.finish();
  }
  if (packer.count > 0) yield packer.finish();
}

function* recordsOf(file: NamedEntries, others: readonly StoredSetRecord[], ofImport: number): Generator<RecordToPack> {
  for (const { record } of file.standing()) yield record;
  // The size is of the media, which keeps it whoever said it.
  for (const { digests, kind, attributes } of others)
    yield { digests, kind, place: { ofImport }, ...(attributes === undefined ? {} : { attributes }) };
}

function issuesOfUnknown(file: NamedEntries, before: EntriesBefore['named']): readonly Issue[] {
  const message =
    'The entry takes out one that stands neither in the version of the set before nor earlier in this file; nothing was taken out for it.';
  return file.tombstones
    .filter(({ identity, isStated }) => !isStated && !before.has(identity))
    .map(({ place }) => ({ code: 'removal-not-done', message, place }));
}
