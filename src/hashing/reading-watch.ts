/**
 * Says when one more thread is worth it: when for a while no thread computed, because every one of them waited for a disk.
 * Then the processor is free for files that other disks hold, and a disk that takes many requests at once gets more of them.
 */
export class ReadingWatch {
  readonly #waiting: Int32Array<SharedArrayBuffer>;
  #looks = 0;

  constructor(mostThreads: number) {
    this.#waiting = new Int32Array(new SharedArrayBuffer(mostThreads * 4));
  }

  /** For the threads: each has a place in it, which is 1 while the thread waits for a disk, or might. */
  get shared(): Int32Array<SharedArrayBuffer> {
    return this.#waiting;
  }

  /** To be called every `lookEveryMilliseconds`. */
  wantsThread(threadCount: number): boolean {
    const areWaiting = this.#waiting
      .subarray(0, threadCount)
      .every((_, place) => Atomics.load(this.#waiting, place) === 1);
    this.#looks = areWaiting ? this.#looks + 1 : 0;
    if (this.#looks < looksInARow) return false;
    this.#looks = 0;
    return true;
  }
}

export const lookEveryMilliseconds = 20;

/** With a warm cache, threads that read tiny files are at it in seven of ten looks: so often in a row is no accident. */
const looksInARow = 12;
