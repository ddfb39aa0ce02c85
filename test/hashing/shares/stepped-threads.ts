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
 * of the test, and the same each time. As real threads do, one that finds nothing to do sleeps until another says that it has
 * done something.
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
  readonly #awake = new Set<number>();
  #added = 0;

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
        };
        const task = { path: Buffer.from(path), head: new Uint8Array(headSizeBytes), onDone };
        return help === undefined ? task : { ...task, help };
      }),
    );
    this.#wakeAll();
  }

  /** A round of the owner (0), or a step of a helper in each file that it helps with. False where nothing could be done. */
  step(thread: number): boolean {
    const hasMoved = thread === 0 ? this.#scheduler.round() : this.#help(thread);
    if (hasMoved) this.#wakeAll();
    else this.#awake.delete(thread);
    return hasMoved;
  }

  /** The same thread again and again, until nothing can be done. */
  stepToStandstill(thread: number): void {
    while (this.step(thread));
  }

  /** All threads that are awake in turn, to the end of every file and of all help. Throws where all of them sleep before. */
  finish(): void {
    while (!this.isIdle) {
      if (this.#awake.size === 0) throw new Error('All threads sleep, and nobody will wake them.');
      const round = Array.from(this.#awake);
      for (const thread of round) this.step(thread);
    }
  }

  /** True where no file is left, and all helpers know of it. */
  get isIdle(): boolean {
    return this.#scheduler.isIdle && [...this.#helpers.values()].every((helpers) => helpers.length === 0);
  }

  #help(thread: number): boolean {
    const helpers = this.#helpers.get(thread) ?? [];
    const moved = helpers.filter((helper) => helper.step());
    this.#helpers.set(
      thread,
      helpers.filter(({ isDone }) => !isDone),
    );
    return moved.length > 0;
  }

  #wakeAll(): void {
    for (const thread of [0, ...this.#helpers.keys()]) this.#awake.add(thread);
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
