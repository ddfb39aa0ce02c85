import type { BenchRow } from './bench-row.ts';

export interface BenchSetting {
  /** An empty folder of this bench alone. */
  readonly folder: string;
  /** A tenth of the data or less, to see that everything runs. Figures of quick runs are not for quoting. */
  readonly isQuick: boolean;
  /** With what takes tens of gigabytes and minutes. */
  readonly isLarge: boolean;
  /** Removes a file or folder that is no longer needed, unless the data is to be kept. */
  discard(path: string): void;
}

/** One thing that is measured, with its peers on the same data. */
export interface Bench {
  readonly name: string;
  /** Where it takes long, row by row as they come. */
  run(setting: BenchSetting): Promise<readonly BenchRow[]> | AsyncIterable<BenchRow>;
}
