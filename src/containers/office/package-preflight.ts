import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import { formatBytes } from '../../core/units.ts';
import type { ContainerInput } from '../contract.ts';
import { inflateZipEntry, readZipDirectory } from '../archives/zip-archive.ts';

const mebibyte = 1024 * 1024;

/** What an office document that is a zip archive may hold. A report of 50,000 rows stays below a tenth of each. */
export const packageLimits = {
  fileBytes: 128 * mebibyte,
  partBytes: 192 * mebibyte,
  allPartsBytes: 384 * mebibyte,
} as const;

/** More than this and too large is a bomb; sheets grow 5 to 60 times. */
const suspiciousRatio = 100;

export interface PackageReader {
  /** Parts that are not wanted are not unpacked. */
  readonly wants?: (name: string) => boolean;
  /** XML is known by then to be in UTF-8 and to declare no document type. */
  readonly onPart: (name: string, content: Buffer) => void;
}

/**
 * Unpacks the parts of an office document, one after the other. Refuses what would harm or deceive a reader:
 * `INPUT_HOSTILE` for zip bombs and document types, `INPUT_ENCRYPTED`, `INPUT_DAMAGED`, `INPUT_TOO_LARGE`.
 */
export function readPackage({ bytes, name }: ContainerInput, reader: PackageReader): void {
  if (bytes.length > packageLimits.fileBytes) throw tooLarge(name, formatBytes(bytes.length));
  const entries = readZipDirectory(bytes);
  const unpacked = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (unpacked > packageLimits.allPartsBytes) {
    if (unpacked < bytes.length * suspiciousRatio) throw tooLarge(name, `${formatBytes(unpacked)} unpacked`);
    throw hostile(name, `would unpack from ${formatBytes(bytes.length)} to ${formatBytes(unpacked)}`);
  }
  for (const entry of entries) {
    if (reader.wants?.(entry.name) === false) continue;
    const part = inflateZipEntry(bytes, entry, { maxBytes: packageLimits.partBytes });
    const content = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    refuseDeceivingXml(content, name, entry.name);
    reader.onPart(entry.name, content);
  }
}

function refuseDeceivingXml(content: Buffer, name: string, part: string): void {
  if (!looksLikeXml(content)) return;
  const named = `holds a part "${excerpt(part)}" that`;
  if (content[0] === 0 || content[1] === 0 || content[0] === 0xff || content[0] === 0xfe) {
    throw hostile(name, `${named} is not written in UTF-8`);
  }
  if (content.includes('<!DOCTYPE') || content.includes('<!ENTITY')) {
    throw hostile(name, `${named} declares a document type or entities`);
  }
}

/** By a first `<`, after a byte order mark and blanks, in one byte or two. */
function looksLikeXml(content: Buffer): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*</.test(content.subarray(0, 256).toString('latin1'));
}

/** A document that only its password opens. */
export function protectedDocument(name: string, cause?: unknown): CriskitError {
  return new CriskitError('INPUT_ENCRYPTED', `${name} is an office document protected by a password`, {
    path: name,
    hint: 'Open it in the program it was made with (Excel, Word, LibreOffice) with the password, save a copy without one, and import that.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function hostile(name: string, what: string): CriskitError {
  return new CriskitError('INPUT_HOSTILE', `${name} ${what}; it was not opened`, {
    path: name,
    hint: 'No office program writes such a file. Find out where it comes from.',
  });
}

export function tooLarge(name: string, size: string): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `${name} holds ${size}, more than a report can`, {
    path: name,
    hint: 'Save the sheets or tables with the report as CSV and import that.',
  });
}
