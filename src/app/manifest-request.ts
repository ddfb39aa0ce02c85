import type { Algorithm } from '../core/digest.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import type { Clock } from './clock.ts';
import type { HashedMedia } from './hash-media.ts';
import type { Progress } from './progress.ts';
import type { ReadingChoices } from './reading-choices.ts';
import type { JournalUse } from './take-up-hash-journal.ts';

export interface HashManifestRequest {
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  /** Default: by the number of algorithms. */
  readonly format: string | undefined;
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  /** Whether the media kind is wanted even where the format does not show it. */
  readonly kinds: boolean;
  /** Undefined: the document is given back. */
  readonly output: ManifestOutput | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly onWarning: (message: string) => void;
}

/** While files are hashed, a journal stands beside it, with the ending `.journal`. */
export interface ManifestOutput {
  /** Absolute. */
  readonly path: string;
  readonly replace: boolean;
  readonly journalUse: JournalUse;
}

export interface HashManifestResult extends HashedMedia {
  readonly format: string;
  /** Where no output was named. */
  readonly document: readonly Uint8Array[];
  /** Of the file, where one was named. */
  readonly sha256: string | null;
  /** What of names and digests the format could not hold, with the number of files. */
  readonly notCarried: readonly NotCarried[];
}
