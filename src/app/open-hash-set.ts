import { createHash } from 'node:crypto';
import type { Algorithm, Digest } from '../core/digest.ts';
import type { HashSetBatch, HashSetFormat } from '../hashsets/contract.ts';
import { type HashSetReader, readHashSet } from '../hashsets/hash-set-source.ts';
import { getFormat, rankFormats, recogniseFormat } from '../hashsets/lookup.ts';
import type { DocumentPart } from '../store/contract.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { type HashSetInput, nameOfInput } from './hash-set-input.ts';
import { readUnwrapped } from './read-unwrapped.ts';
import { TemporaryFiles } from './temporary-files.ts';
import { type UnwrappedHashSet, unwrapHashSet, type Wrapping } from './unwrap-hash-set.ts';

export interface OpenHashSetOptions {
  /** Id of a format; default: recognised by content. */
  readonly format: string | undefined;
  /** The file to read in a zip archive; default: the only hash set in it. */
  readonly entry?: string | undefined;
  /** What a value of 64 characters without a label is; default: SHA-256. */
  readonly algorithm?: Algorithm | undefined;
  /** What columns hold, and what every record says besides; where columns are named the default is `csv`. */
  readonly mapping?: ColumnMapping;
  readonly signal: AbortSignal;
  /** Told of every byte of the file as it was given, packed or not. */
  readonly onChunk?: (chunk: Uint8Array) => void;
  /** True where `document` will be asked; then a database is read once more than it need be. */
  readonly identified?: true;
  /** Where temporary files are put, by its path; whoever made it removes it. Default: a private folder, made where it is needed. */
  readonly temporaryFolder?: string | undefined;
}

/** `B`: how the batches hold their records. */
export interface OpenHashSet<B = HashSetBatch> {
  readonly format: HashSetFormat;
  /** Why this format; undefined where it was named. */
  readonly reason: string | undefined;
  /** The format of lists of known files that the file is, whatever it is read as; undefined where it is none. */
  readonly knownFiles: HashSetFormat | undefined;
  /** What it was packed in, from the outermost to the innermost. */
  readonly wrappings: readonly Wrapping[];
  /** Reads the file; once. */
  readonly batches: AsyncIterable<B>;
  /** What was read, where `identified` and once the batches have come to their end. */
  document(): ReadDocument;
  /** Closes what is open, and removes temporary files. */
  close(): Promise<void>;
}

/** A hash set as it was given, packed or not, and what was read of it where it was packed. */
export interface ReadDocument {
  readonly name: string;
  readonly sha256: Digest<'sha256'>;
  readonly sizeBytes: number;
  readonly part: DocumentPart | null;
}

/**
 * Opens a hash set in any wrapping and finds its format; to be closed in any case. Throws `INPUT_…`, `FORMAT_…`, `NOT_FOUND`,
 * `OUTPUT_FAILED`; so do the batches.
 */
export async function openHashSet(input: HashSetInput, options: OpenHashSetOptions): Promise<OpenHashSet> {
  return openHashSetAs(input, options, readHashSet);
}

/** The same, with records as `read` gives them. */
export async function openHashSetAs<B>(
  input: HashSetInput,
  options: OpenHashSetOptions,
  read: HashSetReader<B>,
): Promise<OpenHashSet<B>> {
  const { signal, onChunk, algorithm, mapping = {} } = options;
  const id = options.format ?? (mapping.columns === undefined ? undefined : 'csv');
  const named = id === undefined ? undefined : getFormat(id);
  const [given, content] = [new RunningDigest(), new RunningDigest()];
  const files = new TemporaryFiles(options.temporaryFolder);
  const see = (chunk: Uint8Array) => {
    if (options.identified === true) given.add(chunk);
    onChunk?.(chunk);
  };
  let unwrapped: UnwrappedHashSet | undefined;
  const close = async () => {
    await unwrapped?.bytes.close();
    await files.close();
  };
  try {
    unwrapped = await unwrapHashSet(input, { format: named, entry: options.entry, signal, onChunk: see, files });
    const { wrappings } = unwrapped;
    const isPacked = wrappings.length > 0;
    const { format, reason } =
      named === undefined ? recogniseFormat(unwrapped.head, unwrapped) : { format: named, reason: undefined };
    return {
      format,
      reason,
      knownFiles: knownFilesIn(format, unwrapped.head),
      wrappings,
      batches: readUnwrapped(format, unwrapped, {
        read,
        files,
        signal,
        reading: { ...mapping, ...(algorithm === undefined ? {} : { algorithm }) },
        wholly: options.identified === true,
        onChunk: isPacked && options.identified === true ? (chunk) => content.add(chunk) : undefined,
      }),
      document: () => ({
        name: nameOfInput(input),
        ...given.sums(),
        part: isPacked ? { path: wrappings.map(({ name }) => name), sha256: content.sums().sha256 } : null,
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** NIST's CAID list is VICS as well: naming that format does not make its files anything else. */
function knownFilesIn(format: HashSetFormat, head: Uint8Array): HashSetFormat | undefined {
  if (format.listsKnownFiles === true) return format;
  const [best] = rankFormats(head);
  return best?.format.listsKnownFiles === true ? best.format : undefined;
}

/** SHA-256 and length of bytes that go by. */
class RunningDigest {
  readonly #hash = createHash('sha256');
  #sizeBytes = 0;

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.length;
  }

  /** So far. */
  sums(): { readonly sha256: Digest<'sha256'>; readonly sizeBytes: number } {
    return { sha256: this.#hash.copy().digest('hex') as Digest<'sha256'>, sizeBytes: this.#sizeBytes };
  }
}
