import { inflateZipEntry, readZipDirectory } from './zip-archive.ts';
import { zipRecordSize, zipSignature } from './zip-records.ts';

/** What a zip archive is: a document that is stored in one (an Office or OpenDocument package), or an archive of files. */
export type PackageKind =
  | 'workbook'
  | 'binary-workbook'
  | 'word-document'
  | 'office-document'
  | 'open-document'
  | 'archive';

/** By these a package is told whose list of contents is cut off. */
const officeFolders = ['xl/', 'word/', 'ppt/', '_rels/.rels', 'docProps/'];

/**
 * By the names of the entries, never by bytes within them: an archive may hold a workbook that is stored uncompressed,
 * and is an archive all the same. Undefined where the bytes do not begin as a zip archive.
 */
export function packageKindOf(bytes: Uint8Array): PackageKind | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const isEmptyArchive = bytes[2] === 5 && bytes[3] === 6;
  if (!isEmptyArchive && (bytes[2] !== 3 || bytes[3] !== 4)) return undefined;
  const { names, isWhole } = namesIn(bytes);
  const has = (start: string): boolean => names.some((name) => name.startsWith(start));
  if (names.includes('[Content_Types].xml') || (!isWhole && officeFolders.some(has))) {
    if (names.includes('xl/workbook.bin')) return 'binary-workbook';
    if (has('xl/')) return 'workbook';
    return has('word/') ? 'word-document' : 'office-document';
  }
  const isOpenDocument =
    openDocumentType(bytes) !== undefined || (names.includes('content.xml') && names.includes('META-INF/manifest.xml'));
  return isOpenDocument ? 'open-document' : 'archive';
}

/**
 * The media type that an OpenDocument package states in its entry `mimetype`, such as
 * `application/vnd.oasis.opendocument.text`; also where the archive is cut off or damaged behind it.
 */
export function openDocumentType(bytes: Uint8Array): string | undefined {
  const stated = typeInDirectory(bytes) ?? typeAtBeginning(bytes);
  return stated === undefined ? undefined : /^application\/vnd\.oasis\.opendocument\.[a-z-]+/.exec(stated)?.[0];
}

/** Longer than any type. */
const longestTypeBytes = 256;

function typeInDirectory(bytes: Uint8Array): string | undefined {
  try {
    const entry = readZipDirectory(bytes).find(({ name }) => name === 'mimetype');
    if (entry === undefined) return undefined;
    return Buffer.from(inflateZipEntry(bytes, entry, { maxBytes: longestTypeBytes })).toString('latin1');
  } catch {
    return undefined;
  }
}

/** The entry stands first and is stored uncompressed: OpenDocument 1.3, part 2, 3.3. */
function typeAtBeginning(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, zipRecordSize.local + longestTypeBytes));
  if (head.length < zipRecordSize.local + 8 || head.readUInt32LE(0) !== zipSignature.local) return undefined;
  const nameEnd = zipRecordSize.local + head.readUInt16LE(26);
  if (head.toString('latin1', zipRecordSize.local, nameEnd) !== 'mimetype') return undefined;
  const start = nameEnd + head.readUInt16LE(28);
  return head.toString('latin1', start, start + head.readUInt32LE(18));
}

/** The names in the directory; where it is missing or damaged, those at the data of the entries that are left. */
function namesIn(bytes: Uint8Array): { readonly names: readonly string[]; readonly isWhole: boolean } {
  try {
    return { names: readZipDirectory(bytes).map(({ name }) => name), isWhole: true };
  } catch {
    return { names: [...localNames(bytes)], isWhole: false };
  }
}

/** From one local header to the next, as long as there are any: APPNOTE 4.3.7. */
function* localNames(bytes: Uint8Array): Generator<string> {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset + zipRecordSize.local <= content.length && content.readUInt32LE(offset) === zipSignature.local) {
    const nameStart = offset + zipRecordSize.local;
    const nameEnd = nameStart + content.readUInt16LE(offset + 26);
    yield content.toString('latin1', nameStart, nameEnd);
    const dataStart = nameEnd + content.readUInt16LE(offset + 28);
    const isStreamed = (content.readUInt16LE(offset + 6) & 8) !== 0;
    offset = isStreamed ? content.indexOf('PK\x03\x04', dataStart) : dataStart + content.readUInt32LE(offset + 18);
    if (offset < 0) return;
  }
}
