import type { Algorithm, Digest, Digests } from '../core/digest.ts';
import type { RawPath } from '../core/raw-path.ts';

/** A running digest. Not reusable after `digest`. */
interface Hasher {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal text. */
  digest(): Digest;
}

/** One algorithm, in `algorithms/<id>.ts`. */
export interface HashAlgorithm {
  readonly id: Algorithm;
  /** The published document that defines it. */
  readonly definedBy: string;
  create(): Hasher;
  /** Of bytes that are all there, in lower-case hexadecimal text. */
  digestOf(bytes: Uint8Array): Digest;
}

/** A file to hash. */
export interface HashRequest {
  /** Position in the caller's list; given back with the result. */
  readonly index: number;
  /** Bytes, because names of files need not be UTF-8. */
  readonly path: Uint8Array | RawPath;
  /** What the walk saw; only for spreading the work evenly over the threads. */
  readonly sizeBytes?: number;
}

export type HashResult = HashedFile | UnhashedFile;

interface HashedFile {
  readonly kind: 'hashed';
  readonly index: number;
  readonly sizeBytes: number;
  readonly digests: Digests;
  /** Where asked for: the first bytes of the content (at most 4,100), from the same read; for telling the media kind. */
  readonly head?: Uint8Array;
  /** Where asked for. */
  readonly stamp?: FileStamp;
}

/**
 * What the system said of a file before and behind its reading. With the size: a file of which all of it is the same later
 * has not been written meanwhile, unless its times were set back and the clock with them.
 */
export interface FileStamp {
  /** Milliseconds since 1970, with their fraction as far as a number holds it (a quarter of a microsecond). */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
}

/** A file that has no digest, and why: it could not be read to the end, or it changed while it was read. */
export interface UnhashedFile {
  readonly kind: 'unhashed';
  readonly index: number;
  readonly code: 'unreadable' | 'changed-while-read' | 'not-a-file';
  readonly message: string;
}

export interface HashFilesOptions {
  readonly algorithms: readonly Algorithm[];
  /** Whether results have heads; default: no. */
  readonly heads?: boolean;
  /** Whether results have stamps; default: no. */
  readonly stamps?: boolean;
  /** Whether MD5 may be computed in lanes, of several files at once; default: yes. Without, OpenSSL computes it. */
  readonly lanes?: boolean;
  /** Worker threads; default: as many as the process may use cores. */
  readonly threads?: number;
  /** Memory to read into, over all threads; default: at most 256 MiB, and no more than is of use with a warm cache. */
  readonly bufferBytes?: number;
  /** Whether to read past the system's cache where that can be done; default: no. */
  readonly pastCache?: boolean;
  /** Told, once each, how hashing is done on this machine, and what it has to do without. */
  readonly onRemark?: (remark: string) => void;
  readonly signal?: AbortSignal;
  /** Called with the bytes read since the last call; for showing progress. */
  readonly onBytes?: (bytes: number) => void;
}
