import type { Algorithm } from '../../../src/core/digest.ts';
import type { HelpWithFile } from '../../../src/hashing/lanes/lane-file.ts';
import type { LaneScheduler } from '../../../src/hashing/lanes/lane-scheduler.ts';
import type { PieceLayout } from '../../../src/hashing/lanes/piece-layout.ts';
import { type FileHash, headSizeBytes } from '../../../src/hashing/open-file.ts';
import { createFileShare } from '../../../src/hashing/shares/file-share.ts';
import { ShareHelper } from '../../../src/hashing/shares/share-helper.ts';
import { makeScheduler } from '../lanes/make-lanes.ts';

export interface SteppedFile {
  readonly path: string;
  /** Of each algorithm, in the order of the run, who computes it: 0 for the owner, else the number of a helper. */
  readonly computedBy: readonly number[];
}

export interface SteppedSettings {
  readonly algorithms: readonly Algorithm[];
  readonly layout: PieceLayout;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * A thread that owns files and others that help it, all of them in this one thread: who goes on, and how far, is in the hands
 * of the test, and the same each time.
 */
export class SteppedThreads {
  /** What became of each file, in the order in which they were added. */
  readonly results: FileHash[] = [];
  readonly #algorithms: readonly Algorithm[];
  readonly #layout: PieceLayout;
  readonly #scheduler: LaneScheduler;
  readonly #memory: SharedArrayBuffer;
  /** Of each helper the files that it is not done with. */
  readonly #helpers = new Map<number, ShareHelper[]>();
  #added = 0;
  #done = 0;

  constructor({ algorithms, layout, onBytes = () => undefined }: SteppedSettings) {
    const { scheduler, bytes } = makeScheduler(algorithms, layout, { onBytes });
    this.#algorithms = algorithms;
    this.#layout = layout;
    this.#scheduler = scheduler;
    this.#memory = bytes;
  }

  add(files: readonly SteppedFile[]): void {
    const first = this.#added;
    this.#added += files.length;
    this.#scheduler.add(
      files.map(({ path, computedBy }, index) => {
        const help = this.#askForHelp(computedBy);
        const onDone = (result: FileHash) => {
          if (first + index in this.results) throw new Error('A file came to two ends.');
          this.results[first + index] = result;
          this.#done += 1;
        };
        const task = { path: Buffer.from(path), head: new Uint8Array(headSizeBytes), onDone };
        return help === undefined ? task : { ...task, help };
      }),
    );
  }

  /** A round of the owner (0), or a step of a helper in each file that it helps with. False where nothing could be done. */
  step(thread: number): boolean {
    if (thread === 0) return this.#scheduler.round();
    const helpers = this.#helpers.get(thread) ?? [];
    const moved = helpers.filter((helper) => helper.step()).length;
    this.#helpers.set(
      thread,
      helpers.filter(({ isDone }) => !isDone),
    );
    return moved > 0;
  }

  /** The same thread again and again, until nothing can be done. */
  stepToStandstill(thread: number): void {
    while (this.step(thread));
  }

  /** All threads in turn, to the end of every file and of all help. Throws where none of them can do anything. */
  finish(): void {
    while (!this.isIdle) {
      const before = this.#done;
      const moved = [0, ...this.#helpers.keys()].filter((thread) => this.step(thread));
      if (moved.length === 0 && this.#done === before && !this.isIdle) throw new Error('The threads stand still.');
    }
  }

  get isIdle(): boolean {
    return this.#scheduler.isIdle && this.helpsWith === 0;
  }

  /** How many pieces of help are asked for and not done. */
  get helpsWith(): number {
    return [...this.#helpers.values()].reduce((sum, helpers) => sum + helpers.length, 0);
  }

  #askForHelp(computedBy: readonly number[]): HelpWithFile | undefined {
    const threads = [...new Set(this.#algorithms.map((_, index) => computedBy[index] ?? 0))].filter((it) => it !== 0);
    if (threads.length === 0) return undefined;
    const share = createFileShare(threads.length);
    threads.forEach((thread, helper) => {
      const algorithms = this.#algorithms.filter((_, index) => computedBy[index] === thread);
      const request = { share, helper, algorithms, memory: this.#memory, layout: this.#layout };
      this.#helpers.set(thread, [...(this.#helpers.get(thread) ?? []), new ShareHelper(request)]);
    });
    return { share, algorithms: this.#algorithms.filter((_, index) => (computedBy[index] ?? 0) !== 0) };
  }
}
