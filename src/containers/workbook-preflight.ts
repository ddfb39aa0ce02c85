import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { formatBytes, formatCount } from '../core/units.ts';
import { CompoundDamage, readCompoundStreams } from './compound-file.ts';
import type { ContainerInput } from './contract.ts';
import { inflateZipEntry, readZipDirectory } from './zip-archive.ts';

const mebibyte = 1024 * 1024;

/** What a workbook may hold. A report of 50,000 rows stays below a tenth of each. */
export const workbookLimits = {
  fileBytes: 128 * mebibyte,
  partBytes: 192 * mebibyte,
  allPartsBytes: 384 * mebibyte,
  cells: 3_000_000,
  rowsPerSheet: 300_000,
} as const;

/** More than this and too large is a bomb; sheets grow 5 to 60 times. */
const suspiciousRatio = 100;

/** What has been made sure of before SheetJS sees the bytes. */
export interface Preflight {
  /** Cells that the sheets hold, counted in their XML; undefined for .xls. What is read must come to the same number. */
  readonly cellCount: number | undefined;
}

/**
 * Refuses what would harm or deceive the reader: `INPUT_HOSTILE` for zip bombs and document types, `INPUT_ENCRYPTED`,
 * `INPUT_DAMAGED`, `INPUT_TOO_LARGE`.
 */
export function checkWorkbook(input: ContainerInput): Preflight {
  const { bytes, name } = input;
  if (bytes.length > workbookLimits.fileBytes) throw tooLarge(name, formatBytes(bytes.length));
  return isZip(bytes) ? checkPackage(input) : checkCompoundFile(input);
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

function checkPackage({ bytes, name }: ContainerInput): Preflight {
  const entries = readZipDirectory(bytes);
  const unpacked = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (unpacked > workbookLimits.allPartsBytes) {
    if (unpacked < bytes.length * suspiciousRatio) throw tooLarge(name, `${formatBytes(unpacked)} unpacked`);
    throw hostile(name, `would unpack from ${formatBytes(bytes.length)} to ${formatBytes(unpacked)}`);
  }
  let cellCount = 0;
  for (const entry of entries) {
    const part = inflateZipEntry(bytes, entry, { maxBytes: workbookLimits.partBytes });
    const content = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    if (!looksLikeXml(content)) continue;
    const named = `holds a part "${excerpt(entry.name)}" that`;
    if (content[0] === 0 || content[1] === 0 || content[0] === 0xff || content[0] === 0xfe) {
      throw hostile(name, `${named} is not written in UTF-8`);
    }
    if (content.includes('<!DOCTYPE') || content.includes('<!ENTITY')) {
      throw hostile(name, `${named} declares a document type or entities`);
    }
    cellCount += countCells(content);
    if (cellCount > workbookLimits.cells) throw tooLarge(name, `more than ${formatCount(workbookLimits.cells)} cells`);
  }
  return { cellCount };
}

/** By a first `<`, after a byte order mark and blanks, in one byte or two. */
function looksLikeXml(content: Buffer): boolean {
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*</.test(content.subarray(0, 256).toString('latin1'));
}

/** Cell elements of a worksheet part; 0 for any other part. */
function countCells(content: Buffer): number {
  const root = /<((?:\w+:)?)worksheet[\s>]/.exec(content.subarray(0, 4096).toString('latin1'));
  if (root === null) return 0;
  const start = content.indexOf(`<${root[1] ?? ''}sheetData`);
  const end = content.indexOf(`</${root[1] ?? ''}sheetData`);
  if (start < 0 || end < 0) return 0;
  const tag = Buffer.from(`<${root[1] ?? ''}c`);
  let count = 0;
  for (let at = content.indexOf(tag, start); at >= 0 && at < end; at = content.indexOf(tag, at + tag.length)) {
    const next = content[at + tag.length] ?? 0;
    if (next <= 0x20 || next === 0x3e || next === 0x2f) count += 1;
  }
  return count;
}

function checkCompoundFile({ bytes, name }: ContainerInput): Preflight {
  let streams: ReadonlyMap<string, Uint8Array>;
  try {
    streams = readCompoundStreams(bytes);
  } catch (error) {
    if (!(error instanceof CompoundDamage)) throw error;
    throw new CriskitError('INPUT_DAMAGED', `${name} is a damaged or cut off Office file: ${error.message}`, {
      path: name,
      cause: error,
    });
  }
  if (streams.has('/EncryptedPackage')) throw encrypted(name);
  const book = streams.get('/Workbook') ?? streams.get('/Book');
  if (book === undefined) throw new CriskitError('INPUT_DAMAGED', `${name} holds no workbook stream`, { path: name });
  if (hasFilePass(book)) throw encrypted(name);
  return { cellCount: undefined };
}

const endOfFileRecord = 0x0a;
const filePassRecord = 0x2f;

/** True where the workbook globals of a BIFF stream hold a FILEPASS record ([MS-XLS] 2.4.117). */
function hasFilePass(stream: Uint8Array): boolean {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let offset = 0; offset + 4 <= stream.length; offset += 4 + view.getUint16(offset + 2, true)) {
    const type = view.getUint16(offset, true);
    if (type === filePassRecord) return true;
    if (type === endOfFileRecord) return false;
  }
  return false;
}

function encrypted(name: string): CriskitError {
  return new CriskitError('INPUT_ENCRYPTED', `${name} is protected by a password`, {
    path: name,
    hint: 'Open it in Excel with the password, save a copy without one, and import that.',
  });
}

function hostile(name: string, what: string): CriskitError {
  return new CriskitError('INPUT_HOSTILE', `${name} ${what}; it was not opened`, {
    path: name,
    hint: 'No spreadsheet program writes such a file. Find out where it comes from.',
  });
}

function tooLarge(name: string, size: string): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `${name} holds ${size}, more than a report can`, {
    path: name,
    hint: 'Save the sheets with the report as CSV and import that.',
  });
}
