import { openForRandomAccess } from '../files/random-access.ts';
import { passing } from '../files/pieces.ts';
import type { HashSetFormat, ReadOptions } from '../hashsets/contract.ts';
import { type HashSetReader, isDatabase } from '../hashsets/hash-set-source.ts';
import type { TemporaryFiles } from './temporary-files.ts';
import type { UnwrappedHashSet } from './unwrap-hash-set.ts';

interface ReadUnwrappedOptions<B> {
  readonly read: HashSetReader<B>;
  readonly signal: AbortSignal;
  readonly files: TemporaryFiles;
  /** What was said of the file from outside. */
  readonly reading: Pick<ReadOptions, 'algorithm' | 'columns' | 'fixed'>;
  /** True where every byte is to be read, also of a file that is a database. */
  readonly wholly: boolean;
  /** Sees every byte of the content, in order. */
  readonly onChunk: ((chunk: Uint8Array) => void) | undefined;
}

/** The records of an unwrapped hash set. A database that is no file of its own becomes a temporary one. */
export async function* readUnwrapped<B>(
  format: HashSetFormat,
  unwrapped: UnwrappedHashSet,
  options: ReadUnwrappedOptions<B>,
): AsyncGenerator<B> {
  const { name, head, bytes, companion } = unwrapped;
  const readOptions: ReadOptions = {
    ...options.reading,
    name,
    signal: options.signal,
    ...(companion === undefined ? {} : { companion }),
  };
  const content = options.onChunk === undefined ? bytes.rest() : passing(bytes.rest(), options.onChunk);
  if (!isDatabase(head)) {
    yield* options.read(format, { bytes: content }, readOptions);
    return;
  }
  const path = unwrapped.path ?? (await options.files.write(content, options.signal));
  if (unwrapped.path !== undefined) await (options.wholly ? drain(content) : bytes.close());
  const file = await openForRandomAccess(path);
  try {
    yield* options.read(format, { path }, readOptions);
    await file.assertUnchanged();
  } finally {
    await file.close();
  }
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}
