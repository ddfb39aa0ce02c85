import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findZipData, readZipSpan, unpackZipEntry, type ZipFileEntry } from '../containers/archives/zip-file.ts';
import { CriskitError, systemErrorCode } from '../core/errors.ts';
import { formatBytes } from '../core/units.ts';
import { openForRandomAccess } from '../files/random-access.ts';
import { readInput } from '../files/read-file.ts';
import type { ReadOptions } from '../hashsets/contract.ts';
import { isNamedBeside } from './choose-zip-entry.ts';

type Companion = NonNullable<ReadOptions['companion']>;

/** Such a file says what the sets are called; it is small. */
const largestCompanionBytes = 64 * 1024 * 1024;

/** Files beside this one, which may be packed with gzip. */
export function companionFile(path: string): Companion {
  const name = basename(path).replace(/\.gz$/i, '');
  return async (extension) => {
    const found = (await namesIn(dirname(path))).find((other) => isNamedBeside(other, name, extension));
    if (found === undefined) return undefined;
    return (await readInput(join(dirname(path), found), { maxBytes: largestCompanionBytes })).bytes;
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // A folder in which files can be read, but not listed.
    if (['EACCES', 'EPERM'].includes(systemErrorCode(error) ?? '')) return [];
    throw error;
  }
}

/** Entries beside this one in the archive at `path`. */
export function companionInZip(path: string, entries: readonly ZipFileEntry[], chosen: ZipFileEntry): Companion {
  const name = chosen.name.replace(/\.gz$/i, '');
  return async (extension) => {
    const found = entries.find((other) => isNamedBeside(other.name, name, extension));
    if (found === undefined) return undefined;
    if (found.sizeBytes > largestCompanionBytes) throw tooLarge(found);
    const file = await openForRandomAccess(path);
    try {
      return await gather(unpackZipEntry(readZipSpan(file, await findZipData(file, found)), found));
    } finally {
      await file.close();
    }
  };
}

async function gather(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

function tooLarge({ name }: ZipFileEntry): CriskitError {
  const message = `${name} belongs to the hash set and is larger than the ${formatBytes(largestCompanionBytes)} that are read of such a file.`;
  return new CriskitError('INPUT_TOO_LARGE', message, { path: name });
}
