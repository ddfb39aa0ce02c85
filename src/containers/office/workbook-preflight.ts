import { CriskitError } from '../../core/errors.ts';
import { formatBytes, formatCount } from '../../core/units.ts';
import { CompoundDamage, readCompoundStreams } from './compound-file.ts';
import type { ContainerInput } from '../contract.ts';
import { protectedDocument, readPackage, tooLarge } from './package-preflight.ts';
import { workbookLimits } from './workbook-limits.ts';
import { refuseWideRanges, refuseWideRecords } from './workbook-ranges.ts';

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

function checkPackage(input: ContainerInput): Preflight {
  let cellCount = 0;
  readPackage(input, {
    onPart: (_name, content) => {
      refuseWideRanges(input, content);
      cellCount += countCells(content);
      if (cellCount > workbookLimits.cells) {
        throw tooLarge(input.name, `more than ${formatCount(workbookLimits.cells)} cells`);
      }
    },
  });
  return { cellCount };
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

function checkCompoundFile(input: ContainerInput): Preflight {
  const { bytes, name } = input;
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
  if (streams.has('/EncryptedPackage')) throw protectedDocument(name);
  const book = streams.get('/Workbook') ?? streams.get('/Book');
  if (book === undefined) throw new CriskitError('INPUT_DAMAGED', `${name} holds no workbook stream`, { path: name });
  if (hasFilePass(book)) throw protectedDocument(name);
  refuseWideRecords(input, book);
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
