/** One line of what `npm run bench` prints: our figure, the peer's on the same data in the same run, and their ratio. */
export interface BenchRow {
  readonly name: string;
  /** With its unit, such as `1.31 s`. */
  readonly ours: string;
  readonly peer?: string;
  /** How many times better we are; above 1 is in our favour. */
  readonly ratio?: number;
  /** Instead of a ratio, where the peer is a limit that nobody can go below: how many times as long ours takes. */
  readonly timesLimit?: number;
  /** What the issue asks of the ratio or of the times, such as `at least 4`. */
  readonly goal?: string;
  readonly note?: string;
}
