import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** How long a thread has to end. */
const endsWithinMs = 2000;

let count = 0;

/**
 * The engine ends a thread between two steps of its program, so one that is within a single long step goes on. Nobody
 * waits for it; only the process as a whole can still be ended, by force.
 */
export async function endThread(worker: Worker): Promise<void> {
  const hasEnded = await Promise.race([
    worker.terminate().then(() => true),
    setTimeout(endsWithinMs, false, { ref: false }),
  ]);
  if (!hasEnded) count += 1;
}

/** A thread was told to end and goes on: the process will not end by itself before it does. */
export function hasStuckThread(): boolean {
  return count > 0;
}
