import type { Algorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { findTarget } from '../files/write-atomic.ts';
import type { HashSetFormat, WriteOptions } from '../hashsets/contract.ts';
import type { NotCarried } from '../hashsets/loss.ts';
import { getFormat } from '../hashsets/lookup.ts';
import { type RecordSource, withRecordCount } from '../hashsets/record-count.ts';
import { writeHashSet } from '../hashsets/write-hash-set.ts';
import { withHashJournal } from './hash-journal.ts';
import type { HashManifestRequest, HashManifestResult, ManifestOutput } from './manifest-request.ts';
import { type HashedMedia, hashMedia } from './hash-media.ts';
import { defaultManifestFormat, entriesInOrder, manifestOptions, manifestRecords } from './manifest-files.ts';
import { writeHashFile } from './write-hash-file.ts';

/** Hashes, and gives the document back. The same throws as `hashManifest`. */
export async function manifestInMemory(request: HashManifestRequest): Promise<HashManifestResult> {
  const format = formatOf(request);
  return documentOf(request, await hashMedia(withKinds(request, format)));
}

/** The document of what has been hashed. */
export async function documentOf(request: HashManifestRequest, hashed: HashedMedia): Promise<HashManifestResult> {
  const format = formatOf(request);
  const { records, options } = await contentOf(format, hashed, request);
  const writing = writeHashSet(format, records(), options, { isReadBack: false });
  const document: Uint8Array[] = [];
  for await (const chunk of writing.bytes) document.push(chunk);
  const { notCarried } = writing.summary();
  return { ...hashed, format: format.id, document, sha256: null, notCarried: losses(notCarried) };
}

/** Hashes and writes the file, with a journal beside it meanwhile. The same throws as `hashManifest`. */
export async function writeManifest(
  request: HashManifestRequest,
  { path, replace, journalUse }: ManifestOutput,
): Promise<HashManifestResult> {
  const { paths, algorithms, followLinks, clock, signal, onWarning } = request;
  const format = formatOf(request);
  const wanted = withKinds(request, format);
  const target = await findTarget(path, replace ? 'replace' : 'refuse');
  const settings = { paths, algorithms, followLinks, kinds: wanted.kinds };
  const journal = { path: `${target}.journal`, use: journalUse, settings, program: 'criskit hash' };
  return withHashJournal({ ...journal, clock, signal, onWarning }, async (kept) => {
    const hashed = await hashMedia({ ...wanted, journal: kept });
    const { records, options } = await contentOf(format, hashed, request);
    const { sha256, notCarried } = await writeHashFile(format, records, options, { path, replace, signal });
    kept.finish();
    return { ...hashed, format: format.id, document: [], sha256, notCarried: losses(notCarried) };
  });
}

function formatOf({ format: id, algorithms }: HashManifestRequest): HashSetFormat {
  const format = id === undefined ? defaultManifestFormat(algorithms) : getFormat(id);
  checkCarries(format, algorithms);
  return format;
}

function withKinds(request: HashManifestRequest, format: HashSetFormat): HashManifestRequest {
  return { ...request, kinds: request.kinds || format.carries.includes('kind') };
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
