import { crc32, deflateRawSync } from 'node:zlib';
import { CriskitError } from '../../core/errors.ts';
import type { ZipEntry } from './zip-archive.ts';
import { zipRecordSize, zipSignature } from './zip-records.ts';

/** The first moment that a zip archive can state: 1 January 1980, 00:00:00, in the form of MS-DOS. */
const fixedTime = { date: 0x0021, time: 0 } as const;

const zip64ExtraField = 0x0001;
const largestZip32 = 0xffffffff;
const mostEntries = 0xffff;

/** An entry to be written. */
export interface ZipContent {
  /** With `/` between parts. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Written {
  readonly central: Uint8Array;
  readonly pieces: readonly Uint8Array[];
}

/**
 * The archive with the content of some entries replaced. All others keep their compressed bytes, local headers, order,
 * times, attributes and comments byte for byte. `entries` is what `readZipDirectory` says of `bytes`.
 */
export function rebuildZip(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  changes: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const byOffset = [...entries].sort((a, b) => a.localOffset - b.localOffset);
  const directoryStart = entries[0]?.centralRecord.start ?? bytes.length - zipRecordSize.end;
  const pieces: Uint8Array[] = [bytes.subarray(0, byOffset[0]?.localOffset ?? directoryStart)];
  let offset = pieces[0]?.length ?? 0;
  const centralOf = new Map<ZipEntry, Uint8Array>();
  for (const [index, entry] of byOffset.entries()) {
    const change = changes.get(entry.name);
    const next = byOffset[index + 1]?.localOffset ?? directoryStart;
    const central = copyOf(bytes.subarray(entry.centralRecord.start, entry.centralRecord.end));
    viewOf(central).setUint32(42, offset, true);
    const written =
      change === undefined
        ? { central, pieces: [bytes.subarray(entry.localOffset, next)] }
        : replaceContent(bytes, entry, { central, content: change });
    centralOf.set(entry, written.central);
    pieces.push(...written.pieces);
    offset += lengthOf(written.pieces);
  }
  const directory = entries.map((entry) => centralOf.get(entry) ?? new Uint8Array());
  const end = copyOf(bytes.subarray(entries.at(-1)?.centralRecord.end ?? directoryStart));
  viewOf(end).setUint32(12, lengthOf(directory), true);
  viewOf(end).setUint32(16, offset, true);
  return join([...pieces, ...directory, end]);
}

/**
 * A new archive of these entries, in this order. Names, times and attributes depend on nothing but the arguments; the
 * compressed bytes are those of the zlib of this Node.
 */
export function writeZip(entries: readonly ZipContent[]): Uint8Array {
  if (entries.length >= mostEntries) throw tooLarge();
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    const compressed = deflateRawSync(bytes);
    const local = new Uint8Array(zipRecordSize.local);
    const central = new Uint8Array(zipRecordSize.central);
    viewOf(local).setUint32(0, zipSignature.local, true);
    viewOf(central).setUint32(0, zipSignature.central, true);
    viewOf(central).setUint16(4, 20, true);
    for (const [record, at] of [
      [local, 4],
      [central, 6],
    ] as const) {
      const view = viewOf(record);
      view.setUint16(at, 20, true);
      view.setUint16(at + 2, nameBytes.length === name.length ? 0 : 0x800, true);
      view.setUint16(at + 6, fixedTime.time, true);
      view.setUint16(at + 8, fixedTime.date, true);
      setContent(record, at, { content: bytes, compressed });
      view.setUint16(at + 22, nameBytes.length, true);
    }
    viewOf(central).setUint32(42, offset, true);
    pieces.push(local, nameBytes, compressed);
    directory.push(central, nameBytes);
    offset += local.length + nameBytes.length + compressed.length;
  }
  const end = new Uint8Array(zipRecordSize.end);
  const view = viewOf(end);
  view.setUint32(0, zipSignature.end, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, lengthOf(directory), true);
  view.setUint32(16, offset, true);
  return join([...pieces, ...directory, end]);
}

function replaceContent(
  bytes: Uint8Array,
  entry: ZipEntry,
  change: { readonly central: Uint8Array; readonly content: Uint8Array },
): Written {
  const { central, content } = change;
  const compressed = deflateRawSync(content);
  const original = bytes.subarray(entry.localOffset, entry.dataOffset);
  const nameEnd = zipRecordSize.local + viewOf(original).getUint16(26, true);
  const extra = withoutZip64(original.subarray(nameEnd));
  const local = join([original.subarray(0, nameEnd), extra]);
  viewOf(local).setUint16(28, extra.length, true);
  for (const [record, at] of [
    [local, 4],
    [central, 6],
  ] as const) {
    const view = viewOf(record);
    view.setUint16(at, Math.max(20, view.getUint16(at, true)), true);
    // Neither a deflate level of another program nor a data descriptor behind the data.
    view.setUint16(at + 2, view.getUint16(at + 2, true) & ~0x0e, true);
    setContent(record, at, { content, compressed });
  }
  return { central, pieces: [local, compressed] };
}

/** Method, checksum and sizes; `at` is where the record states the version needed, from which their places follow. */
function setContent(
  record: Uint8Array,
  at: number,
  data: { readonly content: Uint8Array; readonly compressed: Uint8Array },
): void {
  const view = viewOf(record);
  view.setUint16(at + 4, 8, true);
  view.setUint32(at + 10, crc32(data.content), true);
  view.setUint32(at + 14, data.compressed.length, true);
  view.setUint32(at + 18, data.content.length, true);
}

/** A streaming writer may state the sizes again in an extra field, which would be wrong for the new content. */
function withoutZip64(extra: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  let offset = 0;
  while (offset + 4 <= extra.length) {
    const view = viewOf(extra);
    const end = offset + 4 + view.getUint16(offset + 2, true);
    if (view.getUint16(offset, true) !== zip64ExtraField) kept.push(extra.subarray(offset, end));
    offset = end;
  }
  return join([...kept, extra.subarray(Math.min(offset, extra.length))]);
}

/** A copy indeed: `slice` of a Buffer would share its memory. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const length = lengthOf(pieces);
  if (length >= largestZip32) throw tooLarge();
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

function tooLarge(): CriskitError {
  return new CriskitError('FORMAT_CANNOT', 'a zip archive without zip64 holds less than 4 GiB and 65,535 entries');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
