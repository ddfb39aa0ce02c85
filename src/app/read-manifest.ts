import { basename } from 'node:path';
import type { Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { streamInput } from '../files/read-file.ts';
import type { HashSetBatch, HashSetFormat } from '../hashsets/contract.ts';
import { readHashSet } from '../hashsets/hash-set-source.ts';
import { getFormat, headSizeBytes, recogniseFormat } from '../hashsets/lookup.ts';
import { manifestEntryOfRecord, type ReadManifestEntry } from '../hashsets/manifest.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { passing } from './write-hash-file.ts';

export interface OpenHashSet {
  readonly format: HashSetFormat;
  /** Why this format; undefined where it was named. */
  readonly reason: string | undefined;
  readonly batches: AsyncIterable<HashSetBatch>;
}

export interface OpenHashSetOptions {
  /** Id of a format; default: recognised by content. */
  readonly format: string | undefined;
  /** What a value of 64 characters without a label is; default: SHA-256. */
  readonly algorithm?: Algorithm | undefined;
  /** What columns hold, and what every record says besides; where columns are named the default is `csv`. */
  readonly mapping?: ColumnMapping;
  readonly signal: AbortSignal;
  /** Sees every byte of the file, in order. */
  readonly onChunk?: (chunk: Uint8Array) => void;
}

/** Finds the format; the file is read when the batches are. Throws INPUT_…, FORMAT_…. */
export async function openHashSet(path: string, options: OpenHashSetOptions): Promise<OpenHashSet> {
  const { signal, onChunk } = options;
  const name = basename(path);
  const head = await readHead(path);
  const { columns, fixed } = options.mapping ?? {};
  const id = options.format ?? (columns === undefined ? undefined : 'csv');
  const named = id === undefined ? undefined : getFormat(id);
  const recognised = named === undefined ? recogniseFormat(head, { name }) : undefined;
  const format = named ?? recognised?.format;
  if (format?.read === undefined) {
    throw new CriskitError('FORMAT_CANNOT', `The format ${format?.id ?? ''} can only be written.`);
  }
  const source = streamInput(path, { signal });
  const bytes = onChunk === undefined ? source : passing(source, onChunk);
  const readOptions = {
    name,
    signal,
    ...(options.algorithm === undefined ? {} : { algorithm: options.algorithm }),
    ...(columns === undefined ? {} : { columns }),
    ...(fixed === undefined ? {} : { fixed }),
  };
  return { format, reason: recognised?.reason, batches: readHashSet(format, { bytes }, readOptions) };
}

async function readHead(path: string): Promise<Uint8Array> {
  for await (const chunk of streamInput(path)) return chunk.subarray(0, headSizeBytes);
  return new Uint8Array();
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
