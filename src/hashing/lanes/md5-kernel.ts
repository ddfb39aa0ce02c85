import { readFileSync } from 'node:fs';
import type { Algorithm } from '../../core/digest.ts';
import { CriskitError } from '../../core/errors.ts';

/** Files whose MD5 one kernel computes at the same time. */
export const laneCount = 8;

/** assembly/md5-lanes.ts, compiled: its functions, and where in `memory` its data stands. */
export interface Md5Kernel {
  readonly memory: WebAssembly.Memory;
  /** Eight times a, b, c, d, then the addresses of the next blocks of the eight lanes. */
  readonly lanes: Uint32Array<ArrayBuffer>;
  /** The memory from here on is the caller's. */
  readonly freeMemory: number;
  /** Feeds that many blocks to the first four lanes. */
  readonly compress4: (blocks: number) => void;
  /** Feeds that many blocks to all lanes. */
  readonly compress8: (blocks: number) => void;
}

const pageSizeBytes = 65_536;

const moduleUrl = new URL('./md5-lanes.wasm', import.meta.url);

/** How many files one thread hashes side by side: one where MD5 is not wanted or the machine has no SIMD for it. */
export function filesAtOnce(algorithms: readonly Algorithm[]): number {
  return algorithms.includes('md5') && hasSimd(readFileSync(moduleUrl)) ? laneCount : 1;
}

/** Undefined where this machine has no WebAssembly with SIMD. At least `sizeBytes` of its memory are the caller's. */
export function loadMd5Kernel(sizeBytes: number): Md5Kernel | undefined {
  const bytes = readFileSync(moduleUrl);
  if (!hasSimd(bytes)) return undefined;
  const pages = 1 + Math.ceil(sizeBytes / pageSizeBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return {
    memory,
    lanes: new Uint32Array(memory.buffer, readAddress(exports['lanes']), laneCount * 5),
    freeMemory: readAddress(exports['freeMemory']),
    compress4: readFunction(exports['compress4']),
    compress8: readFunction(exports['compress8']),
  };
}

function hasSimd(bytes: Uint8Array): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(bytes);
}

function readAddress(exported: unknown): number {
  if (exported instanceof WebAssembly.Global && typeof exported.value === 'number') return exported.value;
  throw new CriskitError('INTERNAL', 'The MD5 kernel lacks an address.');
}

function readFunction(exported: unknown): (blocks: number) => void {
  if (typeof exported === 'function') return exported as (blocks: number) => void;
  throw new CriskitError('INTERNAL', 'The MD5 kernel lacks a function.');
}
