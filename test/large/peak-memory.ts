import { existsSync, readFileSync } from 'node:fs';

/** True where the system tells the memory of another process. */
export const tellsMemory = existsSync('/proc/self/status');

/** Largest resident memory of a running process up to now, in bytes; undefined once it is gone. */
function readPeakBytes(pid: number | undefined): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}

/** Looks again and again; the function that is returned ends it and gives the largest figure seen. */
export function watchPeakBytes(pid: number | undefined): () => number {
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = readPeakBytes(pid) ?? peakBytes;
  }, 10);
  return () => {
    clearInterval(timer);
    return peakBytes;
  };
}
