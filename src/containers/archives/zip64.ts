import { CriskitError } from '../../core/errors.ts';
import { excerpt } from '../../core/printable.ts';
import type { RandomAccess } from './random-access.ts';
import {
  beyondZip32,
  type CentralRecord,
  parseEndRecord,
  zipDamaged,
  zipRecordSize,
  zipSignature,
} from './zip-records.ts';

/** Where the central directory stands, and how many entries it has. */
export interface ZipDirectoryPlace {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

const zip64ExtraField = 0x0001;

/**
 * What the end of an archive says, with or without the records of zip64 (APPNOTE 4.3.14, 4.3.15). `tail`: the bytes from
 * `tailOffset` of the file to its end; the end record begins at `endRecord` of them. Throws `INPUT_DAMAGED`, `FORMAT_CANNOT`.
 */
export async function readEndOfZip(
  file: RandomAccess,
  tail: Uint8Array,
  { tailOffset, endRecord }: { readonly tailOffset: number; readonly endRecord: number },
): Promise<ZipDirectoryPlace> {
  const short = parseEndRecord(tail, endRecord);
  const end = tailOffset + endRecord;
  const locatorOffset = end - zipRecordSize.zip64Locator;
  const locator = locatorOffset < 0 ? Buffer.alloc(0) : await file.read(locatorOffset, zipRecordSize.zip64Locator);
  const hasZip64 =
    locator.length === zipRecordSize.zip64Locator && locator.readUInt32LE(0) === zipSignature.zip64Locator;
  const { place, inOnePart } = hasZip64
    ? await readZip64End(file, locator, locatorOffset)
    : {
        place: { count: short.entries, start: short.directoryOffset, end: short.directoryOffset + short.directorySize },
        inOnePart: short.disk === 0 && short.directoryDisk === 0 && short.entriesOnDisk === short.entries,
      };
  if (!inOnePart) throw new CriskitError('FORMAT_CANNOT', 'the zip archive is one part of several');
  const expectedEnd = hasZip64 ? number64(locator, 8) : end;
  if (place.end !== expectedEnd) throw zipDamaged('the directory of the zip archive is not where its end record says');
  return place;
}

async function readZip64End(file: RandomAccess, locator: Buffer, locatorOffset: number) {
  const offset = number64(locator, 8);
  const record = offset > locatorOffset ? Buffer.alloc(0) : await file.read(offset, zipRecordSize.zip64End);
  const isThere = record.length === zipRecordSize.zip64End && record.readUInt32LE(0) === zipSignature.zip64End;
  // The size in the record counts what follows it.
  if (!isThere || offset + 12 + number64(record, 4) !== locatorOffset) {
    throw zipDamaged('the zip64 end record of the zip archive is not where it should be');
  }
  const [start, count] = [number64(record, 48), number64(record, 32)];
  return {
    place: { count, start, end: start + number64(record, 40) },
    inOnePart:
      record.readUInt32LE(16) === 0 &&
      record.readUInt32LE(20) === 0 &&
      number64(record, 24) === count &&
      locator.readUInt32LE(16) <= 1,
  };
}

/** The numbers of an entry that are too large for its record, from its extra field (APPNOTE 4.5.3). */
export function withZip64Numbers({ extra, end: _, ...entry }: CentralRecord): Omit<CentralRecord, 'end' | 'extra'> {
  const numbers = zip64Field(extra);
  let at = 0;
  const whole = (value: number) => {
    if (value !== beyondZip32) return value;
    at += 8;
    if (numbers === undefined || numbers.length < at) {
      throw zipDamaged(`"${excerpt(entry.name)}" in the zip archive lacks its zip64 sizes`);
    }
    return number64(numbers, at - 8);
  };
  const sizeBytes = whole(entry.sizeBytes);
  const compressedSizeBytes = whole(entry.compressedSizeBytes);
  return { ...entry, sizeBytes, compressedSizeBytes, localOffset: whole(entry.localOffset) };
}

function zip64Field(extra: Uint8Array): Buffer | undefined {
  const fields = Buffer.from(extra.buffer, extra.byteOffset, extra.length);
  for (let at = 0; at + 4 <= fields.length; ) {
    const end = at + 4 + fields.readUInt16LE(at + 2);
    if (fields.readUInt16LE(at) === zip64ExtraField) return fields.subarray(at + 4, end);
    at = end;
  }
  return undefined;
}

function number64(bytes: Buffer, offset: number): number {
  const value = bytes.readBigUInt64LE(offset);
  if (value > Number.MAX_SAFE_INTEGER) throw zipDamaged('the zip archive states an impossible size');
  return Number(value);
}
