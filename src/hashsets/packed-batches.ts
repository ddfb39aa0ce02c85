import type { Issue } from '../core/issue.ts';
import { RecordPacker } from '../core/packed-records.ts';
import type { RecordColumns } from '../core/record-columns.ts';
import type { BatchTarget } from './batch-target.ts';
import type { HashSetBatch, HashSetRecord, PackedBatch, SetStatement } from './contract.ts';
import type { LineVerdict } from './line-verdicts.ts';

/** Records and issues of a batch, about. */
const entriesPerBatch = 16_384;

/** A batch of usual records has half of it. */
const mostTextBytes = 8 * 1024 * 1024;

/** The same batches, gathered and packed. */
export async function* packBatches(batches: AsyncIterable<HashSetBatch>): AsyncGenerator<PackedBatch> {
  const gathered = new PackedBatches();
  for await (const each of batches) {
    gathered.addBatch(each);
    const batch = gathered.batch();
    if (batch !== undefined) yield batch;
  }
  const rest = gathered.rest();
  if (rest !== undefined) yield rest;
}

/** Gathers what was read, in order, until it is worth to be handed on. */
export class PackedBatches implements BatchTarget<PackedBatch> {
  readonly #packer = new RecordPacker();
  #issues: Issue[] = [];
  #removals: HashSetRecord[] = [];
  #about: SetStatement | undefined;
  #headings = 0;
  #blanks = 0;

  /** For readers that write records into the columns themselves. */
  get columns(): RecordColumns {
    return this.#packer.columns;
  }

  add(verdict: LineVerdict): void {
    if (verdict === 'heading') this.#headings += 1;
    else if (verdict === 'blank') this.#blanks += 1;
    else if ('digests' in verdict) this.#packer.add(verdict);
    else this.#issues.push(verdict);
  }

  addBatch({ records, issues, headings = 0, blanks = 0, removals = [], about }: HashSetBatch): void {
    for (const record of records) this.#packer.add(record);
    for (const issue of issues) this.#issues.push(issue);
    for (const removal of removals) this.#removals.push(removal);
    this.#headings += headings;
    this.#blanks += blanks;
    if (about !== undefined) this.#about = { ...this.#about, ...about };
  }

  /** Removals are behind all records of their batch, so that no record may follow them. */
  batch(): PackedBatch | undefined {
    const { count, textBytes } = this.#packer;
    const isFull = count + this.#issues.length >= entriesPerBatch || textBytes >= mostTextBytes;
    return isFull || this.#removals.length > 0 ? this.#take() : undefined;
  }

  rest(): PackedBatch | undefined {
    const entries = this.#packer.count + this.#issues.length + this.#removals.length + this.#headings + this.#blanks;
    return entries === 0 && this.#about === undefined ? undefined : this.#take();
  }

  #take(): PackedBatch {
    const batch: PackedBatch = {
      packed: this.#packer.finish(),
      issues: this.#issues,
      headings: this.#headings,
      blanks: this.#blanks,
      ...(this.#removals.length === 0 ? {} : { removals: this.#removals }),
      ...(this.#about === undefined ? {} : { about: this.#about }),
    };
    this.#issues = [];
    this.#removals = [];
    this.#about = undefined;
    this.#headings = 0;
    this.#blanks = 0;
    return batch;
  }
}
