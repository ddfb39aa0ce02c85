import type { HashSetBatch, HashSetRecord } from './contract.ts';
import { BatchInProgress, type LineVerdict } from './line-verdicts.ts';

/** A single line of a delta can hold more entries than are cheap to hand on. */
const entriesPerBatch = 4096;

/**
 * Verdicts and removals in the order of the file, on their way into batches. Removals are behind the records of their batch,
 * so that a record behind a removal begins another one: of two that speak of one media the later must have its way.
 */
export class OrderedBatches {
  #finished: HashSetBatch[] = [];
  #batch = new BatchInProgress();
  #removals: HashSetRecord[] = [];
  #entries = 0;

  add(verdict: LineVerdict): void {
    if (this.#removals.length > 0 && typeof verdict === 'object' && 'digests' in verdict) this.#finish();
    this.#batch.add(verdict);
    this.#count();
  }

  remove(record: HashSetRecord): void {
    this.#removals.push(record);
    this.#count();
  }

  /** What has come since the last call: one batch at least, which may be empty. */
  take(): readonly HashSetBatch[] {
    this.#finish();
    const batches = this.#finished;
    this.#finished = [];
    return batches;
  }

  #count(): void {
    this.#entries += 1;
    if (this.#entries >= entriesPerBatch) this.#finish();
  }

  #finish(): void {
    const removals = this.#removals.length === 0 ? {} : { removals: this.#removals };
    this.#finished.push({ ...this.#batch.finish(), ...removals });
    this.#batch = new BatchInProgress();
    this.#removals = [];
    this.#entries = 0;
  }
}
