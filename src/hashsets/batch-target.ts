import type { HashSetBatch } from './contract.ts';
import { BatchInProgress, type LineVerdict } from './line-verdicts.ts';

/** Where the verdicts on lines or entries go. `B`: what comes of many; objects here, columns in `packed-batches.ts`. */
export interface BatchTarget<B> {
  add(verdict: LineVerdict): void;
  /** What was added, if it is worth to be handed on. */
  batch(): B | undefined;
  /** What is left at the end, if anything. */
  rest(): B | undefined;
}

/** Batches of what is there at a time. */
export class ObjectBatches implements BatchTarget<HashSetBatch> {
  #batch = new BatchInProgress();

  add(verdict: LineVerdict): void {
    this.#batch.add(verdict);
  }

  batch(): HashSetBatch {
    const batch = this.#batch.finish();
    this.#batch = new BatchInProgress();
    return batch;
  }

  rest(): HashSetBatch {
    return this.batch();
  }
}
