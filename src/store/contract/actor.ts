/** Who does something, and when; kept with everything that is written. */
export interface Actor {
  readonly by: string;
  readonly atUtc: string;
}
