import type { Algorithm, Digests } from '../../core/digest.ts';
import type { FedLanes } from '../lanes/create-lanes.ts';
import type { hashFiles } from '../hash-files.ts';
import type { createHasherSet } from '../lookup.ts';
import type { TestContent } from './test-contents.ts';

/** The parts of criskit that compute digests, as values: tests put wrong ones in their place, which must be found. */
export interface HashingUnderTest {
  readonly createHasherSet: typeof createHasherSet;
  /** Undefined where the machine has no SIMD for them. */
  readonly makeLanes: (pieceSizeBytes: number) => FedLanes | undefined;
  readonly hashFiles: typeof hashFiles;
}

/** One way to digests, and the contents on which it is tried. */
export interface DigestPath {
  /** A line of the statement; paths that differ in `detail` only share it. */
  readonly title: string;
  readonly detail?: string;
  readonly algorithms: readonly Algorithm[];
  readonly contents: readonly TestContent[];
  /** Of each of these contents, in their order: the digests, or why there are none. What it throws concerns all of them. */
  readonly compute: (contents: readonly TestContent[]) => Promise<readonly (Digests | Error)[]>;
}
