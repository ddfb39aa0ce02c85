import type { Algorithm } from '../core/digest.ts';
import type { PieceLayout } from './lanes/piece-layout.ts';
import type { PackedResults, WantedOfFiles } from './packed-results.ts';
import type { FileShare } from './shares/file-share.ts';
import type { HelpRequest } from './shares/share-helper.ts';
import type { ThreadSignal } from './shares/thread-signal.ts';

/** What a worker is started with. */
export interface WorkerSettings {
  readonly wanted: WantedOfFiles;
  /** What it reads files into: with the MD5 kernel in front where it is WebAssembly's. */
  readonly memory: SharedArrayBuffer | WebAssembly.Memory;
  readonly layout: PieceLayout;
  readonly pastCache: boolean;
  readonly signal: ThreadSignal;
  /** Where it says that it waits for a disk: 1 at its place. */
  readonly waiting: Int32Array<SharedArrayBuffer>;
  readonly place: number;
}

/** To a worker: files to hash. Paths stand one behind the other, because copying a small Buffer copies its whole pool. */
export interface HashJob {
  readonly kind: 'job';
  /** Given back with its results. */
  readonly id: number;
  readonly paths: Uint8Array<ArrayBuffer>;
  readonly pathLengths: readonly number[];
  /** Files of so many bytes, or more, are to be given back; absent: none. */
  readonly largeFrom?: number;
  /** Of a job of one file: what other threads were asked to compute of it. */
  readonly help?: { readonly share: FileShare; readonly algorithms: readonly Algorithm[] };
}

/** To a worker: a part of the work on a file that another one reads. */
interface HelpOrder {
  readonly kind: 'help';
  readonly request: HelpRequest;
}

export type ToWorker = HashJob | HelpOrder;

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

/** From a worker, once: a file was read through the system's cache although it was not to be. */
interface ReadThroughCache {
  readonly kind: 'cached';
}

export type FromWorker = HashJobDone | HashProgress | ReadThroughCache;
