import type { Algorithm } from '../../core/digest.ts';
import type { ManifestEntry } from '../../core/media.ts';
import type { Actor } from './actor.ts';

export interface NewSubmission {
  readonly caseNumber: string;
  /** The folders and files as the examiner named them, for the record. */
  readonly sources: readonly string[];
  readonly algorithms: readonly Algorithm[];
}

export interface Submission extends NewSubmission {
  readonly submissionId: number;
  readonly preparedAtUtc: string;
  readonly preparedBy: string;
  /** Calendar date; null until the mailing is recorded. */
  readonly mailedOn: string | null;
  readonly files: number;
  readonly images: number;
  readonly videos: number;
  readonly sizeBytes: number;
}

export interface SubmissionStore {
  addSubmission(
    submission: NewSubmission,
    entries: AsyncIterable<readonly ManifestEntry[]>,
    actor: Actor,
  ): Promise<Submission>;
  /** By id; of one case, or of all. */
  listSubmissions(caseNumber?: string): Promise<readonly Submission[]>;
  findSubmission(submissionId: number): Promise<Submission | undefined>;
  /** In the order in which they were prepared. */
  manifestOf(submissionId: number): AsyncIterable<readonly ManifestEntry[]>;
}
