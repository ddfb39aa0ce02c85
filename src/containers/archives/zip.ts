import { CriskitError } from '../../core/errors.ts';
import type { Issue } from '../../core/issue.ts';
import { countOf, formatBytes, formatCount } from '../../core/units.ts';
import type { CarrierContainer, ContainerInput, Parcel, Part, Recognition } from '../contract.ts';
import { packageKindOf } from './package-kind.ts';
import { distinctNames, shownName } from '../shown-name.ts';
import { isLeftBehind } from './left-behind.ts';
import { inflateZipEntry, readZipDirectory, type ZipEntry } from './zip-archive.ts';

const mebibyte = 1024 * 1024;

/**
 * What is unpacked of one archive. A reply is a handful of documents of a few megabytes. An archive of evidence (many
 * pictures, or large ones) is told by its directory and refused before anything of it is inflated.
 */
const zipLimits = {
  entries: 500,
  entryBytes: 96 * mebibyte,
  allEntriesBytes: 128 * mebibyte,
} as const;

/** More than this and too large is a bomb. Text with many repetitions grows 10 to 40 times. */
const suspiciousRatio = 100;

/** Zip archives of files; packages of Office and OpenDocument are zip archives too and not taken for these. */
export const zip: CarrierContainer = {
  id: 'zip',
  title: 'zip archive',
  endings: ['.zip'],

  recognise({ bytes }: ContainerInput): Recognition | undefined {
    if (packageKindOf(bytes) !== 'archive') return undefined;
    return { confidence: 0.9, reason: 'a zip archive that is no Office or OpenDocument package' };
  },

  async open(input: ContainerInput): Promise<Parcel> {
    const { files, traits } = sortEntries(readDirectory(input));
    refuseTooMuch(input, files);
    const names = distinctNames(files.map((entry, index) => shownName(entry.name) ?? `entry ${index + 1}`));
    const parts: Part[] = [];
    const failures: { readonly error: CriskitError; readonly issue: Issue }[] = [];
    for (const [index, entry] of files.entries()) {
      const name = names[index] ?? entry.name;
      try {
        parts.push({ name, role: 'attachment', bytes: inflateEntry(input, entry) });
      } catch (error) {
        if (!(error instanceof CriskitError) || error.code === 'INPUT_HOSTILE') throw error;
        failures.push({ error, issue: issueOf(error, name) });
      }
    }
    const [first] = failures;
    if (first !== undefined && parts.length === 0) throw ofWholeArchive(first.error, input);
    return { container: 'zip', parts, issues: failures.map(({ issue }) => issue), traits };
  },
};

/** The directory, or an error that names the archive and says what to do. */
function readDirectory({ bytes, name }: ContainerInput): readonly ZipEntry[] {
  try {
    return readZipDirectory(bytes);
  } catch (error) {
    if (!(error instanceof CriskitError)) throw error;
    const hint =
      error.code === 'FORMAT_CANNOT'
        ? 'Unpack it with another program and import the report inside.'
        : 'Ask for it again; zip archives break when they are cut off on their way.';
    throw new CriskitError(error.code, `${name}: ${error.message}`, { path: name, hint, cause: error });
  }
}

/** The files that somebody put in, in the order of the directory, and what was left out. */
function sortEntries(entries: readonly ZipEntry[]): {
  readonly files: readonly ZipEntry[];
  readonly traits: ReadonlyMap<string, string>;
} {
  const folders = entries.filter(({ name }) => name.endsWith('/'));
  const additions = entries.filter(({ name }) => !name.endsWith('/') && isLeftBehind(name));
  const empty = entries.filter(
    ({ name, sizeBytes, isEncrypted }) => !name.endsWith('/') && !isLeftBehind(name) && sizeBytes === 0 && !isEncrypted,
  );
  const leftOut = new Set([...folders, ...additions, ...empty]);
  const files = entries.filter((entry) => !leftOut.has(entry));
  const renamed = files.filter(({ name }) => shownName(name) !== name).length;
  const traits = new Map([['entries', formatCount(entries.length)]]);
  if (folders.length > 0) traits.set('folders', formatCount(folders.length));
  if (empty.length > 0) traits.set('empty entries', listOf(empty));
  if (additions.length > 0) traits.set('entries of the operating system, left out', listOf(additions));
  if (renamed > 0) traits.set('entries shown by another name', formatCount(renamed));
  return { files, traits };
}

/** How many, and which the first ones are. */
function listOf(entries: readonly ZipEntry[]): string {
  const shown = entries.slice(0, 5).map(({ name }) => shownName(name) ?? '?');
  return `${formatCount(entries.length)} (${shown.join(', ')}${entries.length > shown.length ? ', …' : ''})`;
}

function refuseTooMuch({ bytes, name }: ContainerInput, files: readonly ZipEntry[]): void {
  const sizeBytes = files.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  const isTooMuch = sizeBytes > zipLimits.allEntriesBytes;
  if (files.length <= zipLimits.entries && !isTooMuch) return;
  const isBomb = isTooMuch && sizeBytes > bytes.length * suspiciousRatio;
  const holds = `${countOf(files.length, 'file')} of ${formatBytes(sizeBytes)}`;
  const limits = `${formatCount(zipLimits.entries)} files or ${formatBytes(zipLimits.allEntriesBytes)}`;
  throw new CriskitError(
    isBomb ? 'INPUT_HOSTILE' : 'INPUT_TOO_LARGE',
    `${name} holds ${holds}; archives of more than ${limits} are not opened`,
    {
      path: name,
      hint: isBomb ? 'Find out where it comes from.' : 'Take the report out of it and import that.',
    },
  );
}

function inflateEntry({ bytes, name }: ContainerInput, entry: ZipEntry): Uint8Array {
  try {
    return inflateZipEntry(bytes, entry, { maxBytes: zipLimits.entryBytes });
  } catch (error) {
    if (!(error instanceof CriskitError) || error.code !== 'INPUT_HOSTILE') throw error;
    throw new CriskitError('INPUT_HOSTILE', `${name}: ${error.message}; it was not opened`, {
      path: name,
      hint: 'No program packs such an archive. Find out where it comes from.',
      cause: error,
    });
  }
}

const askUnprotected = 'Unpack it with its password and import the report, or ask for an archive without one.';

function issueOf(error: CriskitError, part: string): Issue {
  if (error.code === 'INPUT_ENCRYPTED') {
    const message = `The entry is protected by a password and was not read. ${askUnprotected}`;
    return { code: 'part-encrypted', message, place: { part } };
  }
  const advice = error.code === 'FORMAT_CANNOT' ? 'Unpack it with another program.' : 'Ask for the archive again.';
  return { code: 'part-unreadable', message: `The entry was not read: ${error.message}. ${advice}`, place: { part } };
}

/** What keeps every file of the archive from being read is wrong with the archive. */
function ofWholeArchive(error: CriskitError, { name }: ContainerInput): CriskitError {
  const isEncrypted = error.code === 'INPUT_ENCRYPTED';
  return new CriskitError(
    error.code,
    `${name}: ${isEncrypted ? 'its files are protected by a password' : error.message}`,
    {
      path: name,
      hint: isEncrypted ? askUnprotected : 'Unpack it with another program, or ask for it again.',
      cause: error,
    },
  );
}
