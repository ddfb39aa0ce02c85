import type { Digest } from '../core/digest.ts';
import type { HashSetRecord } from './contract.ts';
import { keepText, recordOfRow } from './nsrl-rows.ts';
import { endOfKind } from './plain-values.ts';
import { behindLineEnd } from './text-lines.ts';

/**
 * The quick way over a row of RDS 2.0, for the tens of millions that look alike: digits where digits belong, quotation
 * marks around texts and none within, nothing beyond ASCII. Read from bytes it takes little more than half the time that
 * cells take (measured: 1.7 against 1.0 million rows a second). What it does not know goes the general way; a property
 * test holds that both say the same.
 */

const quote = 0x22;
const comma = 0x2c;

/** Where the columns of fixed width stand within a row: `"SHA-1","MD5","CRC32","FileName",…`. */
export const sha1At = 1;
export const md5At = 44;
export const crc32At = 79;
export const fileNameAt = 90;
export const crc32Length = 8;
const [sha1Length, md5Length] = [40, 32];

const mostSizeDigits = 15;

/** By byte: 1 for what is of the kind. No line end is of any. */
const hexadecimal = kindOf('0123456789abcdefABCDEF');
const decimal = kindOf('0123456789');
const plainText = new Uint8Array(256).fill(1, 0x20, 0x7f);
plainText[quote] = 0;

function kindOf(characters: string): Uint8Array {
  const kind = new Uint8Array(256);
  for (const byte of Buffer.from(characters, 'latin1')) kind[byte] = 1;
  return kind;
}

/** Where the texts and numbers of a row stand. One for all rows, as there are tens of millions. */
export class UsualRow {
  nameEnd = 0;
  sizeAt = 0;
  sizeEnd = 0;
  productAt = 0;
  productEnd = 0;
  systemAt = 0;
  systemEnd = 0;
  specialAt = 0;
  specialEnd = 0;
  /** Behind the end of its line. */
  next = 0;

  /**
   * Looks at the row at `start`: false where it is not of the usual form, to the end of its line. All but the digits of the
   * digests is looked at. `textKind`: what texts consist of.
   */
  find(bytes: Buffer, start: number, textKind: Uint8Array): boolean {
    if (!hasFixedColumns(bytes, start, textKind)) return false;
    this.nameEnd = endOfKind(textKind, bytes, start + fileNameAt);
    if (bytes[this.nameEnd] !== quote || bytes[this.nameEnd + 1] !== comma) return false;
    this.sizeAt = this.nameEnd + 2;
    this.sizeEnd = endOfKind(decimal, bytes, this.sizeAt);
    const sizeDigits = this.sizeEnd - this.sizeAt;
    if (sizeDigits === 0 || sizeDigits > mostSizeDigits || bytes[this.sizeEnd] !== comma) return false;
    this.productAt = this.sizeEnd + 1;
    this.productEnd = endOfKind(decimal, bytes, this.productAt);
    if (bytes[this.productEnd] !== comma || bytes[this.productEnd + 1] !== quote) return false;
    this.systemAt = this.productEnd + 2;
    this.systemEnd = endOfKind(textKind, bytes, this.systemAt);
    if (!isBetweenTexts(bytes, this.systemEnd)) return false;
    this.specialAt = this.systemEnd + 3;
    this.specialEnd = endOfKind(textKind, bytes, this.specialAt);
    this.next = bytes[this.specialEnd] === quote ? behindLineEnd(bytes, this.specialEnd + 1) : -1;
    return this.next >= 0;
  }
}

const found = new UsualRow();

/** The record of the row at `start` of whole lines; undefined where the row is not of the usual form. */
export function readUsualRow(
  bytes: Buffer,
  start: number,
  line: number,
): { readonly record: HashSetRecord; readonly next: number } | undefined {
  if (!hasDigits(bytes, start + sha1At, sha1Length) || !hasDigits(bytes, start + md5At, md5Length)) return undefined;
  if (!found.find(bytes, start, plainText)) return undefined;
  const row = bytes.toString('latin1', start, found.specialEnd);
  const digits = row.slice(sha1At, md5At + md5Length).toLowerCase();
  const digests = {
    md5: digits.slice(md5At - sha1At) as Digest<'md5'>,
    sha1: digits.slice(0, sha1Length) as Digest<'sha1'>,
  };
  const { nameEnd, sizeAt, sizeEnd, productAt, productEnd, systemAt, systemEnd, specialAt, specialEnd } = found;
  const members = new Map<string, unknown>();
  keepText(members, 'CRC32', row.slice(crc32At, crc32At + crc32Length));
  keepText(members, 'ProductCode', row.slice(productAt - start, productEnd - start));
  keepText(members, 'OpSystemCode', row.slice(systemAt - start, systemEnd - start));
  keepText(members, 'SpecialCode', row.slice(specialAt - start, specialEnd - start));
  const sizeBytes = Number(row.slice(sizeAt - start, sizeEnd - start));
  const record = recordOfRow(line, digests, sizeBytes, row.slice(fileNameAt, nameEnd - start), members);
  return { record, next: found.next };
}

function hasDigits(bytes: Buffer, at: number, length: number): boolean {
  return endOfKind(hexadecimal, bytes, at) === at + length;
}

/** `"SHA-1","MD5","CRC32","`: three columns of fixed width. */
function hasFixedColumns(bytes: Buffer, start: number, textKind: Uint8Array): boolean {
  return (
    bytes[start] === quote &&
    isBetweenTexts(bytes, start + sha1At + sha1Length) &&
    isBetweenTexts(bytes, start + md5At + md5Length) &&
    isBetweenTexts(bytes, start + crc32At + crc32Length) &&
    endOfKind(textKind, bytes, start + crc32At) === start + crc32At + crc32Length
  );
}

/** `","` */
function isBetweenTexts(bytes: Buffer, at: number): boolean {
  return bytes[at] === quote && bytes[at + 1] === comma && bytes[at + 2] === quote;
}
