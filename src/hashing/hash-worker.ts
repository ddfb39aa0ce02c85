/** Entry of the threads of hash-files.ts. Imports as little as it can: each thread loads all of it. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { hashFileSync } from './hash-file.ts';
import type { FromWorker, HashJob, WorkerSettings } from './hash-worker-messages.ts';
import { createLaneScheduler, type LaneScheduler, type LaneTask } from './lanes/lane-scheduler.ts';
import { ResultPacker } from './packed-results.ts';

const { wanted, lanes } = workerData as WorkerSettings;
const { algorithms } = wanted;

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
  const packer = new ResultPacker(wanted, pathLengths.length);
  let start = 0;
  return pathLengths.map((length, index) => ({
    path: paths.subarray(start, (start += length)),
    head: packer.headOf(index),
    onDone: (result) => {
      packer.set(index, result);
      if (!packer.isComplete) return;
      if (unreportedBytes > 0) reportProgress();
      const { results, transfer } = packer.pack();
      send({ kind: 'done', id, results }, transfer);
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

const scheduler = lanes ? createLaneScheduler({ algorithms, onBytes: countBytes, pieceSizeBytes }) : undefined;

if (scheduler !== undefined) {
  parentPort?.on('message', (job: HashJob) => hashInLanes(scheduler, job));
} else {
  const buffer = new Uint8Array(bufferSizeBytes);
  parentPort?.on('message', (job: HashJob) => {
    for (const { path, head, onDone } of tasksOf(job))
      onDone(hashFileSync(path, algorithms, { buffer, head }, countBytes));
  });
}
