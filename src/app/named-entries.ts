import { CriskitError } from '../core/errors.ts';
import { type PackedRecords, type UnpackedRecord, unpackRecords } from '../core/packed-records.ts';
import type { Place } from '../core/place.ts';
import { formatCount } from '../core/units.ts';
import type { HashSetFormat, PackedBatch } from '../hashsets/contract.ts';

export type IdentityOf = NonNullable<HashSetFormat['identityOf']>;

/** An entry that takes another one out, by its name. */
export interface Tombstone {
  readonly identity: string;
  readonly place: Place;
  /** True where an entry of that name stands before it in the file. */
  readonly isStated: boolean;
}

export interface StandingRecord {
  readonly record: UnpackedRecord;
  readonly identity: string | undefined;
}

/** A page of a service holds a thousand. */
const mostEntries = 1_000_000;

/**
 * A file whose entries have names, read to its end: what stands of it, in its order. Records are kept packed, and only names and
 * numbers besides.
 */
export class NamedEntries {
  readonly tombstones: Tombstone[] = [];
  readonly identityOf: IdentityOf;
  readonly #path: string;
  readonly #packed: PackedRecords[] = [];
  /** The number of the last record of each name that the file speaks of; undefined where none stands. */
  readonly #last = new Map<string, number | undefined>();
  readonly #stated = new Set<string>();
  #records = 0;

  /** `path`: for messages. */
  constructor(identityOf: IdentityOf, path: string) {
    this.identityOf = identityOf;
    this.#path = path;
  }

  /** Throws INPUT_TOO_LARGE. Removals without a name are told as issues by `issuesOfImport`. */
  add({ packed, removals = [] }: PackedBatch): void {
    if (this.#records + packed.count + this.tombstones.length + removals.length > mostEntries)
      throw tooLarge(this.#path);
    this.#packed.push(packed);
    for (const record of unpackRecords(packed)) {
      const identity = this.identityOf(record);
      if (identity !== undefined) {
        this.#last.set(identity, this.#records);
        this.#stated.add(identity);
      }
      this.#records += 1;
    }
    for (const removal of removals) {
      const identity = this.identityOf(removal);
      if (identity === undefined) continue;
      this.tombstones.push({ identity, place: removal.place, isStated: this.#stated.has(identity) });
      this.#last.set(identity, undefined);
    }
  }

  get records(): number {
    return this.#records;
  }

  /** True where the file says something of the entry of that name. */
  speaksOf(identity: string): boolean {
    return this.#last.has(identity);
  }

  /** The records that no later entry of the file takes out or takes the place of. */
  *standing(): Generator<StandingRecord> {
    let number = 0;
    for (const packed of this.#packed) {
      for (const record of unpackRecords(packed)) {
        const identity = this.identityOf(record);
        if (identity === undefined || this.#last.get(identity) === number) yield { record, identity };
        number += 1;
      }
    }
  }
}

function tooLarge(path: string): CriskitError {
  const message = `${path} holds more than ${formatCount(mostEntries)} entries, each of which can change an earlier one.`;
  return new CriskitError('INPUT_TOO_LARGE', message, {
    path,
    hint: 'Split it into files of fewer entries, and import these in their order.',
  });
}
