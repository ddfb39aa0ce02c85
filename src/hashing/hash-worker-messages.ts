import type { PackedResults, WantedOfFiles } from './packed-results.ts';

/** What a worker is started with. */
export interface WorkerSettings {
  readonly wanted: WantedOfFiles;
  /** Whether MD5 may be computed in lanes. */
  readonly lanes: boolean;
}

/** To a worker: files to hash. Paths stand one behind the other, because copying a small Buffer copies its whole pool. */
export interface HashJob {
  /** Given back with its results. */
  readonly id: number;
  readonly paths: Uint8Array<ArrayBuffer>;
  readonly pathLengths: readonly number[];
}

/** From a worker: the results of one job, in the order of its files. Jobs need not come back in their order. */
interface HashJobDone {
  readonly kind: 'done';
  readonly id: number;
  readonly results: PackedResults;
}

/** From a worker: bytes read since its last message of this kind. */
interface HashProgress {
  readonly kind: 'progress';
  readonly bytes: number;
}

export type FromWorker = HashJobDone | HashProgress;
