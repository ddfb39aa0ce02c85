/** A hashing thread that waits for a slow disk and never returns anything. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSettings } from '../../../src/hashing/hash-worker-messages.ts';

const { waiting, place } = workerData as WorkerSettings;

parentPort?.on('message', () => Atomics.store(waiting, place, 1));
