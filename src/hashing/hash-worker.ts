/** Entry of the threads of hash-files.ts. Imports as little as it can: each thread loads all of it. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { hashFileSync } from './hash-file.ts';
import type { FromWorker, HashJob, WorkerSettings } from './hash-worker-messages.ts';
import { createLaneScheduler, type LaneScheduler, type LaneTask } from './lanes/lane-scheduler.ts';
import { type FileHash, headSizeBytes } from './open-file.ts';

const { algorithms } = workerData as WorkerSettings;

/** Read at a time from each of eight files; 64 KiB measured 5 % slower, 256 KiB the same. */
const pieceSizeBytes = 128 * 1024;

/** The same for one file at a time; 64 KiB and 1 MiB measured 2 to 5 % slower. */
const bufferSizeBytes = 256 * 1024;

/** Some fifteen messages a second from each thread at 500 MB/s. */
const progressStepBytes = 32 * 1024 * 1024;

let unreportedBytes = 0;

function countBytes(bytes: number): void {
  unreportedBytes += bytes;
  if (unreportedBytes >= progressStepBytes) reportProgress();
}

function reportProgress(): void {
  send({ kind: 'progress', bytes: unreportedBytes }, []);
  unreportedBytes = 0;
}

function send(message: FromWorker, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}

/** The files of a job as tasks; when the last one is done, in whatever order, the job is returned. */
function tasksOf({ id, paths, pathLengths }: HashJob): LaneTask[] {
  // One piece of memory for the heads of all files: handing over many small ones took 3 % of the time.
  const heads = new Uint8Array(pathLengths.length * headSizeBytes);
  const files: FileHash[] = [];
  let missing = pathLengths.length;
  let start = 0;
  return pathLengths.map((length, index) => ({
    path: paths.subarray(start, (start += length)),
    head: heads.subarray(index * headSizeBytes),
    onDone: (result) => {
      files[index] = result;
      missing -= 1;
      if (missing > 0) return;
      if (unreportedBytes > 0) reportProgress();
      send({ kind: 'done', id, files }, [heads.buffer]);
    },
  }));
}

function hashInLanes(scheduler: LaneScheduler, job: HashJob): void {
  scheduler.add(tasksOf(job));
  while (!scheduler.isIdle) {
    // Jobs that came meanwhile join in, so that the lanes do not run empty between two jobs.
    const next = scheduler.wantsMore ? receiveMessageOnPort(parentPort as NonNullable<typeof parentPort>) : undefined;
    if (next === undefined) scheduler.round();
    else scheduler.add(tasksOf(next.message as HashJob));
  }
}

const scheduler = createLaneScheduler({ algorithms, onBytes: countBytes, pieceSizeBytes });

if (scheduler !== undefined) {
  parentPort?.on('message', (job: HashJob) => hashInLanes(scheduler, job));
} else {
  const buffer = new Uint8Array(bufferSizeBytes);
  parentPort?.on('message', (job: HashJob) => {
    for (const { path, head, onDone } of tasksOf(job))
      onDone(hashFileSync(path, algorithms, { buffer, head }, countBytes));
  });
}
