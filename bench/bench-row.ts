/** One line of what `npm run bench` prints: our figure, the peer's on the same data in the same run, and their ratio. */
export interface BenchRow {
  readonly name: string;
  /** With its unit, such as `1.31 s`. */
  readonly ours: string;
  readonly peer?: string;
  /** How many times better we are; above 1 is in our favour. */
  readonly ratio?: number;
  readonly note?: string;
}
