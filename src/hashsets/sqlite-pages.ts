import { readSync } from 'node:fs';

/** What stands in the first 100 bytes of a SQLite file (sqlite.org/fileformat.html §1.3). */
export interface DatabaseHeader {
  readonly pageSizeBytes: number;
  /** Of each page, what is not set aside for extensions. */
  readonly usableBytes: number;
  /** True where changes go to a write-ahead log first. */
  readonly usesLog: boolean;
}

/** A table of the schema. */
export interface SchemaEntry {
  /** In UTF-16 databases with the NUL of each character taken out. */
  readonly name: string;
  /** 0 for what has no pages: views, triggers, virtual tables. */
  readonly rootPage: number;
  /** Of the whole entry with its SQL. */
  readonly sizeBytes: number;
}

/** That pages do not hold together; whoever reads a file makes an error of it that names the file. */
export class PageFault extends Error {
  readonly kind: 'damaged' | 'too-large';

  constructor(kind: 'damaged' | 'too-large') {
    super(`pages are ${kind}`);
    this.kind = kind;
  }
}

const headerSizeBytes = 100;
const interiorTablePage = 0x05;
const leafTablePage = 0x0d;

/** Undefined where the page size is none that SQLite knows. */
export function parseHeader(head: Uint8Array): DatabaseHeader | undefined {
  if (head.length < headerSizeBytes) return undefined;
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  const stated = bytes.readUInt16BE(16);
  const pageSizeBytes = stated === 1 ? 65_536 : stated;
  if (pageSizeBytes < 512 || (pageSizeBytes & (pageSizeBytes - 1)) !== 0) return undefined;
  const usableBytes = pageSizeBytes - bytes.readUInt8(20);
  return { pageSizeBytes, usableBytes, usesLog: bytes.readUInt8(18) === 2 || bytes.readUInt8(19) === 2 };
}

/**
 * Walks trees of tables page by page, none of them twice. SQLite does not look for trees that lead back into
 * themselves, and would read such a one without end (fileformat.html §1.6).
 */
export class PageWalk {
  readonly #descriptor: number;
  readonly #header: DatabaseHeader;
  readonly #seen = new Set<number>();
  #pagesLeft: number;

  /** `mostPages`: of all trees that are walked. */
  constructor(descriptor: number, header: DatabaseHeader, mostPages: number) {
    this.#descriptor = descriptor;
    this.#header = header;
    this.#pagesLeft = mostPages;
  }

  /** Tables, views and the rest, as the tree on page 1 lists them. Throws `PageFault`. */
  *schema(): Generator<SchemaEntry> {
    for (const { bytes, start } of this.leaves(1)) {
      const cells = numberOfCells(bytes, start);
      for (let cell = 0; cell < cells; cell += 1) {
        yield parseSchemaEntry(bytes, readUInt16(bytes, start + 8 + cell * 2));
      }
    }
  }

  /** `start`: where the header of the page begins. Throws `PageFault`. */
  *leaves(rootPage: number): Generator<{ readonly bytes: Buffer; readonly start: number }> {
    const waiting = [rootPage];
    for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
      const bytes = this.#read(page);
      const start = page === 1 ? headerSizeBytes : 0;
      if (bytes[start] === leafTablePage) {
        yield { bytes, start };
        continue;
      }
      if (bytes[start] !== interiorTablePage) throw new PageFault('damaged');
      waiting.push(readUInt32(bytes, start + 8));
      for (let cell = numberOfCells(bytes, start) - 1; cell >= 0; cell -= 1) {
        waiting.push(readUInt32(bytes, readUInt16(bytes, start + 12 + cell * 2)));
      }
      if (waiting.length > this.#pagesLeft) throw new PageFault('too-large');
    }
  }

  #read(page: number): Buffer {
    if (page === 0 || this.#seen.has(page)) throw new PageFault('damaged');
    if (this.#pagesLeft === 0) throw new PageFault('too-large');
    this.#pagesLeft -= 1;
    this.#seen.add(page);
    const { pageSizeBytes, usableBytes } = this.#header;
    const bytes = Buffer.alloc(pageSizeBytes);
    if (readSync(this.#descriptor, bytes, 0, pageSizeBytes, (page - 1) * pageSizeBytes) < pageSizeBytes) {
      throw new PageFault('damaged');
    }
    return bytes.subarray(0, usableBytes);
  }
}

/** A cell of the schema's leaf: sizes, then a record of type, name, table name, root page and SQL (§2.1, §2.6). */
function parseSchemaEntry(page: Buffer, start: number): SchemaEntry {
  const size = readVariableInteger(page, start);
  const rowId = readVariableInteger(page, size.end);
  const recordHeader = readVariableInteger(page, rowId.end);
  const type = readVariableInteger(page, recordHeader.end);
  const name = readVariableInteger(page, type.end);
  const tableName = readVariableInteger(page, name.end);
  const rootPage = readVariableInteger(page, tableName.end);
  const nameAt = rowId.end + recordHeader.value + contentSize(type.value);
  const rootPageAt = nameAt + contentSize(name.value) + contentSize(tableName.value);
  const rootPageEnd = rootPageAt + contentSize(rootPage.value);
  if (rootPageEnd > page.length) throw new PageFault('damaged');
  return {
    name: page.toString('latin1', nameAt, nameAt + contentSize(name.value)).replaceAll('\0', ''),
    rootPage: parseInteger(page, rootPageAt, rootPage.value),
    sizeBytes: size.value,
  };
}

/** Bytes that a value of this serial type takes (§2.1). */
function contentSize(serialType: number): number {
  if (serialType >= 12) return Math.floor((serialType - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][serialType] ?? 0;
}

function parseInteger(page: Buffer, at: number, serialType: number): number {
  if (serialType === 9) return 1;
  const size = serialType >= 1 && serialType <= 5 ? contentSize(serialType) : 0;
  return size === 0 ? 0 : page.readUIntBE(at, size);
}

function readVariableInteger(page: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at += 1) {
    const byte = page[at];
    if (byte === undefined) throw new PageFault('damaged');
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return { value: value * 256 + (page[start + 8] ?? 0), end: start + 9 };
}

function numberOfCells(page: Buffer, start: number): number {
  return readUInt16(page, start + 3);
}

function readUInt16(page: Buffer, at: number): number {
  if (at + 2 > page.length) throw new PageFault('damaged');
  return page.readUInt16BE(at);
}

function readUInt32(page: Buffer, at: number): number {
  if (at + 4 > page.length) throw new PageFault('damaged');
  return page.readUInt32BE(at);
}
