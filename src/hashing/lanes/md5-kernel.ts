import { readFileSync } from 'node:fs';
import { CriskitError } from '../../core/errors.ts';

/** Files whose MD5 one kernel computes at the same time. */
export const laneCount = 8;

/** assembly/md5-lanes.ts, compiled: its functions, and where in `memory` its data stands. */
export interface Md5Kernel {
  readonly memory: WebAssembly.Memory;
  /** Eight times a, b, c, d, then the addresses of the next blocks of the eight lanes. */
  readonly lanes: Uint32Array<SharedArrayBuffer>;
  /** The memory from here on is the caller's. */
  readonly freeMemory: number;
  /** Feeds that many blocks to the first four lanes. */
  readonly compress4: (blocks: number) => void;
  /** Feeds that many blocks to all lanes. */
  readonly compress8: (blocks: number) => void;
}

const pageSizeBytes = 65_536;

const moduleUrl = new URL('./md5-lanes.wasm', import.meta.url);

/**
 * Memory for one kernel, of which at least `sizeBytes` are the caller's; other threads can be given it. Undefined where this
 * machine has no WebAssembly with SIMD, or not so much memory.
 */
export function createKernelMemory(sizeBytes: number): WebAssembly.Memory | undefined {
  return hasLanes() ? createPageMemory(pageSizeBytes + sizeBytes) : undefined;
}

/** Memory that begins on a page of the system. Undefined where this machine has no WebAssembly, or not so much memory. */
export function createPageMemory(sizeBytes: number): WebAssembly.Memory | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const pages = Math.ceil(sizeBytes / pageSizeBytes);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether this machine can run the kernel. */
export function hasLanes(): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(readFileSync(moduleUrl));
}

/** One kernel to a memory: it keeps its state there. */
export function loadMd5Kernel(memory: WebAssembly.Memory): Md5Kernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(moduleUrl)), { env: { memory } });
  return {
    memory,
    lanes: new Uint32Array(memory.buffer, readAddress(exports['lanes']), laneCount * 5),
    freeMemory: readAddress(exports['freeMemory']),
    compress4: readFunction(exports['compress4']),
    compress8: readFunction(exports['compress8']),
  };
}

function readAddress(exported: unknown): number {
  if (exported instanceof WebAssembly.Global && typeof exported.value === 'number') return exported.value;
  throw new CriskitError('INTERNAL', 'The MD5 kernel lacks an address.');
}

function readFunction(exported: unknown): (blocks: number) => void {
  if (typeof exported === 'function') return exported as (blocks: number) => void;
  throw new CriskitError('INTERNAL', 'The MD5 kernel lacks a function.');
}
