import type { Digest } from '../core/digest.ts';
import type { HashSetRecord } from './contract.ts';
import { keepText, recordOfRow } from './nsrl-rows.ts';

/**
 * The quick way over a row of RDS 2.0, for the tens of millions that look alike: digits where digits belong, quotation
 * marks around texts and none within, nothing beyond ASCII. Read from bytes it takes little more than half the time that
 * cells take (measured: 1.7 against 1.0 million rows a second). What it does not know goes the general way; a property
 * test holds that both say the same.
 */

const quote = 0x22;
const comma = 0x2c;

/** Where the columns of fixed width stand within a row: `"SHA-1","MD5","CRC32","FileName",…`. */
const sha1At = 1;
const md5At = 44;
const crc32At = 79;
const fileNameAt = 90;

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

/** The record of the row at `start`, whose line end stands at `end`; undefined where the row is not of the usual form. */
export function readUsualRow(bytes: Buffer, start: number, end: number, line: number): HashSetRecord | undefined {
  if (!beginsAsUsual(bytes, start)) return undefined;
  const nameEnd = endOf(plainText, bytes, start + fileNameAt);
  if (bytes[nameEnd] !== quote || bytes[nameEnd + 1] !== comma) return undefined;
  const sizeAt = nameEnd + 2;
  const sizeEnd = endOf(decimal, bytes, sizeAt);
  if (sizeEnd === sizeAt || sizeEnd - sizeAt > mostSizeDigits || bytes[sizeEnd] !== comma) return undefined;
  const productAt = sizeEnd + 1;
  const productEnd = endOf(decimal, bytes, productAt);
  if (bytes[productEnd] !== comma || bytes[productEnd + 1] !== quote) return undefined;
  const systemAt = productEnd + 2;
  const systemEnd = endOf(plainText, bytes, systemAt);
  if (!isBetweenTexts(bytes, systemEnd)) return undefined;
  const specialAt = systemEnd + 3;
  const specialEnd = endOf(plainText, bytes, specialAt);
  if (bytes[specialEnd] !== quote || specialEnd + 1 !== end) return undefined;

  const row = bytes.toString('latin1', start, end);
  const digits = row.slice(sha1At, md5At + 32).toLowerCase();
  const digests = {
    md5: digits.slice(md5At - sha1At) as Digest<'md5'>,
    sha1: digits.slice(0, 40) as Digest<'sha1'>,
  };
  const members = new Map<string, unknown>();
  keepText(members, 'CRC32', row.slice(crc32At, crc32At + 8));
  keepText(members, 'ProductCode', row.slice(productAt - start, productEnd - start));
  keepText(members, 'OpSystemCode', row.slice(systemAt - start, systemEnd - start));
  keepText(members, 'SpecialCode', row.slice(specialAt - start, specialEnd - start));
  const sizeBytes = Number(row.slice(sizeAt - start, sizeEnd - start));
  return recordOfRow(line, digests, sizeBytes, row.slice(fileNameAt, nameEnd - start), members);
}

/** `"SHA-1","MD5","CRC32","`: three columns of fixed width, the digits of the digests checked. */
function beginsAsUsual(bytes: Buffer, start: number): boolean {
  return (
    bytes[start] === quote &&
    isBetweenTexts(bytes, start + sha1At + 40) &&
    isBetweenTexts(bytes, start + md5At + 32) &&
    isBetweenTexts(bytes, start + crc32At + 8) &&
    endOf(hexadecimal, bytes, start + sha1At) === start + sha1At + 40 &&
    endOf(hexadecimal, bytes, start + md5At) === start + md5At + 32 &&
    endOf(plainText, bytes, start + crc32At) === start + crc32At + 8
  );
}

/** `","` */
function isBetweenTexts(bytes: Buffer, at: number): boolean {
  return bytes[at] === quote && bytes[at + 1] === comma && bytes[at + 2] === quote;
}

/** Where the bytes of this kind end. */
function endOf(kind: Uint8Array, bytes: Buffer, from: number): number {
  let at = from;
  while (kind[bytes[at] ?? 0] === 1) at += 1;
  return at;
}
