/** How far a long task is. Tasks tell it; the command line draws it, and a page can as well. */
export interface Progress {
  /** Whether anybody sees it: totals that cost time need not be found out where nobody does. */
  readonly isShown: boolean;
  /** Begins a stretch of work, with its totals where they are known. */
  start(label: string, total?: ProgressTotal): void;
  /** The totals, where they become known only on the way. */
  expect(total: ProgressTotal): void;
  advance(by: { readonly bytes?: number; readonly items?: number }): void;
  end(): void;
}

export interface ProgressTotal {
  readonly bytes?: number;
  readonly items?: number;
  /** What is counted, in the plural; default `files`. */
  readonly unit?: string;
}
