import type { HashFilesOptions } from '../hashing/contract.ts';

/** How media are read and hashed; the digests are the same whatever is chosen. Absent: as criskit.toml says, else as is usual. */
export interface ReadingChoices {
  readonly threads?: number | undefined;
  readonly bufferBytes?: number | undefined;
  /** Whether to read past the system's cache. */
  readonly pastCache?: boolean;
  /** Whether MD5 may be computed of several files at once. */
  readonly lanes?: boolean;
  /** Told how it is done. */
  readonly onRemark?: (remark: string) => void;
}

/** What was chosen, over what the lab has settled. */
export function readingIn(
  settled: { readonly threads: number | undefined; readonly bufferMib: number | undefined },
  chosen: ReadingChoices = {},
): ReadingChoices {
  const bufferBytes = settled.bufferMib === undefined ? undefined : settled.bufferMib * 1024 * 1024;
  return {
    ...chosen,
    threads: chosen.threads ?? settled.threads,
    bufferBytes: chosen.bufferBytes ?? bufferBytes,
  };
}

type ReadingOptions = Pick<HashFilesOptions, 'threads' | 'bufferBytes' | 'pastCache' | 'lanes' | 'onRemark'>;

export function readingOptionsOf({ threads, bufferBytes, ...others }: ReadingChoices): ReadingOptions {
  return {
    ...others,
    ...(threads === undefined ? {} : { threads }),
    ...(bufferBytes === undefined ? {} : { bufferBytes }),
  };
}
