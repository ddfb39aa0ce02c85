import type { Place } from './place.ts';

/** Something that could not be read, with its place. Work goes on; nothing is guessed. */
export interface Issue {
  /** A stable word for programs, such as `digest-length` or `unknown-outcome`. */
  readonly code: string;
  /** One sentence for people: what is wrong, and what to do where that is known. */
  readonly message: string;
  readonly place: Place;
  /** The file, for issues about a file among many. */
  readonly path?: string;
}
