/** Values of JSON that stand in the bytes as they are: looked at without making texts of them. */

const quotationMark = 0x22;
const backslash = 0x5c;
const zero = 0x30;
const nine = 0x39;

/** Any number of so many digits is exact. */
const mostDigits = 15;

export function hasBytes(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  return true;
}

/** In the place of a byte behind the end: of no kind. */
const nothing = 256;

/** 1 for what may stand within a plain text: ASCII without quotation mark and backslash. */
const plainText = new Uint8Array(256).fill(1, 0, 0x80);
plainText[quotationMark] = 0;
plainText[backslash] = 0;
/** The same without control characters: what stands in JSON of ours as it is. */
export const plainInJson = Uint8Array.from(plainText).fill(0, 0, 0x20);

/** The first byte of another kind; the length where there is none. */
export function endOfKind(kind: Uint8Array, bytes: Uint8Array, start: number): number {
  let at = start;
  while (kind[bytes[at] ?? nothing] === 1) at += 1;
  return at;
}

/** The quotation mark that ends a plain text; -1 where there is none. */
export function endOfText(bytes: Uint8Array, start: number): number {
  const end = endOfKind(plainText, bytes, start);
  return bytes[end] === quotationMark ? end : -1;
}

/** Behind the digits of a whole number without needless zeros; -1 where there is none. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) >= zero && (bytes[at] ?? 0) <= nine) at += 1;
  const digits = at - start;
  return digits === 0 || digits > mostDigits || (digits > 1 && bytes[start] === zero) ? -1 : at;
}
