import type * as fc from 'fast-check';

/** Something that is fed with hostile input: one container, or one layout. */
export interface FuzzTarget {
  /** Such as `container:workbook` or `layout:status-column`. */
  readonly id: string;
  /** What it is fed with. A layout's document is JSON text (`documents.ts`). */
  readonly inputs: fc.Arbitrary<Uint8Array>;
  /** How many seeds and grammars are of its own kind; without any it is hardly tested. */
  readonly ownSources: number;
  /** Takes the way that a file goes in criskit; timed. Returns `read`, `not recognised`, or the code of the error that refused it. */
  feed(bytes: Uint8Array): Promise<string>;
  /** Looks at everything that the contract promises, part by part; not timed. Throws where a promise is broken, as `feed` does. */
  examine(bytes: Uint8Array): Promise<void>;
}

/** A file of the repository that inputs are made of. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}
