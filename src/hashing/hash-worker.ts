/** Entry of the threads of hash-files.ts. Imports as little as it can: each thread loads all of it. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { FromWorker, HashJob, ToWorker, WorkerSettings } from './hash-worker-messages.ts';
import { LanePieces } from './lanes/lane-pieces.ts';
import { LaneScheduler, type LaneTask } from './lanes/lane-scheduler.ts';
import { loadMd5Kernel } from './lanes/md5-kernel.ts';
import { Md5Lanes } from './lanes/md5-lanes.ts';
import { ResultPacker } from './packed-results.ts';
import { ShareHelper } from './shares/share-helper.ts';
import { readSignal, sleepUnlessChanged, wakeSleepers } from './shares/thread-signal.ts';

const { wanted, memory, layout, pastCache, signal, waiting, place } = workerData as WorkerSettings;
const port = parentPort as NonNullable<typeof parentPort>;

/** Some fifteen messages a second from each thread at 500 MB/s. */
const progressStepBytes = 32 * 1024 * 1024;

/** A thread that has nothing to do looks again after this time, even if nobody woke it. */
const longestWaitMilliseconds = 1000;

let unreportedBytes = 0;
let saidCached = false;

function countBytes(bytes: number): void {
  unreportedBytes += bytes;
  if (unreportedBytes >= progressStepBytes) reportProgress();
}

function reportProgress(): void {
  send({ kind: 'progress', bytes: unreportedBytes }, []);
  unreportedBytes = 0;
}

function sayCached(): void {
  if (!saidCached) send({ kind: 'cached' }, []);
  saidCached = true;
}

function send(message: FromWorker, transfer: ArrayBuffer[]): void {
  port.postMessage(message, transfer);
}

function createScheduler(): LaneScheduler {
  const isKernelMemory = !(memory instanceof SharedArrayBuffer);
  const kernel = isKernelMemory ? loadMd5Kernel(memory) : undefined;
  const pieces = new LanePieces(isKernelMemory ? memory.buffer : memory, layout, kernel?.freeMemory ?? 0);
  return new LaneScheduler({
    algorithms: wanted.algorithms,
    pieces,
    laneCount: layout.laneCount,
    md5Lanes: kernel === undefined || layout.laneCount === 1 ? undefined : new Md5Lanes(kernel, pieces),
    pastCache,
    onBytes: countBytes,
    onCached: sayCached,
    onWait: (isWaiting) => void Atomics.store(waiting, place, isWaiting ? 1 : 0),
  });
}

const scheduler = createScheduler();
let helpers: ShareHelper[] = [];
/** Whether any file is, or was, shared: then others may wait for what is done here. */
let isWatched = false;

/** The files of a job as tasks; when the last one is done, in whatever order, the job is returned. */
function tasksOf({ id, paths, pathLengths, largeFrom, help }: HashJob): LaneTask[] {
  const packer = new ResultPacker(wanted, pathLengths.length);
  const returnIfComplete = () => {
    if (!packer.isComplete) return;
    if (unreportedBytes > 0) reportProgress();
    const { results, transfer } = packer.pack();
    send({ kind: 'done', id, results }, transfer);
  };
  let start = 0;
  return pathLengths.map((length, index) => ({
    path: paths.subarray(start, (start += length)),
    head: packer.headOf(index),
    ...(help === undefined ? {} : { help }),
    onDone: (result) => {
      packer.set(index, result);
      returnIfComplete();
    },
    largeFrom,
    onLarge: (sizeBytes) => {
      packer.giveBack(index, sizeBytes);
      returnIfComplete();
    },
  }));
}

function take(message: ToWorker): void {
  if (message.kind === 'help') {
    helpers.push(new ShareHelper(message.request));
    isWatched = true;
  } else {
    if (message.help !== undefined) isWatched = true;
    scheduler.add(tasksOf(message));
  }
}

/** Jobs that came meanwhile join in, so that the lanes do not run empty between two jobs. */
function takeWaiting(): void {
  for (;;) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) return;
    take(next.message as ToWorker);
  }
}

/** False where nothing could be done. */
function helpOthers(): boolean {
  let hasMoved = false;
  for (const helper of helpers) hasMoved = helper.step() || hasMoved;
  if (helpers.some(({ isDone }) => isDone)) helpers = helpers.filter(({ isDone }) => !isDone);
  return hasMoved;
}

function hasWork(): boolean {
  return !scheduler.isIdle || helpers.length > 0;
}

/** Until nothing is left to do. */
function work(): void {
  let lastSeen = readSignal(signal);
  while (hasWork()) {
    const seen = readSignal(signal);
    if (seen !== lastSeen || scheduler.wantsMore) takeWaiting();
    lastSeen = seen;
    const hasHelped = helpOthers();
    if (scheduler.round() || hasHelped) {
      if (isWatched) wakeSleepers(signal);
    } else if (hasWork()) {
      sleepUnlessChanged(signal, seen, longestWaitMilliseconds);
    }
  }
}

port.on('message', (message: ToWorker) => {
  take(message);
  work();
  Atomics.store(waiting, place, 0);
});
