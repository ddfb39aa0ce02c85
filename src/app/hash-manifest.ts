import type { Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { type RecordSource, withRecordCount } from '../hashsets/record-count.ts';
import { writeHashSet } from '../hashsets/write-hash-set.ts';
import { type HashedMedia, hashMedia } from './hash-media.ts';
import { defaultManifestFormat, entriesInOrder, manifestOptions, manifestRecords } from './manifest-files.ts';
import type { Progress } from './progress.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface HashManifestRequest {
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  /** Default: by the number of algorithms. */
  readonly format: string | undefined;
  readonly threads: number | undefined;
  readonly followLinks: boolean;
  /** Whether the media kind is wanted even where the format does not show it. */
  readonly kinds: boolean;
  /** Absolute; undefined: the document is given back. */
  readonly output: { readonly path: string; readonly replace: boolean } | undefined;
  readonly signal: AbortSignal;
  readonly progress: Progress;
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

/** Hashes what is below the paths and puts it in the words of a hash-set format. Throws FORMAT_…, OUTPUT_…. */
export async function hashManifest(request: HashManifestRequest): Promise<HashManifestResult> {
  const { algorithms, output, signal } = request;
  const format = request.format === undefined ? defaultManifestFormat(algorithms) : getFormat(request.format);
  const chosen = manifestOptions(format, algorithms);
  checkCarries(format, algorithms);
  const hashed = await hashMedia({ ...request, kinds: request.kinds || format.carries.includes('kind') });
  const records = () => manifestRecords(entriesInOrder(format, hashed.entries, chosen));
  const options = await withRecordCount(format, records, chosen);
  if (output === undefined) {
    const { document, notCarried } = await documentOf(format, records, options);
    return { ...hashed, format: format.id, document, sha256: null, notCarried: losses(notCarried) };
  }
  const written = await writeHashFile(format, records, options, { ...output, signal });
  const { sha256, notCarried } = written;
  return { ...hashed, format: format.id, document: [], sha256, notCarried: losses(notCarried) };
}

/** A manifest that silently holds fewer digests than were asked for would be worse than none. */
function checkCarries(format: HashSetFormat, algorithms: readonly Algorithm[]): void {
  if (format.write === undefined) throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} can only be read.`);
  const able = algorithms.filter((algorithm) => format.algorithms.includes(algorithm));
  if (able.length === algorithms.length && (format.oneAlgorithm !== true || algorithms.length === 1)) return;
  const holds = format.oneAlgorithm === true ? 'one algorithm per file, of ' : '';
  throw new CriskitError('FORMAT_CANNOT', `The format ${format.id} cannot hold ${algorithms.join(', ')}.`, {
    hint: `It holds ${holds}${format.algorithms.join(', ')}: choose with --algorithms, or another --format.`,
  });
}

async function documentOf(format: HashSetFormat, records: RecordSource, options: WriteOptions) {
  const writing = writeHashSet(format, records(), options);
  const document: Uint8Array[] = [];
  for await (const chunk of writing.bytes) document.push(chunk);
  return { document, notCarried: writing.summary().notCarried };
}

/** The media kind and the size are extras of a manifest; a name, a digest or a whole file is not. */
function losses(notCarried: readonly NotCarried[]): readonly NotCarried[] {
  return notCarried.filter(({ what }) => what !== 'kind' && what !== 'sizeBytes');
}
