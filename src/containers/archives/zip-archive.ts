import { crc32, inflateRawSync } from 'node:zlib';
import { CriskitError, systemErrorCode } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import {
  beyondZip32,
  type CentralRecord,
  findEndRecord,
  localHeaderSize,
  parseCentralRecord,
  parseEndRecord,
  viewOf,
  zipDamaged,
  zipHostile,
  zipRecordSize,
  zipSignature,
} from './zip-records.ts';

/** An entry of an archive in memory, read from the central directory alone and believed in nothing. */
export interface ZipEntry extends Omit<CentralRecord, 'nameBytes' | 'extra' | 'end'> {
  /** Where the compressed bytes begin. */
  readonly dataOffset: number;
  /** The entry's record in the central directory, from `start` to before `end`. */
  readonly centralRecord: { readonly start: number; readonly end: number };
}

/** A deflated entry that grows by more than this is taken for a bomb where it is too large. Real sheets grow 5 to 60 times. */
const suspiciousRatio = 100;

/**
 * The entries in the order of the central directory. Throws `INPUT_DAMAGED` where the records contradict each other,
 * `INPUT_HOSTILE` where entries overlap or share a name, `FORMAT_CANNOT` for zip64 and archives in several parts.
 */
export function readZipDirectory(bytes: Uint8Array): readonly ZipEntry[] {
  const end = findEndRecord(bytes);
  refuseSeveralParts(bytes, end);
  const { entries: count, directorySize, directoryOffset } = parseEndRecord(bytes, end);
  if (directoryOffset + directorySize !== end) {
    throw zipDamaged('the directory of the zip archive is not where its end record says');
  }
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let offset = directoryOffset;
  for (let index = 0; index < count; index += 1) {
    const entry = readCentralRecord(bytes, offset, end);
    if (names.has(entry.name)) throw zipHostile(`the zip archive holds two entries named "${excerpt(entry.name)}"`);
    names.add(entry.name);
    entries.push(entry);
    offset = entry.centralRecord.end;
  }
  if (offset !== end) throw zipDamaged('the directory of the zip archive holds more than its end record says');
  refuseOverlaps(entries, directoryOffset);
  return entries;
}

/**
 * The content of one entry, checked against its declared size and CRC-32. Throws `INPUT_ENCRYPTED`, `INPUT_DAMAGED`,
 * `INPUT_TOO_LARGE` where it declares more than `maxBytes`, and `INPUT_HOSTILE` for a bomb, without inflating it.
 */
export function inflateZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  options: { readonly maxBytes: number },
): Uint8Array {
  const named = `"${excerpt(entry.name)}" in the zip archive`;
  if (entry.isEncrypted) throw new CriskitError('INPUT_ENCRYPTED', `${named} is encrypted`);
  if (entry.sizeBytes > options.maxBytes) {
    const message = `${named} declares ${entry.sizeBytes} bytes from ${entry.compressedSizeBytes}, more than the limit of ${options.maxBytes}`;
    const isBomb = entry.sizeBytes > entry.compressedSizeBytes * suspiciousRatio;
    throw isBomb ? zipHostile(message) : new CriskitError('INPUT_TOO_LARGE', message);
  }
  const raw = bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSizeBytes);
  const content = entry.method === 0 ? new Uint8Array(raw) : inflate(raw, entry, named);
  if (content.length !== entry.sizeBytes) throw zipDamaged(`${named} is not of its declared size`);
  if (crc32(content) !== entry.crc32) throw zipDamaged(`${named} does not match its checksum`);
  return content;
}

function inflate(raw: Uint8Array, entry: ZipEntry, named: string): Uint8Array {
  if (entry.method !== 8) throw new CriskitError('FORMAT_CANNOT', `${named} uses compression method ${entry.method}`);
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, entry.sizeBytes) });
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw zipHostile(`${named} holds more than it declares`);
    throw new CriskitError('INPUT_DAMAGED', `${named} cannot be inflated`, { cause: error });
  }
}

function refuseSeveralParts(bytes: Uint8Array, end: number): void {
  const locator = end - zipRecordSize.zip64Locator;
  const { disk, directoryDisk, entriesOnDisk, entries, directorySize, directoryOffset } = parseEndRecord(bytes, end);
  const isZip64 =
    (locator >= 0 && viewOf(bytes).getUint32(locator, true) === zipSignature.zip64Locator) ||
    entries === 0xffff ||
    directorySize === beyondZip32 ||
    directoryOffset === beyondZip32;
  if (isZip64)
    throw new CriskitError('FORMAT_CANNOT', 'the zip archive is written as zip64, which criskit does not read');
  const isWhole = disk === 0 && directoryDisk === 0 && entriesOnDisk === entries;
  if (!isWhole) throw new CriskitError('FORMAT_CANNOT', 'the zip archive is one part of several');
}

function readCentralRecord(bytes: Uint8Array, offset: number, directoryEnd: number): ZipEntry {
  const record = parseCentralRecord(bytes, offset, directoryEnd);
  const { name, isEncrypted, method, crc32, compressedSizeBytes, sizeBytes, localOffset } = record;
  if ([compressedSizeBytes, sizeBytes, localOffset].includes(beyondZip32)) {
    throw new CriskitError('FORMAT_CANNOT', 'the zip archive holds a zip64 entry, which criskit does not read');
  }
  const dataOffset = localOffset + localHeaderSize(bytes.subarray(localOffset), record);
  const centralRecord = { start: offset, end: record.end };
  return { name, isEncrypted, method, crc32, compressedSizeBytes, sizeBytes, localOffset, dataOffset, centralRecord };
}

function refuseOverlaps(entries: readonly ZipEntry[], directoryOffset: number): void {
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.localOffset - b.localOffset)) {
    if (entry.localOffset < free)
      throw zipHostile(`"${excerpt(entry.name)}" overlaps another entry of the zip archive`);
    free = entry.dataOffset + entry.compressedSizeBytes;
    if (free > directoryOffset) throw zipDamaged(`"${excerpt(entry.name)}" reaches beyond the data of the zip archive`);
  }
}
