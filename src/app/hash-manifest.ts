import type { Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { findTarget } from '../files/write-atomic.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { type RecordSource, withRecordCount } from '../hashsets/record-count.ts';
import { writeHashSet } from '../hashsets/write-hash-set.ts';
import type { Clock } from './clock.ts';
import { type HashJournal, withHashJournal } from './hash-journal.ts';
import { type HashedMedia, hashMedia } from './hash-media.ts';
import { defaultManifestFormat, entriesInOrder, manifestOptions, manifestRecords } from './manifest-files.ts';
import type { Progress } from './progress.ts';
import type { ReadingChoices } from './reading-choices.ts';
import type { JournalUse } from './take-up-hash-journal.ts';
import { writeHashFile } from './write-hash-file.ts';

export interface HashManifestRequest {
  readonly paths: readonly string[];
  readonly algorithms: readonly Algorithm[];
  /** Default: by the number of algorithms. */
  readonly format: string | undefined;
  readonly reading: ReadingChoices;
  readonly followLinks: boolean;
  /** Whether the media kind is wanted even where the format does not show it. */
  readonly kinds: boolean;
  /** Undefined: the document is given back. */
  readonly output: ManifestOutput | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly onWarning: (message: string) => void;
}

/** While files are hashed, a journal stands beside it, with the ending `.journal`. */
interface ManifestOutput {
  /** Absolute. */
  readonly path: string;
  readonly replace: boolean;
  readonly journalUse: JournalUse;
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

/** Hashes what is below the paths and puts it in the words of a hash-set format. Throws FORMAT_…, OUTPUT_…, JOURNAL_…. */
export async function hashManifest(request: HashManifestRequest): Promise<HashManifestResult> {
  const { algorithms, paths, followLinks, output, clock, signal, onWarning } = request;
  const format = request.format === undefined ? defaultManifestFormat(algorithms) : getFormat(request.format);
  checkCarries(format, algorithms);
  const wanted = { ...request, kinds: request.kinds || format.carries.includes('kind') };
  if (output === undefined) return manifestInMemory(format, wanted);
  const target = await findTarget(output.path, output.replace ? 'replace' : 'refuse');
  const settings = { paths, algorithms, followLinks, kinds: wanted.kinds };
  const journal = { path: `${target}.journal`, use: output.journalUse, settings, program: 'criskit hash' };
  return withHashJournal({ ...journal, clock, signal, onWarning }, (kept) =>
    writeManifest(format, wanted, output, kept),
  );
}

async function manifestInMemory(format: HashSetFormat, request: HashManifestRequest): Promise<HashManifestResult> {
  const hashed = await hashMedia(request);
  const { records, options } = await contentOf(format, hashed, request);
  const writing = writeHashSet(format, records(), options);
  const document: Uint8Array[] = [];
  for await (const chunk of writing.bytes) document.push(chunk);
  const { notCarried } = writing.summary();
  return { ...hashed, format: format.id, document, sha256: null, notCarried: losses(notCarried) };
}

async function writeManifest(
  format: HashSetFormat,
  request: HashManifestRequest,
  { path, replace }: ManifestOutput,
  journal: HashJournal,
): Promise<HashManifestResult> {
  const hashed = await hashMedia({ ...request, journal });
  const { records, options } = await contentOf(format, hashed, request);
  const { signal } = request;
  const { sha256, notCarried } = await writeHashFile(format, records, options, { path, replace, signal });
  journal.finish();
  return { ...hashed, format: format.id, document: [], sha256, notCarried: losses(notCarried) };
}

async function contentOf(
  format: HashSetFormat,
  { entries }: HashedMedia,
  { algorithms }: HashManifestRequest,
): Promise<{ readonly records: RecordSource; readonly options: WriteOptions }> {
  const chosen = manifestOptions(format, algorithms);
  const records = () => manifestRecords(entriesInOrder(format, entries, chosen));
  return { records, options: await withRecordCount(format, records, chosen) };
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

/** The media kind and the size are extras of a manifest; a name, a digest or a whole file is not. */
function losses(notCarried: readonly NotCarried[]): readonly NotCarried[] {
  return notCarried.filter(({ what }) => what !== 'kind' && what !== 'sizeBytes');
}
