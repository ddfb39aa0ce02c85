import { extname } from 'node:path';
import { ByteCursor } from '../containers/archives/byte-cursor.ts';
import { isGzip } from '../containers/archives/gzip-header.ts';
import { gunzipStream } from '../containers/archives/gzip-stream.ts';
import { isLeftBehind } from '../containers/archives/left-behind.ts';
import type { RandomAccess } from '../containers/archives/random-access.ts';
import { findZipData, readZipSpan, unpackZipEntry, type ZipFileEntry } from '../containers/archives/zip-file.ts';
import { shownName } from '../containers/shown-name.ts';
import { CriskitError } from '../core/errors.ts';
import { countOf } from '../core/units.ts';
import type { HashSetFormat } from '../hashsets/contract.ts';
import { headSizeBytes, rankFormats } from '../hashsets/lookup.ts';

export interface EntryWanted {
  /** Of the archive, for messages. */
  readonly name: string;
  /** Name of the entry; default: the only hash set among them. */
  readonly entry: string | undefined;
  /** The format that the hash set has, where that was said. */
  readonly format: HashSetFormat | undefined;
}

/** Looked into one by one; archives of more are no parcels of lists. */
const mostEntriesExamined = 500;
const namesShown = 8;

/**
 * The entry to read: the one that is named, the only file, or the only one that its content shows to be a hash set. Where an
 * entry cannot be looked into, nothing is chosen. Throws `NOT_FOUND`, `FORMAT_UNKNOWN`, `FORMAT_AMBIGUOUS`, `INPUT_…`.
 */
export async function chooseZipEntry(
  file: RandomAccess,
  entries: readonly ZipFileEntry[],
  wanted: EntryWanted,
): Promise<ZipFileEntry> {
  const files = entries.filter(({ name }) => !name.endsWith('/') && !isLeftBehind(name));
  if (wanted.entry !== undefined) return namedEntry(files, wanted.entry, wanted.name);
  refusePackage(entries, wanted.name);
  const filled = files.filter(({ sizeBytes }) => sizeBytes > 0);
  const [only, second] = filled;
  if (only === undefined) throw new CriskitError('INPUT_EMPTY', `${wanted.name} holds no file.`, { path: wanted.name });
  if (second === undefined) return only;
  if (filled.length > mostEntriesExamined) throw tooMany(filled.length, wanted.name);
  const examined: ExaminedEntry[] = [];
  for (const entry of filled) examined.push(await examine(file, entry, wanted.format));
  return onlyHashSet(examined, wanted.name);
}

/** By the name that is stored, or as it is shown. */
function namedEntry(files: readonly ZipFileEntry[], entry: string, archive: string): ZipFileEntry {
  const found = files.find(({ name }) => name === entry) ?? files.find(({ name }) => shownName(name) === entry);
  if (found !== undefined) return found;
  throw new CriskitError('NOT_FOUND', `${archive} holds no file "${entry}".`, {
    path: archive,
    hint: `It holds ${listOf(files.map(shown))}.`,
  });
}

/** Office and OpenDocument keep their documents in zip archives. */
function refusePackage(entries: readonly ZipFileEntry[], archive: string): void {
  const names = new Set(entries.map(({ name }) => name));
  const isPackage =
    names.has('[Content_Types].xml') || (names.has('content.xml') && names.has('META-INF/manifest.xml'));
  if (!isPackage) return;
  throw new CriskitError('FORMAT_UNKNOWN', `${archive} is an Office document, not a hash set.`, {
    path: archive,
    hint: 'Save the list as CSV with the program that made it, and name that file.',
  });
}

interface ExaminedEntry {
  readonly entry: ZipFileEntry;
  /** Formats that recognise it, the surest first. */
  readonly formats: readonly HashSetFormat[];
  /** Why it could not be looked into. */
  readonly failure: CriskitError | undefined;
}

async function examine(
  file: RandomAccess,
  entry: ZipFileEntry,
  format: HashSetFormat | undefined,
): Promise<ExaminedEntry> {
  try {
    const head = await headOf(file, entry);
    const formats = rankFormats(head).map((recognised) => recognised.format);
    const isNamed = format?.recognise(head) !== undefined;
    return { entry, formats: format === undefined ? formats : isNamed ? [format] : [], failure: undefined };
  } catch (error) {
    if (!(error instanceof CriskitError)) throw error;
    return { entry, formats: [], failure: error };
  }
}

/** The first bytes of the content; of what is packed once more, where it is. */
async function headOf(file: RandomAccess, entry: ZipFileEntry): Promise<Uint8Array> {
  const span = await findZipData(file, entry);
  const cursor = new ByteCursor(unpackZipEntry(readZipSpan(file, span), entry));
  try {
    const head = await cursor.peek(headSizeBytes);
    if (!isGzip(head)) return head;
    const inner = new ByteCursor(gunzipStream(cursor, shown(entry)));
    return await inner.peek(headSizeBytes).finally(() => inner.close());
  } finally {
    await cursor.close();
  }
}

function onlyHashSet(examined: readonly ExaminedEntry[], archive: string): ZipFileEntry {
  const recognised = examined.filter(({ formats }) => formats.length > 0);
  const sets = recognised.filter((one) => !recognised.some((other) => isCompanion(one, other)));
  const closed = examined.filter(({ failure }) => failure !== undefined);
  const [first] = sets;
  if (first !== undefined && sets.length === 1 && closed.length === 0) return first.entry;
  const [{ failure } = {}] = closed;
  if (failure !== undefined && closed.length === examined.length) {
    throw new CriskitError(failure.code, `${archive}: ${failure.message}`, { path: archive, cause: failure });
  }
  const hint = 'Choose one with --entry NAME.';
  if (sets.length === 0 && closed.length === 0) {
    const names = listOf(examined.map(({ entry }) => shown(entry)));
    const message = `${archive} holds no file that is a hash set of a format that criskit knows: ${names}.`;
    throw new CriskitError('FORMAT_UNKNOWN', message, { path: archive, hint });
  }
  const names = listOf([
    ...sets.map(({ entry, formats: [format] }) => `${shown(entry)} (${format?.id ?? ''})`),
    ...closed.map(
      ({ entry, failure: why }) =>
        `${shown(entry)} (${why?.code === 'INPUT_ENCRYPTED' ? 'protected by a password' : 'cannot be read'})`,
    ),
  ]);
  throw new CriskitError('FORMAT_AMBIGUOUS', `${archive} holds several files that could be meant: ${names}.`, {
    path: archive,
    hint,
  });
}

/** True where `one` is the file that belongs to `other`: the same name, with the ending that the format says. */
function isCompanion(one: ExaminedEntry, other: ExaminedEntry): boolean {
  if (one === other) return false;
  return other.formats.some(
    ({ companion }) => companion !== undefined && isNamedBeside(one.entry.name, other.entry.name, companion.extension),
  );
}

/** Whether a name is that of another file with this ending in place of its own; letter case does not count. */
export function isNamedBeside(name: string, other: string, extension: string): boolean {
  const stem = other.slice(0, other.length - extname(other).length);
  return name.toLowerCase() === `${stem}${extension}`.toLowerCase();
}

function tooMany(count: number, archive: string): CriskitError {
  return new CriskitError('FORMAT_AMBIGUOUS', `${archive} holds ${countOf(count, 'file')}, too many to look into.`, {
    path: archive,
    hint: 'Choose one with --entry NAME.',
  });
}

function shown({ name }: ZipFileEntry): string {
  return shownName(name) ?? 'a file without a name';
}

function listOf(names: readonly string[]): string {
  const more = names.length - namesShown;
  return `${names.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
