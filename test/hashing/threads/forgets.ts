/** A hashing thread that returns fewer files than it was given. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () =>
  parentPort?.postMessage({ kind: 'done', id: 1, results: { numbers: new Float64Array() } }, []),
);
