import { parentPort } from 'node:worker_threads';

/** Opens a hash set and is then busy for ever. */
parentPort?.postMessage({ kind: 'opened', format: 'plain', reason: undefined, wrappings: [] }, []);
for (;;);
