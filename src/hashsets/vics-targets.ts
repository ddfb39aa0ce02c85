import type { Issue } from '../core/issue.ts';
import { ObjectBatches } from './batch-target.ts';
import type { HashSetBatch, HashSetRecord, PackedBatch } from './contract.ts';
import type { JsonCursor } from './json-cursor.ts';
import { PackedBatches } from './packed-batches.ts';
import type { VicsTarget } from './vics-entry-reader.ts';
import { PackedEntries } from './vics-packed-entries.ts';
import { PlainEntries } from './vics-plain-entries.ts';

/** Entries as objects. */
export class VicsObjects extends ObjectBatches implements VicsTarget<HashSetRecord | Issue, HashSetBatch> {
  readonly #entries: PlainEntries;

  constructor(scheme: string) {
    super();
    this.#entries = new PlainEntries(scheme);
  }

  take(cursor: JsonCursor, row: number): HashSetRecord | Issue | undefined {
    return this.#entries.take(cursor, row);
  }

  learn(entry: string): void {
    this.#entries.learn(entry);
  }
}

/** What an entry comes to that stands in the columns already, and is only to be added. */
type Written = 'written';

/** Entries as columns. */
export class VicsColumns implements VicsTarget<Written, PackedBatch> {
  readonly #batches = new PackedBatches();
  readonly #entries: PackedEntries;

  constructor(scheme: string) {
    this.#entries = new PackedEntries(scheme, this.#batches.columns);
  }

  take(cursor: JsonCursor, row: number): Written | undefined {
    return this.#entries.write(cursor, row) ? 'written' : undefined;
  }

  learn(entry: string): void {
    this.#entries.learn(entry);
  }

  add(verdict: Written | HashSetRecord | Issue): void {
    if (verdict === 'written') this.#entries.add();
    else this.#batches.add(verdict);
  }

  batch(): PackedBatch | undefined {
    return this.#batches.batch();
  }

  rest(): PackedBatch | undefined {
    return this.#batches.rest();
  }
}
