import { crc32 } from 'node:zlib';
import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import { ByteCursor } from './byte-cursor.ts';
import { inflateFrom } from './inflate-stream.ts';
import type { RandomAccess } from './random-access.ts';
import {
  type CentralRecord,
  findEndRecord,
  largestZipComment,
  localHeaderSize,
  parseCentralRecord,
  zipDamaged,
  zipHostile,
  zipRecordSize,
} from './zip-records.ts';
import { readEndOfZip, withZip64Numbers } from './zip64.ts';

/** An entry of an archive on disk. */
export type ZipFileEntry = Omit<CentralRecord, 'end' | 'extra'>;

/** Where the compressed bytes of an entry stand, from `start` to before `end`. */
export interface ZipSpan {
  readonly start: number;
  readonly end: number;
}

/** Some hundred thousand entries; no archive of lists has so many. */
const largestDirectoryBytes = 64 * 1024 * 1024;

/**
 * The entries of an archive of any size, zip64 or not, in the order of the central directory. Throws `INPUT_DAMAGED` where
 * the records contradict each other, `INPUT_HOSTILE` where entries overlap or share a name, `FORMAT_CANNOT` for archives in
 * several parts, `INPUT_TOO_LARGE`.
 */
export async function readZipFile(file: RandomAccess): Promise<readonly ZipFileEntry[]> {
  const tailSize = Math.min(file.sizeBytes, largestZipComment + zipRecordSize.end);
  const tail = await file.read(file.sizeBytes - tailSize, tailSize);
  const tailOffset = file.sizeBytes - tailSize;
  const { count, start, end } = await readEndOfZip(file, tail, { tailOffset, endRecord: findEndRecord(tail) });
  if (end - start > largestDirectoryBytes) {
    throw new CriskitError(
      'INPUT_TOO_LARGE',
      `the directory of the zip archive is larger than ${formatBytes(largestDirectoryBytes)}`,
    );
  }
  const directory = await file.read(start, end - start);
  const entries: ZipFileEntry[] = [];
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    const record = parseCentralRecord(directory, offset, directory.length);
    entries.push(withZip64Numbers(record));
    offset = record.end;
  }
  if (offset !== directory.length) throw zipDamaged('the directory of the zip archive holds more than it says');
  refuseSharedPlaces(entries, start);
  return entries;
}

function refuseSharedPlaces(entries: readonly ZipFileEntry[], directoryStart: number): void {
  const names = new Set<string>();
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.localOffset - b.localOffset)) {
    const name = excerpt(entry.name);
    if (names.has(entry.name)) throw zipHostile(`the zip archive holds two entries named "${name}"`);
    names.add(entry.name);
    if (entry.localOffset < free) throw zipHostile(`"${name}" overlaps another entry of the zip archive`);
    free = entry.localOffset + zipRecordSize.local + entry.nameBytes.length + entry.compressedSizeBytes;
    if (free > directoryStart) throw zipDamaged(`"${name}" reaches beyond the data of the zip archive`);
  }
}

/** Throws `INPUT_ENCRYPTED`, `FORMAT_CANNOT`, `INPUT_DAMAGED`, `INPUT_HOSTILE` where it cannot be unpacked. */
export async function findZipData(file: RandomAccess, entry: ZipFileEntry): Promise<ZipSpan> {
  const name = `"${excerpt(entry.name)}" in the zip archive`;
  if (entry.isEncrypted) throw new CriskitError('INPUT_ENCRYPTED', `${name} is protected by a password`);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new CriskitError('FORMAT_CANNOT', `${name} uses compression method ${entry.method}`, {
      hint: 'Unpack it with another program and name the file inside.',
    });
  }
  const header = await file.read(entry.localOffset, zipRecordSize.local + entry.nameBytes.length);
  const start = entry.localOffset + localHeaderSize(header, entry);
  const end = start + entry.compressedSizeBytes;
  if (end > file.sizeBytes) throw zipDamaged(`${name} reaches beyond the end of the file`);
  return { start, end };
}

/** The packed bytes of an entry alone. */
export async function* readZipSpan(file: RandomAccess, span: ZipSpan): AsyncGenerator<Uint8Array, void, undefined> {
  const pieceSizeBytes = 64 * 1024;
  for (let at = span.start; at < span.end; at += pieceSizeBytes) {
    yield await file.read(at, Math.min(pieceSizeBytes, span.end - at));
  }
}

/** The same out of all bytes of the archive, which are read to their end. */
export async function* cutZipSpan(
  archive: AsyncIterable<Uint8Array>,
  { start, end }: ZipSpan,
): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = 0;
  for await (const piece of archive) {
    const inside = piece.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    offset += piece.length;
    if (inside.length > 0) yield inside;
  }
}

/** The content of an entry from its packed bytes, checked against its size and CRC-32 as it goes by. */
export async function* unpackZipEntry(
  packed: AsyncIterable<Uint8Array>,
  entry: ZipFileEntry,
): AsyncGenerator<Uint8Array, void, undefined> {
  const name = `"${excerpt(entry.name)}" in the zip archive`;
  const cursor = new ByteCursor(packed);
  let checksum = 0;
  let sizeBytes = 0;
  try {
    for await (const piece of entry.method === 0 ? cursor.rest() : inflateFrom(cursor, name)) {
      checksum = crc32(piece, checksum);
      sizeBytes += piece.length;
      if (sizeBytes > entry.sizeBytes) throw zipHostile(`${name} holds more than it declares`);
      yield piece;
    }
    if ((await cursor.next()) !== undefined) throw zipDamaged(`${name} is followed by bytes that belong to nothing`);
    if (sizeBytes !== entry.sizeBytes) throw zipDamaged(`${name} is not of its declared size`);
    if (checksum !== entry.crc32) throw zipDamaged(`${name} does not match its checksum`);
  } finally {
    await cursor.close();
  }
}
