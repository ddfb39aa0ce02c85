import { parentPort } from 'node:worker_threads';

/** Opens a hash set and fails before it has read it. */
parentPort?.postMessage({ kind: 'opened', format: 'plain', reason: undefined, wrappings: [] }, []);
throw new Error('out of luck');
