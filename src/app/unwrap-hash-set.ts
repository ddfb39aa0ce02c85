import { ByteCursor } from '../containers/archives/byte-cursor.ts';
import { GrowthLimit } from '../containers/archives/growth-limit.ts';
import { isGzip, storedGzipName } from '../containers/archives/gzip-header.ts';
import { gunzipStream } from '../containers/archives/gzip-stream.ts';
import { cutZipSpan, findZipData, readZipFile, unpackZipEntry } from '../containers/archives/zip-file.ts';
import { shownName } from '../containers/shown-name.ts';
import { CriskitError } from '../core/errors.ts';
import { openForRandomAccess } from '../files/random-access.ts';
import { streamInput } from '../files/read-file.ts';
import { passing } from '../files/pieces.ts';
import type { ReadOptions } from '../hashsets/contract.ts';
import { headSizeBytes } from '../hashsets/lookup.ts';
import { chooseZipEntry, type EntryWanted } from './choose-zip-entry.ts';
import { companionFile, companionInZip } from './companion-files.ts';
import { type HashSetInput, nameOfInput } from './hash-set-input.ts';
import type { TemporaryFiles } from './temporary-files.ts';

/** One layer that was taken off. */
export interface Wrapping {
  readonly kind: 'gzip' | 'zip';
  /** Of the file inside, fit to be shown. */
  readonly name: string;
}

/** A hash set without what it was packed in. */
export interface UnwrappedHashSet {
  /** For messages, such as `list.txt in lists.zip`. */
  readonly name: string;
  /** From the outermost to the innermost. */
  readonly wrappings: readonly Wrapping[];
  /** The first bytes, which stay to be read; at most `headSizeBytes`. */
  readonly head: Uint8Array;
  readonly bytes: ByteCursor;
  /** Where a file holds just these bytes. */
  readonly path: string | undefined;
  readonly companion: ReadOptions['companion'];
}

export interface UnwrapOptions extends Pick<EntryWanted, 'entry' | 'format'> {
  readonly signal: AbortSignal;
  /** Sees every byte of what was given, in order, once the bytes are read to their end. */
  readonly onChunk: (chunk: Uint8Array) => void;
  readonly files: TemporaryFiles;
}

/** A zip archive of gzip files is as much as anybody sends. */
const mostWrappings = 2;

/**
 * Takes gzip and zip off a hash set, as a stream: nothing but its first bytes is read yet, unless it comes as a stream and has
 * to be spooled because a zip archive can only be read from its end. Throws `INPUT_…`, `FORMAT_…`, `NOT_FOUND`, `OUTPUT_FAILED`.
 */
export async function unwrapHashSet(input: HashSetInput, options: UnwrapOptions): Promise<UnwrappedHashSet> {
  const growth = new GrowthLimit(nameOfInput(input));
  let layer = outermost(input, options);
  try {
    for (;;) {
      const head = await layer.bytes.peek(headSizeBytes);
      const wrapping = wrappingOf(head);
      if (wrapping === undefined) return finished(layer, head, options);
      if (layer.wrappings.length === mostWrappings) throw tooDeep(layer);
      const open = wrapping === 'gzip' ? openGzip : openZip;
      layer = await open(layer, growth, options, head);
    }
  } catch (error) {
    await layer.bytes.close();
    throw error;
  }
}

type Layer = Omit<UnwrappedHashSet, 'head'>;

function outermost(input: HashSetInput, { signal, onChunk }: UnwrapOptions): Layer {
  const path = 'path' in input ? input.path : undefined;
  const given = 'path' in input ? streamInput(input.path, { signal }) : input.bytes;
  const companion = path === undefined ? undefined : companionFile(path);
  return { name: nameOfInput(input), wrappings: [], bytes: new ByteCursor(passing(given, onChunk)), path, companion };
}

function wrappingOf(head: Uint8Array): Wrapping['kind'] | undefined {
  if (isGzip(head)) return 'gzip';
  const isZip =
    head[0] === 0x50 && head[1] === 0x4b && [0x0304, 0x0506].includes((head[2] ?? 0) * 256 + (head[3] ?? 0));
  return isZip ? 'zip' : undefined;
}

function finished(layer: Layer, head: Uint8Array, { entry }: UnwrapOptions): UnwrappedHashSet {
  if (entry !== undefined && !layer.wrappings.some(({ kind }) => kind === 'zip')) {
    throw new CriskitError('USAGE', `--entry names a file in a zip archive, and ${layer.name} is none.`);
  }
  if (head.length === 0) throw new CriskitError('INPUT_EMPTY', `${layer.name} is empty.`, { path: layer.name });
  return { ...layer, head };
}

async function openGzip(layer: Layer, growth: GrowthLimit, _: UnwrapOptions, head: Uint8Array): Promise<Layer> {
  const outerName = layer.wrappings.at(-1)?.name ?? layer.name;
  const name = shownName(storedGzipName(head) ?? outerName.replace(/\.gz$/i, '')) ?? 'content';
  const packed = layer.wrappings.length === 0 ? new ByteCursor(growth.countPacked(layer.bytes.rest())) : layer.bytes;
  return inside(layer, { kind: 'gzip', name }, growth.checkUnpacked(gunzipStream(packed, layer.name)), layer.companion);
}

async function openZip(layer: Layer, growth: GrowthLimit, options: UnwrapOptions): Promise<Layer> {
  const path = layer.path ?? (await options.files.write(layer.bytes.rest(), options.signal));
  const file = await openForRandomAccess(path);
  try {
    const entries = await readZipFile(file);
    const chosen = await chooseZipEntry(file, entries, { ...options, name: layer.name });
    const archive = layer.path === undefined ? streamInput(path, options) : layer.bytes.rest();
    const cut = cutZipSpan(archive, await findZipData(file, chosen));
    const packed = layer.wrappings.length === 0 ? growth.countPacked(cut) : cut;
    const name = shownName(chosen.name) ?? 'content';
    const companion = companionInZip(path, entries, chosen);
    return inside(layer, { kind: 'zip', name }, growth.checkUnpacked(unpackZipEntry(packed, chosen)), companion);
  } catch (error) {
    throw error instanceof CriskitError ? aboutArchive(error, layer.name) : error;
  } finally {
    await file.close();
  }
}

function inside(
  layer: Layer,
  wrapping: Wrapping,
  bytes: AsyncIterable<Uint8Array>,
  companion: ReadOptions['companion'],
): Layer {
  return {
    name: `${wrapping.name} in ${layer.name}`,
    wrappings: [...layer.wrappings, wrapping],
    bytes: new ByteCursor(bytes),
    path: undefined,
    companion,
  };
}

/** What the records of an archive are reproached with does not name the archive. */
function aboutArchive(error: CriskitError, name: string): CriskitError {
  if (error.path !== undefined || error.code === 'INTERRUPTED') return error;
  const hint = error.hint ?? hints[error.code];
  return new CriskitError(error.code, `${name}: ${error.message}.`, {
    path: name,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

const hints: Readonly<Record<string, string>> = {
  INPUT_DAMAGED: 'Ask for it again; archives break when they are cut off on their way.',
  INPUT_ENCRYPTED: 'Unpack it with its password and name the file inside, or ask for an archive without one.',
  INPUT_HOSTILE: 'No program packs such an archive. Find out where it comes from.',
  FORMAT_CANNOT: 'Unpack it with another program and name the file inside.',
};

function tooDeep({ name }: Layer): CriskitError {
  const message = `${name} is packed once more: criskit takes off ${mostWrappings} layers of zip and gzip.`;
  return new CriskitError('INPUT_HOSTILE', message, {
    path: name,
    hint: 'Unpack it with another program and name the file inside.',
  });
}
