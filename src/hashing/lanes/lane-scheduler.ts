import type { Algorithm } from '../../core/digest.ts';
import { type FileHash, openFile } from '../open-file.ts';
import { LaneFile } from './lane-file.ts';
import { laneCount, loadMd5Kernel } from './md5-kernel.ts';
import { lanesSizeBytes, Md5Lanes } from './md5-lanes.ts';

/** A file that waits for a lane. */
export interface LaneTask {
  readonly path: Uint8Array;
  /** As for `openFile`. */
  readonly head: Uint8Array;
  readonly onDone: (result: FileHash) => void;
}

export interface LaneSettings {
  /** With `md5` among them. */
  readonly algorithms: readonly Algorithm[];
  readonly onBytes: (bytes: number) => void;
  /** How much of each file is read at a time: whole blocks of 64 bytes. */
  readonly pieceSizeBytes: number;
}

/** Keeps the lanes full with the pieces of different files, which join and leave as they come and end. */
export class LaneScheduler {
  readonly #lanes: Md5Lanes;
  readonly #settings: LaneSettings;
  readonly #files: (LaneFile | undefined)[] = Array<undefined>(laneCount).fill(undefined);
  readonly #onDone: (((result: FileHash) => void) | undefined)[] = [];
  #waiting: LaneTask[] = [];
  #running = 0;

  constructor(lanes: Md5Lanes, settings: LaneSettings) {
    this.#lanes = lanes;
    this.#settings = settings;
  }

  /** True where too few files wait for all lanes to go on. */
  get wantsMore(): boolean {
    return this.#waiting.length < laneCount;
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  add(tasks: readonly LaneTask[]): void {
    this.#waiting = [...this.#waiting, ...tasks];
  }

  /** Feeds every hungry lane, then compresses until one is hungry again. */
  round(): void {
    for (let lane = 0; lane < laneCount; lane += 1) {
      while (this.#lanes.isHungry(lane) && this.#feed(lane));
    }
    this.#lanes.compress();
  }

  /** False where the lane has had its share of this round. */
  #feed(lane: number): boolean {
    const file = this.#files[lane];
    if (file === undefined) return this.#join(lane);
    const result = file.advance();
    if (result === undefined) return false;
    this.#files[lane] = undefined;
    this.#running -= 1;
    this.#onDone[lane]?.(result);
    return true;
  }

  /** False where no file waits. */
  #join(lane: number): boolean {
    const task = this.#waiting.shift();
    if (task === undefined) return false;
    const { algorithms, onBytes } = this.#settings;
    const file = openFile(task.path, task.head, onBytes);
    if (file.kind === 'open') {
      const isAlone = this.#running === 0 && this.#waiting.length === 0;
      this.#files[lane] = new LaneFile(file, this.#lanes, lane, algorithms, isAlone);
      this.#onDone[lane] = task.onDone;
      this.#running += 1;
    } else {
      task.onDone(file);
    }
    return true;
  }
}

/** Undefined where lanes are of no use: MD5 is not wanted, or the machine has no SIMD for them. */
export function createLaneScheduler(settings: LaneSettings): LaneScheduler | undefined {
  if (!settings.algorithms.includes('md5')) return undefined;
  const kernel = loadMd5Kernel(lanesSizeBytes(settings.pieceSizeBytes));
  return kernel === undefined ? undefined : new LaneScheduler(new Md5Lanes(kernel, settings.pieceSizeBytes), settings);
}
