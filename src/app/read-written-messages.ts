import type { CarriedError } from '../core/carried-error.ts';
import type { WriteOptions } from '../hashsets/contract.ts';
import type { WrittenContent } from './read-written.ts';

/** What the thread is started with. */
export interface ReadWrittenSettings {
  /** Of the temporary file. */
  readonly path: string;
  /** For messages. */
  readonly name: string;
  /** The id. */
  readonly format: string;
  readonly options: WriteOptions;
}

export type ToReadWrittenThread =
  /** So many bytes are in the file; `isWhole`: and no more will come. */
  | { readonly kind: 'growth'; readonly sizeBytes: number; readonly isWhole: boolean }
  /** Nothing is wanted any more. */
  | { readonly kind: 'close' };

/** Either is the last one. */
export type FromReadWrittenThread =
  | { readonly kind: 'read'; readonly content: WrittenContent }
  | { readonly kind: 'failed'; readonly error: CarriedError };
