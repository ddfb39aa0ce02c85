import type { Issue } from '../core/issue.ts';
import { streamInput } from '../files/read-file.ts';
import type { HashSetBatch, HashSetFormat } from '../hashsets/contract.ts';
import { getFormat, headSizeBytes, recogniseFormat } from '../hashsets/lookup.ts';
import { manifestEntryOfRecord, type ReadManifestEntry } from '../hashsets/manifest.ts';
import { CriskitError } from '../core/errors.ts';
import { basename } from 'node:path';

export interface OpenHashSet {
  readonly format: HashSetFormat;
  /** Why this format; undefined where it was named. */
  readonly reason: string | undefined;
  readonly batches: AsyncIterable<HashSetBatch>;
}

export interface OpenHashSetOptions {
  /** Id of a format; default: recognised by content. */
  readonly format: string | undefined;
  readonly signal: AbortSignal;
  /** Sees every byte of the file, in order. */
  readonly onChunk?: (chunk: Uint8Array) => void;
}

/** Opens a hash-set file for reading once. Throws INPUT_…, FORMAT_…. */
export async function openHashSet(path: string, options: OpenHashSetOptions): Promise<OpenHashSet> {
  const { signal } = options;
  const name = basename(path);
  const source = streamInput(path, { signal });
  const first = await source.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  const named = options.format === undefined ? undefined : getFormat(options.format);
  const recognised = named === undefined ? recogniseFormat(head.subarray(0, headSizeBytes), { name }) : undefined;
  const format = named ?? recognised?.format;
  if (format?.read === undefined) {
    await source.return();
    throw new CriskitError('FORMAT_CANNOT', `The format ${format?.id ?? ''} can only be written.`);
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    options.onChunk?.(head);
    yield head;
    for await (const chunk of source) {
      options.onChunk?.(chunk);
      yield chunk;
    }
  }
  return { format, reason: recognised?.reason, batches: format.read(bytes(), { name, signal }) };
}

export interface ReadManifest {
  readonly format: string;
  readonly entries: readonly ReadManifestEntry[];
  readonly issues: readonly Issue[];
}

/** A manifest: lines without a name of a file are issues. Throws INPUT_…, FORMAT_…, NO_RECORDS. */
export async function readManifest(path: string, options: OpenHashSetOptions): Promise<ReadManifest> {
  const { format, batches } = await openHashSet(path, options);
  const entries: ReadManifestEntry[] = [];
  const issues: Issue[] = [];
  for await (const batch of batches) {
    issues.push(...batch.issues);
    for (const record of batch.records) {
      const entry = manifestEntryOfRecord(record);
      if (entry !== undefined) entries.push(entry);
      else issues.push({ code: 'no-name', message: 'The line names no file.', place: record.place });
    }
  }
  if (entries.length === 0) {
    throw new CriskitError('NO_RECORDS', `${path} names no file, so it is no manifest.`, {
      path,
      hint: 'A manifest holds digests with the names of files: as md5sum, hashdeep or criskit hash write them.',
    });
  }
  return { format: format.id, entries, issues };
}
