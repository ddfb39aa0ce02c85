import type * as fc from 'fast-check';

/** Something that is fed with hostile input: one container, or one layout. */
export interface FuzzTarget {
  /** Such as `container:workbook` or `layout:status-column`. */
  readonly id: string;
  /** What it is fed with. A layout's document is JSON text (`documents.ts`). */
  readonly inputs: fc.Arbitrary<Uint8Array>;
  /** How many seeds are of its own kind. */
  readonly ownSeeds: number;
  /** Feeds it. Returns `read`, `not recognised`, or the code of the error that refused the input; throws where a promise of the contract is broken. */
  feed(bytes: Uint8Array): Promise<string>;
}

/** A file of the repository that inputs are made of. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
}
