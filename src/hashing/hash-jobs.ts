import type { HashRequest } from './contract.ts';

/** Files that one message hands to one worker. */
export interface PlannedJob {
  readonly requests: readonly HashRequest[];
  /** Estimate of the work: at least the bytes that the files are known to hold. */
  readonly weight: number;
  /** Whether it is a single large file with which other threads help. */
  readonly isShared: boolean;
}

/** A worker that has this much to do gets nothing further, so that no file waits behind a large one. */
export const fullWeight = 8 * 1024 * 1024;

export const maximumFilesPerJob = 64;

/** A file of this size is shared among threads: fewer bytes are hashed in less time than threads need to agree. */
export const largeFileBytes = 16 * 1024 * 1024;

/** Opening and closing a file takes as long as hashing about so many bytes. */
const fileWeight = 16 * 1024;

/**
 * Splits requests into jobs: small files together, so that they do not drown in messages; large ones apart. A file of
 * unknown size is taken for one of `usualBytes`. Largest first, so that the small ones even out what the threads have left to do at the end.
 */
export function planJobs(
  requests: readonly HashRequest[],
  { usualBytes, sharesLargeFiles }: { readonly usualBytes: number; readonly sharesLargeFiles: boolean },
): PlannedJob[] {
  const weigh = (request: HashRequest) => fileWeight + (request.sizeBytes ?? usualBytes);
  const largestFirst = [...requests].sort((a, b) => weigh(b) - weigh(a));
  const jobs: PlannedJob[] = [];
  let open: HashRequest[] = [];
  let weight = 0;
  const close = () => {
    const [first] = open;
    const isShared = sharesLargeFiles && open.length === 1 && (first?.sizeBytes ?? 0) >= largeFileBytes;
    if (open.length > 0) jobs.push({ requests: open, weight, isShared });
    open = [];
    weight = 0;
  };
  for (const request of largestFirst) {
    if (weight + weigh(request) > fullWeight / 2 || open.length === maximumFilesPerJob) close();
    open.push(request);
    weight += weigh(request);
  }
  close();
  return jobs;
}
