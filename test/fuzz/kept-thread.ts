/** Entry of a thread that reads one document after another, each with the module that would have been started for it. */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { parentPort } from 'node:worker_threads';
import { type KeptTask, taskDone } from './kept-worker.ts';

const threads = createRequire(import.meta.url)('node:worker_threads') as { workerData: unknown };
let count = 0;

parentPort?.on('message', ({ module, data }: KeptTask) => {
  threads.workerData = data;
  syncBuiltinESMExports();
  // A module runs once for each address.
  void import(`${module}?${(count += 1)}`).then(() => parentPort?.postMessage(taskDone, []));
});
