import type { Algorithm } from '../../core/digest.ts';
import { type FileHash, openFile, type ReadingSettings } from '../open-file.ts';
import { giveUpShare, openShare } from '../shares/file-share.ts';
import { type HelpWithFile, LaneFile } from './lane-file.ts';
import type { LanePieces } from './lane-pieces.ts';
import type { Md5Lanes } from './md5-lanes.ts';

/** A file that waits for a lane. */
export interface LaneTask {
  readonly path: Uint8Array;
  /** As for `openFile`. */
  readonly head: Uint8Array;
  /** Where other threads help with this file. */
  readonly help?: HelpWithFile;
  readonly onDone: (result: FileHash) => void;
  /** A file that states so many bytes, or more, is not hashed but given back, to be planned once more. Default: none is. */
  readonly largeFrom?: number | undefined;
  readonly onLarge?: (sizeBytes: number) => void;
}

export interface LaneSettings extends ReadingSettings {
  readonly algorithms: readonly Algorithm[];
  readonly pieces: LanePieces;
  readonly laneCount: number;
  /** Undefined where OpenSSL computes the MD5, or nobody wants it. As many lanes as there are of pieces. */
  readonly md5Lanes: Md5Lanes | undefined;
}

/** Keeps the lanes full with the pieces of different files, which join and leave as they come and end. */
export class LaneScheduler {
  readonly #settings: LaneSettings;
  readonly #files: (LaneFile | undefined)[];
  readonly #onDone: (((result: FileHash) => void) | undefined)[] = [];
  #waiting: LaneTask[] = [];
  #running = 0;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
    this.#files = Array<undefined>(settings.laneCount).fill(undefined);
  }

  /** True where too few files wait for all lanes to go on. */
  get wantsMore(): boolean {
    return this.#waiting.length < this.#settings.laneCount;
  }

  get isIdle(): boolean {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  add(tasks: readonly LaneTask[]): void {
    this.#waiting = [...this.#waiting, ...tasks];
  }

  /**
   * Feeds every hungry lane, then compresses until one is hungry again. False where nothing could be done: there is no file,
   * or all of them wait for other threads.
   */
  round(): boolean {
    const { md5Lanes, laneCount } = this.#settings;
    let hasMoved = false;
    for (let lane = 0; lane < laneCount; lane += 1) {
      if (this.#feed(lane)) hasMoved = true;
    }
    return md5Lanes?.compress() === true || hasMoved;
  }

  /** A piece for a hungry lane, of the next file where its own has ended. False where nothing could be done. */
  #feed(lane: number): boolean {
    const { md5Lanes } = this.#settings;
    // A file that came or went: threads that were to help with it may sleep until they hear of it.
    let hasMoved = false;
    for (;;) {
      if (md5Lanes?.isHungry(lane) === false) return true;
      const waiting = this.#waiting.length;
      const file = this.#files[lane] ?? this.#join(lane);
      if (this.#waiting.length < waiting) hasMoved = true;
      const step = file?.advance() ?? 'stuck';
      if (step === 'moved' || step === 'stuck') return hasMoved || step === 'moved';
      hasMoved = true;
      this.#files[lane] = undefined;
      this.#running -= 1;
      this.#onDone[lane]?.(step);
    }
  }

  /** The next file that waits and can be opened. */
  #join(lane: number): LaneFile | undefined {
    for (;;) {
      const task = this.#waiting.shift();
      if (task === undefined) return undefined;
      const { help, largeFrom = Number.POSITIVE_INFINITY, onLarge, onDone } = task;
      const opened = openFile(task.path, task.head, this.#settings);
      if (opened.kind === 'open' && opened.statedBytes >= largeFrom) {
        opened.close();
        onLarge?.(opened.statedBytes);
        continue;
      }
      if (opened.kind === 'open') {
        const { algorithms, pieces } = this.#settings;
        if (help !== undefined) openShare(help.share, pieces.addressOf(lane, 0));
        const file = new LaneFile(opened, pieces, lane, { algorithms, md5Lanes: this.#chooseMd5(), help });
        this.#files[lane] = file;
        this.#onDone[lane] = onDone;
        this.#running += 1;
        return file;
      }
      if (help !== undefined) giveUpShare(help.share);
      onDone(opened);
    }
  }

  /** A file that is alone leaves the lanes to others and has its MD5 from OpenSSL: one lane is slower than that. */
  #chooseMd5(): Md5Lanes | undefined {
    const isAlone = this.#running === 0 && this.#waiting.length === 0;
    return isAlone ? undefined : this.#settings.md5Lanes;
  }
}
