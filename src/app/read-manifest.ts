import { CriskitError } from '../core/errors.ts';
import type { Issue } from '../core/issue.ts';
import { manifestEntryOfRecord, type ReadManifestEntry } from '../hashsets/manifest.ts';
import { issuesOf } from './batch-issues.ts';
import { type HashSetInput, whereOfInput } from './hash-set-input.ts';
import { openHashSet, type OpenHashSetOptions } from './open-hash-set.ts';

export interface ReadManifest {
  readonly format: string;
  readonly entries: readonly ReadManifestEntry[];
  readonly issues: readonly Issue[];
}

/** A manifest: lines without a name of a file are issues. Throws INPUT_…, FORMAT_…, NO_RECORDS. */
export async function readManifest(input: HashSetInput, options: OpenHashSetOptions): Promise<ReadManifest> {
  const { format, batches, close } = await openHashSet(input, options);
  const entries: ReadManifestEntry[] = [];
  const issues: Issue[] = [];
  try {
    for await (const batch of batches) {
      issues.push(...issuesOf(batch));
      for (const record of batch.records) {
        const entry = manifestEntryOfRecord(record);
        if (entry !== undefined) entries.push(entry);
        else issues.push({ code: 'no-name', message: 'The line names no file.', place: record.place });
      }
    }
  } finally {
    await close();
  }
  if (entries.length === 0) {
    const path = whereOfInput(input);
    throw new CriskitError('NO_RECORDS', `${path} names no file, so it is no manifest.`, {
      path,
      hint: 'A manifest holds digests with the names of files: as md5sum, hashdeep or criskit hash write them.',
    });
  }
  return { format: format.id, entries, issues };
}
