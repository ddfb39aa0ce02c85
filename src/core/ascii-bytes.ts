/** Digits as bytes of ASCII, for readers and writers that make no text of them. */

const zero = 0x30;

/** What two hexadecimal digits in either case stand for, by their bytes as one little-endian number; 256 for anything else. */
const byteOfPair = new Uint16Array(1 << 16).fill(0x100);
const digits = [...'0123456789abcdef'].flatMap((digit, value) =>
  [...new Set([digit, digit.toUpperCase()])].map((either) => ({ code: either.charCodeAt(0), value })),
);
for (const high of digits) {
  for (const low of digits) byteOfPair[high.code | (low.code << 8)] = (high.value << 4) | low.value;
}

/**
 * Writes the bytes that hexadecimal digits from `from` on stand for; false where something else than digits stands there. All
 * of them must lie within `source`.
 */
export function decodeHexadecimal(
  source: DataView,
  from: number,
  target: Uint8Array,
  at: number,
  sizeBytes: number,
): boolean {
  let all = 0;
  let next = from;
  const end = at + sizeBytes;
  for (let index = at; index < end; index += 1) {
    const byte = byteOfPair[source.getUint16(next, true)] ?? 0;
    all |= byte;
    target[index] = byte;
    next += 2;
  }
  return all < 0x100;
}

/** The number that so many decimal digits are, which the caller has looked at; exact up to 15 of them. */
export function decimalAt(digits: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (digits[at] ?? 0) - zero;
  return value;
}

/** Writes a whole number from 0 on, and gives the place behind it. */
export function writeDecimal(target: Uint8Array, at: number, number: number): number {
  let end = at + 1;
  for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) end += 1;
  let rest = number;
  for (let index = end - 1; index >= at; index -= 1) {
    const tens = Math.floor(rest / 10);
    target[index] = zero + rest - tens * 10;
    rest = tens;
  }
  return end;
}
