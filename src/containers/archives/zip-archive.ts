import { crc32, inflateRawSync } from 'node:zlib';
import { CriskitError, systemErrorCode } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';

/**
 * Zip archives, read from the central directory alone and believed in nothing: PKWARE APPNOTE 6.3.10, sections 4.3.7
 * (local header), 4.3.12 (central directory), 4.3.16 (end record).
 */
export interface ZipEntry {
  /** As stored, with `/` between parts; a folder's name ends with `/`. Untrusted text. */
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated; others cannot be inflated. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSizeBytes: number;
  /** As the archive declares it. */
  readonly sizeBytes: number;
  /** Where the local header begins. */
  readonly localOffset: number;
  /** Where the compressed bytes begin. */
  readonly dataOffset: number;
  /** The entry's record in the central directory, from `start` to before `end`. */
  readonly centralRecord: { readonly start: number; readonly end: number };
}

/** Signatures of the records, as little-endian numbers. */
export const zipSignature = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  zip64Locator: 0x07064b50,
} as const;

/** Lengths of the records without their variable parts. */
export const zipRecordSize = { local: 30, central: 46, end: 22, zip64Locator: 20 } as const;

/** A deflated entry that grows by more than this is taken for a bomb where it is too large. Real sheets grow 5 to 60 times. */
const suspiciousRatio = 100;

const largestComment = 0xffff;
const beyondZip32 = 0xffffffff;

/**
 * The entries in the order of the central directory. Throws `INPUT_DAMAGED` where the records contradict each other,
 * `INPUT_HOSTILE` where entries overlap or share a name, `FORMAT_CANNOT` for zip64 and archives in several parts.
 */
export function readZipDirectory(bytes: Uint8Array): readonly ZipEntry[] {
  const view = viewOf(bytes);
  const end = findEndRecord(bytes);
  const count = view.getUint16(end + 10, true);
  const directorySize = view.getUint32(end + 12, true);
  const directoryOffset = view.getUint32(end + 16, true);
  if (directoryOffset + directorySize !== end) {
    throw damaged('the directory of the zip archive is not where its end record says');
  }
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let offset = directoryOffset;
  for (let index = 0; index < count; index += 1) {
    const entry = readCentralRecord(bytes, offset, end);
    if (names.has(entry.name)) throw hostile(`the zip archive holds two entries named "${excerpt(entry.name)}"`);
    names.add(entry.name);
    entries.push(entry);
    offset = entry.centralRecord.end;
  }
  if (offset !== end) throw damaged('the directory of the zip archive holds more than its end record says');
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
    throw isBomb ? hostile(message) : new CriskitError('INPUT_TOO_LARGE', message);
  }
  const raw = bytes.subarray(entry.dataOffset, entry.dataOffset + entry.compressedSizeBytes);
  const content = entry.method === 0 ? new Uint8Array(raw) : inflate(raw, entry, named);
  if (content.length !== entry.sizeBytes) throw damaged(`${named} is not of its declared size`);
  if (crc32(content) !== entry.crc32) throw damaged(`${named} does not match its checksum`);
  return content;
}

function inflate(raw: Uint8Array, entry: ZipEntry, named: string): Uint8Array {
  if (entry.method !== 8) throw new CriskitError('FORMAT_CANNOT', `${named} uses compression method ${entry.method}`);
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, entry.sizeBytes) });
  } catch (error) {
    if (systemErrorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw hostile(`${named} holds more than it declares`);
    throw new CriskitError('INPUT_DAMAGED', `${named} cannot be inflated`, { cause: error });
  }
}

/** Offset of the end record: the last one whose comment ends with the file. */
function findEndRecord(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const last = bytes.length - zipRecordSize.end;
  for (let offset = last; offset >= Math.max(0, last - largestComment); offset -= 1) {
    if (view.getUint32(offset, true) !== zipSignature.end) continue;
    if (offset + zipRecordSize.end + view.getUint16(offset + 20, true) !== bytes.length) continue;
    refuseSeveralParts(view, offset);
    return offset;
  }
  throw damaged('the zip archive has no end record: it is cut off, or no zip archive');
}

function refuseSeveralParts(view: DataView, end: number): void {
  const locator = end - zipRecordSize.zip64Locator;
  const isZip64 =
    (locator >= 0 && view.getUint32(locator, true) === zipSignature.zip64Locator) ||
    view.getUint16(end + 10, true) === 0xffff ||
    view.getUint32(end + 12, true) === beyondZip32 ||
    view.getUint32(end + 16, true) === beyondZip32;
  if (isZip64)
    throw new CriskitError('FORMAT_CANNOT', 'the zip archive is written as zip64, which criskit does not read');
  const isWhole =
    view.getUint16(end + 4, true) === 0 &&
    view.getUint16(end + 6, true) === 0 &&
    view.getUint16(end + 8, true) === view.getUint16(end + 10, true);
  if (!isWhole) throw new CriskitError('FORMAT_CANNOT', 'the zip archive is one part of several');
}

function readCentralRecord(bytes: Uint8Array, offset: number, directoryEnd: number): ZipEntry {
  const view = viewOf(bytes);
  if (offset + zipRecordSize.central > directoryEnd || view.getUint32(offset, true) !== zipSignature.central) {
    throw damaged(`the directory of the zip archive is damaged at offset ${offset}`);
  }
  const flags = view.getUint16(offset + 8, true);
  const nameEnd = offset + zipRecordSize.central + view.getUint16(offset + 28, true);
  const recordEnd = nameEnd + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  if (recordEnd > directoryEnd) throw damaged(`the directory of the zip archive is cut off at offset ${offset}`);
  const nameBytes = bytes.subarray(offset + zipRecordSize.central, nameEnd);
  const compressedSizeBytes = view.getUint32(offset + 20, true);
  const sizeBytes = view.getUint32(offset + 24, true);
  const localOffset = view.getUint32(offset + 42, true);
  if ([compressedSizeBytes, sizeBytes, localOffset].includes(beyondZip32)) {
    throw new CriskitError('FORMAT_CANNOT', 'the zip archive holds a zip64 entry, which criskit does not read');
  }
  const name = decodeName(nameBytes, (flags & 0x800) !== 0);
  return {
    name,
    isEncrypted: (flags & 0x41) !== 0,
    method: view.getUint16(offset + 10, true),
    crc32: view.getUint32(offset + 16, true),
    compressedSizeBytes,
    sizeBytes,
    localOffset,
    dataOffset: findData(bytes, { name, nameBytes, localOffset, method: view.getUint16(offset + 10, true) }),
    centralRecord: { start: offset, end: recordEnd },
  };
}

interface LocalHeaderClaim {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly localOffset: number;
  readonly method: number;
}

/** Where the data of an entry begins, once its local header agrees with the directory on name and method. */
function findData(bytes: Uint8Array, claim: LocalHeaderClaim): number {
  const view = viewOf(bytes);
  const offset = claim.localOffset;
  const nameStart = offset + zipRecordSize.local;
  if (nameStart > bytes.length || view.getUint32(offset, true) !== zipSignature.local) {
    throw damaged(`"${excerpt(claim.name)}" is not where the directory of the zip archive says`);
  }
  const nameLength = view.getUint16(offset + 26, true);
  const localName = bytes.subarray(nameStart, nameStart + nameLength);
  const agrees = view.getUint16(offset + 8, true) === claim.method && Buffer.compare(localName, claim.nameBytes) === 0;
  if (!agrees) throw hostile(`the zip archive gives "${excerpt(claim.name)}" another name or method at its data`);
  return nameStart + nameLength + view.getUint16(offset + 28, true);
}

function refuseOverlaps(entries: readonly ZipEntry[], directoryOffset: number): void {
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.localOffset - b.localOffset)) {
    if (entry.localOffset < free) throw hostile(`"${excerpt(entry.name)}" overlaps another entry of the zip archive`);
    free = entry.dataOffset + entry.compressedSizeBytes;
    if (free > directoryOffset) throw damaged(`"${excerpt(entry.name)}" reaches beyond the data of the zip archive`);
  }
}

/** Upper half of code page 437, the encoding of names that are not flagged as UTF-8 (APPNOTE, appendix D). */
const codePage437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

function decodeName(bytes: Uint8Array, isUtf8: boolean): string {
  if (!isUtf8) {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : (codePage437[byte - 0x80] ?? ''),
    ).join('');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new CriskitError('INPUT_DAMAGED', 'a name in the zip archive is not the UTF-8 it claims to be', {
      cause: error,
    });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(message: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', message);
}

function hostile(message: string): CriskitError {
  return new CriskitError('INPUT_HOSTILE', message);
}
