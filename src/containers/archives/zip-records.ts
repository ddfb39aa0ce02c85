import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';

/**
 * The records that a zip archive is made of: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central
 * directory), 4.3.14 and 4.3.15 (zip64), 4.3.16 (end record).
 */

/** Signatures of the records, as little-endian numbers. */
export const zipSignature = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50,
} as const;

/** Lengths of the records without their variable parts. */
export const zipRecordSize = { local: 30, central: 46, end: 22, zip64End: 56, zip64Locator: 20 } as const;

/** Stands where the true number is in a zip64 record. */
export const beyondZip32 = 0xffffffff;
export const largestZipComment = 0xffff;

/** One entry as the central directory has it. */
export interface CentralRecord {
  /** As stored, with `/` between parts; a folder's name ends with `/`. Untrusted text. */
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly isEncrypted: boolean;
  /** 0 stored, 8 deflated; others cannot be inflated. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSizeBytes: number;
  /** As the archive declares it. */
  readonly sizeBytes: number;
  /** Where the local header begins. */
  readonly localOffset: number;
  /** The extra fields, one behind the other. */
  readonly extra: Uint8Array;
  /** Where the record ends. */
  readonly end: number;
}

/** The record that begins at `offset`. Throws `INPUT_DAMAGED`. */
export function parseCentralRecord(bytes: Uint8Array, offset: number, directoryEnd: number): CentralRecord {
  const view = viewOf(bytes);
  if (offset + zipRecordSize.central > directoryEnd || view.getUint32(offset, true) !== zipSignature.central) {
    throw zipDamaged(`the directory of the zip archive is damaged at offset ${offset}`);
  }
  const flags = view.getUint16(offset + 8, true);
  const nameEnd = offset + zipRecordSize.central + view.getUint16(offset + 28, true);
  const extraEnd = nameEnd + view.getUint16(offset + 30, true);
  const end = extraEnd + view.getUint16(offset + 32, true);
  if (end > directoryEnd) throw zipDamaged(`the directory of the zip archive is cut off at offset ${offset}`);
  const nameBytes = bytes.subarray(offset + zipRecordSize.central, nameEnd);
  return {
    name: decodeName(nameBytes, (flags & 0x800) !== 0),
    nameBytes,
    isEncrypted: (flags & 0x41) !== 0,
    method: view.getUint16(offset + 10, true),
    crc32: view.getUint32(offset + 16, true),
    compressedSizeBytes: view.getUint32(offset + 20, true),
    sizeBytes: view.getUint32(offset + 24, true),
    localOffset: view.getUint32(offset + 42, true),
    extra: bytes.subarray(nameEnd, extraEnd),
    end,
  };
}

/**
 * How long the local header of an entry is, once it agrees with the directory on name, method and sizes: other readers go
 * by what stands here. `bytes` begin with it and hold at least its name. Throws `INPUT_DAMAGED`, `INPUT_HOSTILE`.
 */
export function localHeaderSize(
  bytes: Uint8Array,
  entry: Pick<CentralRecord, 'name' | 'nameBytes' | 'method' | 'compressedSizeBytes' | 'sizeBytes'>,
): number {
  const view = viewOf(bytes);
  if (bytes.length < zipRecordSize.local || view.getUint32(0, true) !== zipSignature.local) {
    throw zipDamaged(`"${excerpt(entry.name)}" is not where the directory of the zip archive says`);
  }
  const nameEnd = zipRecordSize.local + view.getUint16(26, true);
  const localName = bytes.subarray(zipRecordSize.local, nameEnd);
  const agrees = view.getUint16(8, true) === entry.method && Buffer.compare(localName, entry.nameBytes) === 0;
  if (!agrees) throw zipHostile(`the zip archive gives "${excerpt(entry.name)}" another name or method at its data`);
  // Sizes that were not known yet stand behind the data, with zeros here (4.4.4); those of zip64 stand in the extra field.
  const isLater = (view.getUint16(6, true) & 0x8) !== 0;
  const isSame = (offset: number, size: number): boolean => {
    const stated = view.getUint32(offset, true);
    return stated === size || stated === 0xffff_ffff || (isLater && stated === 0);
  };
  if (!isSame(18, entry.compressedSizeBytes) || !isSame(22, entry.sizeBytes)) {
    throw zipHostile(`the zip archive gives "${excerpt(entry.name)}" another size at its data`);
  }
  return nameEnd + view.getUint16(28, true);
}

/** Offset of the end record: the last one whose comment ends with the bytes. Throws `INPUT_DAMAGED` where there is none. */
export function findEndRecord(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const last = bytes.length - zipRecordSize.end;
  for (let offset = last; offset >= Math.max(0, last - largestZipComment); offset -= 1) {
    if (view.getUint32(offset, true) !== zipSignature.end) continue;
    if (offset + zipRecordSize.end + view.getUint16(offset + 20, true) === bytes.length) return offset;
  }
  throw zipDamaged('the zip archive has no end record: it is cut off, or no zip archive');
}

/** What the end record at `end` says; numbers that are too large for it stand in the zip64 end record. */
export function parseEndRecord(bytes: Uint8Array, end: number) {
  const view = viewOf(bytes);
  return {
    disk: view.getUint16(end + 4, true),
    directoryDisk: view.getUint16(end + 6, true),
    entriesOnDisk: view.getUint16(end + 8, true),
    entries: view.getUint16(end + 10, true),
    directorySize: view.getUint32(end + 12, true),
    directoryOffset: view.getUint32(end + 16, true),
  };
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

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function zipDamaged(message: string): CriskitError {
  return new CriskitError('INPUT_DAMAGED', message);
}

export function zipHostile(message: string): CriskitError {
  return new CriskitError('INPUT_HOSTILE', message);
}
