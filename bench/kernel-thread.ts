/** Entry of the threads of kernel-threads.ts: the kernels that `hash` uses, over bytes that are in memory already. */
import { randomFillSync } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { createLanes, singlePieces } from '../src/hashing/lanes/create-lanes.ts';
import { createHasherSet } from '../src/hashing/lookup.ts';
import type { KernelSettings } from './kernel-threads.ts';

/** What a thread of `hash` reads of each file at a time. */
const pieceSizeBytes = 128 * 1024;

/** Long enough for the compiler to have done with the module of the lanes. */
const warmUpBytes = 128 * 1024 * 1024;

const { algorithms, lanes } = workerData as KernelSettings;
const fed = createLanes(singlePieces(pieceSizeBytes));
if (fed === undefined) throw new Error('This machine has no WebAssembly with SIMD.');
const { md5Lanes: md5, pieces } = fed;
const hasLanes = lanes > 0 && algorithms.includes('md5');
const hashed = hasLanes ? algorithms.filter((algorithm) => algorithm !== 'md5') : algorithms;

/** Endless files, so that nothing is measured but what goes through the kernels. */
const files = Array.from({ length: hasLanes ? lanes : 1 }, (_, lane) => {
  if (hasLanes) md5.begin(lane);
  return {
    lane,
    piece: randomFillSync(pieces.ownPieceOf(lane)),
    hashers: hashed.length > 0 ? createHasherSet(hashed) : undefined,
  };
});

/** To the next whole piece of all files. */
function hash(bytes: number): void {
  for (let left = bytes; left > 0; left -= files.length * pieceSizeBytes) {
    for (const { lane, piece, hashers } of files) {
      hashers?.update(piece);
      if (hasLanes) md5.give(lane, 0, pieceSizeBytes);
    }
    md5.compress();
  }
}

hash(warmUpBytes);
parentPort?.on('message', (bytes: number) => {
  hash(bytes);
  parentPort?.postMessage('done', []);
});
parentPort?.postMessage('ready', []);
