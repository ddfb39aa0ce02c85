import type { CarriedError } from '../core/carried-error.ts';
import type { PackedBatch } from '../hashsets/contract.ts';
import type { OpenHashSetOptions, ReadDocument } from './open-hash-set.ts';
import type { Wrapping } from './unwrap-hash-set.ts';

/** What the thread is started with. */
export interface HashSetThreadSettings {
  readonly path: string;
  readonly options: Omit<OpenHashSetOptions, 'signal' | 'onChunk'>;
}

export type ToHashSetThread =
  /** A batch was used up; another one may be sent. */
  | { readonly kind: 'more' }
  /** Nothing is wanted any more. */
  | { readonly kind: 'close' };

/** `failed` and `end` are the last ones. */
export type FromHashSetThread =
  | {
      readonly kind: 'opened';
      /** The id. */
      readonly format: string;
      readonly reason: string | undefined;
      /** Id of a format. */
      readonly knownFiles: string | undefined;
      readonly wrappings: readonly Wrapping[];
    }
  /** Bytes read since the last message of this kind. */
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'batch'; readonly batch: PackedBatch }
  | { readonly kind: 'end'; readonly document: ReadDocument }
  | { readonly kind: 'failed'; readonly error: CarriedError };
