import type { BenchRow } from './bench-row.ts';

export interface BenchSetting {
  /** An empty folder of this bench alone. */
  readonly folder: string;
  /** A tenth of the data or less, to see that everything runs. Figures of quick runs are not for quoting. */
  readonly isQuick: boolean;
}

/** One thing that is measured, with its peers on the same data. */
export interface Bench {
  readonly name: string;
  run(setting: BenchSetting): Promise<readonly BenchRow[]>;
}
