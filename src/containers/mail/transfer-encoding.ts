import { countOf } from '../../core/units.ts';

/** Bytes of a part of a message, and what was wrong with how they were sent. */
export interface TransferredBytes {
  readonly bytes: Uint8Array;
  /** What is wrong, as the rest of a sentence about the encoded text; undefined where all is well. */
  readonly fault: string | undefined;
}

/**
 * Undoes a content transfer encoding (RFC 2045, section 6): what is not encoded keeps each of its bytes. Undefined for an
 * encoding that is none of the standard's.
 */
export function decodeTransfer(body: Uint8Array, encoding: string): TransferredBytes | undefined {
  switch (encoding) {
    case '7bit':
    case '8bit':
    case 'binary':
      return { bytes: body, fault: undefined };
    case 'base64':
      return decodeBase64(body);
    case 'quoted-printable':
      return decodeQuotedPrintable(body);
    default:
      return undefined;
  }
}

const noDigit = 255;
const padding = 0x3d;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Values of the digits of base64, by their codes. */
const base64Values = new Uint8Array(256).fill(noDigit);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  base64Values[digit.charCodeAt(0)] = value;
}

/** By how much the bits of a group are shifted to give the byte that its last digit completes; the first completes none. */
const base64Shifts = Uint8Array.of(0, 0, 4, 2);

function decodeBase64(body: Uint8Array): TransferredBytes {
  const bytes = new Uint8Array(Math.ceil((body.length * 3) / 4));
  let length = 0;
  let digits = 0;
  let bits = 0;
  let strangers = 0;
  let index = 0;
  for (; index < body.length && body[index] !== padding; index += 1) {
    const character = body[index] ?? 0;
    const value = base64Values[character] ?? noDigit;
    if (value === noDigit) {
      if (character > 0x20) strangers += 1;
      continue;
    }
    digits += 1;
    bits = ((bits << 6) | value) & 0xffffff;
    const step = digits & 3;
    if (step !== 1) bytes[length++] = bits >> (base64Shifts[step] ?? 0);
  }
  const fault = base64Fault({ digits, strangers, tail: body.subarray(index) });
  return { bytes: bytes.subarray(0, length), fault };
}

/** `tail`: from the first `=` on. */
function base64Fault(seen: {
  readonly digits: number;
  readonly strangers: number;
  readonly tail: Uint8Array;
}): string | undefined {
  let pads = 0;
  for (const character of seen.tail) {
    if (character === padding) pads += 1;
    else if (character > 0x20) return 'goes on after its end';
  }
  if (seen.strangers > 0) return `holds ${countOf(seen.strangers, 'character')} that are none of base64`;
  const over = seen.digits % 4;
  if (over === 1) return 'is of a length that base64 cannot have';
  return over !== 0 && pads < 4 - over ? 'ends in the middle of a group' : undefined;
}

function decodeQuotedPrintable(body: Uint8Array): TransferredBytes {
  const bytes = new Uint8Array(body.length);
  let length = 0;
  let faults = 0;
  let index = 0;
  while (index < body.length) {
    const character = body[index] ?? 0;
    const blanks = isBlank(character) ? endOfBlanks(body, index) : index;
    if (blanks > index) {
      // Blanks before a line end were added on the way (RFC 2045, 6.7, rule 3).
      if (!isLineEnd(body, blanks)) for (let at = index; at < blanks; at += 1) bytes[length++] = body[at] ?? 0;
      index = blanks;
    } else if (character !== padding) {
      bytes[length++] = character;
      index += 1;
    } else {
      const escape = readEscape(body, index + 1);
      if (escape.value === undefined) faults += 1;
      else if (escape.value >= 0) bytes[length++] = escape.value;
      if (escape.value === undefined) bytes[length++] = padding;
      index = escape.end;
    }
  }
  const fault = faults === 0 ? undefined : `holds ${countOf(faults, 'escape')} that cannot be`;
  return { bytes: bytes.subarray(0, length), fault };
}

/** What stands behind a `=`: a byte, a line end that is not meant (-1), or nothing that may (undefined). */
function readEscape(body: Uint8Array, start: number): { readonly value: number | undefined; readonly end: number } {
  const high = hexValue(body[start]);
  const low = hexValue(body[start + 1]);
  if (high !== undefined && low !== undefined) return { value: high * 16 + low, end: start + 2 };
  const blanks = endOfBlanks(body, start);
  if (!isLineEnd(body, blanks)) return { value: undefined, end: start };
  const lineEnd = body[blanks] === carriageReturn ? 2 : 1;
  return { value: -1, end: Math.min(body.length, blanks + lineEnd) };
}

function hexValue(character: number | undefined): number | undefined {
  if (character === undefined) return undefined;
  const value = Number.parseInt(String.fromCharCode(character), 16);
  return Number.isNaN(value) ? undefined : value;
}

function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x09;
}

function endOfBlanks(body: Uint8Array, start: number): number {
  let end = start;
  while (end < body.length && isBlank(body[end] ?? 0)) end += 1;
  return end;
}

/** True at a line end and at the end of all. */
function isLineEnd(body: Uint8Array, index: number): boolean {
  if (index >= body.length || body[index] === lineFeed) return true;
  return body[index] === carriageReturn && body[index + 1] === lineFeed;
}
