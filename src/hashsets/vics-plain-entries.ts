import type { Digest } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { HashSetRecord } from './contract.ts';
import type { JsonCursor } from './json-cursor.ts';
import { type EntryShape, shapeOfEntry, type ValueSlot } from './vics-entry-shape.ts';
import { MediaInProgress } from './vics-media.ts';
import { takeMember } from './vics-members.ts';

/** Lists in which some entries lack a member have few shapes. */
const shapesKept = 4;

/**
 * Reads entries that are written as one before, byte for byte but for their values, and whose values are digests, texts
 * without escapes and whole numbers: several times faster than `JsonCursor` and `recordOfMedia`, with the same result (a
 * test holds them together). It leaves all other entries to these.
 */
export class PlainEntries {
  readonly #scheme: string;
  /** The one that was of use last in front. */
  readonly #shapes: EntryShape[] = [];
  #text = '';
  #lowerText = '';

  constructor(scheme: string) {
    this.#scheme = scheme;
  }

  /** The entry at the cursor; undefined, with the cursor where it was, for one that is left to others. */
  take(cursor: JsonCursor, row: number): HashSetRecord | Issue | undefined {
    if (this.#text !== cursor.text) {
      this.#text = cursor.text;
      this.#lowerText = cursor.text.toLowerCase();
    }
    const start = cursor.at;
    for (let index = 0; index < this.#shapes.length; index += 1) {
      const shape = this.#shapes[index];
      const media = shape === undefined ? undefined : this.#read(shape, cursor);
      if (media === undefined || shape === undefined) {
        cursor.at = start;
        continue;
      }
      if (index > 0) this.#shapes.unshift(...this.#shapes.splice(index, 1));
      return media.finish({ row });
    }
    return undefined;
  }

  /** Remembers how this entry is written, one character for each byte, unless its values are not plain. */
  learn(entry: string): void {
    const shape = shapeOfEntry(entry);
    if (shape === undefined || this.#shapes.some(({ key }) => key === shape.key)) return;
    this.#shapes.unshift(shape);
    if (this.#shapes.length > shapesKept) this.#shapes.pop();
  }

  /** Undefined, with the cursor anywhere, where the entry is not of this shape. */
  #read({ slots, end }: EntryShape, cursor: JsonCursor): MediaInProgress | undefined {
    const media = new MediaInProgress(this.#scheme);
    for (const slot of slots) {
      if (!acceptBytes(cursor, slot.before) || !this.#readValue(slot, cursor, media)) return undefined;
    }
    return acceptBytes(cursor, end) ? media : undefined;
  }

  #readValue(slot: ValueSlot, cursor: JsonCursor, media: MediaInProgress): boolean {
    const { bytes, at } = cursor;
    const { member, holds } = slot;
    const end =
      holds === 'digest'
        ? endOfDigits(bytes, at, slot.length)
        : holds === 'text'
          ? endOfText(bytes, at)
          : endOfNumber(bytes, at);
    if (end < 0) return false;
    cursor.at = end;
    if (holds === 'digest' && member.algorithm !== undefined) {
      media.setParsedDigest(member.algorithm, this.#lowerText.slice(at, end) as Digest);
      return true;
    }
    const value = holds === 'text' ? cursor.text.slice(at, end) : numberAt(bytes, at, end);
    return takeMember(media, slot.name, member, value) === undefined;
  }
}

function acceptBytes(cursor: JsonCursor, wanted: Uint8Array): boolean {
  const { bytes, at } = cursor;
  if (at + wanted.length > bytes.length) return false;
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted[index]) return false;
  }
  cursor.at = at + wanted.length;
  return true;
}

/** 1 for hexadecimal digits. */
const isHexadecimal = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') isHexadecimal[digit.charCodeAt(0)] = 1;

/** Behind so many hexadecimal digits; -1 where something else stands there. */
function endOfDigits(bytes: Uint8Array, start: number, length: number): number {
  const end = start + length;
  if (end > bytes.length) return -1;
  for (let at = start; at < end; at += 1) {
    if (isHexadecimal[bytes[at] ?? 0] !== 1) return -1;
  }
  return end;
}

/** The quotation mark that ends a text; -1 where there is none, or an escape or anything but ASCII before it. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quotationMark) return at;
    if (byte === backslash || byte >= 0x80) return -1;
  }
  return -1;
}

const quotationMark = 0x22;
const backslash = 0x5c;
const zero = 0x30;
const nine = 0x39;
/** Any number of so many digits is exact. */
const mostDigits = 15;

/** Behind the digits of a whole number without needless zeros; -1 where there is none. */
function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] ?? 0) >= zero && (bytes[at] ?? 0) <= nine) at += 1;
  const digits = at - start;
  return digits === 0 || digits > mostDigits || (digits > 1 && bytes[start] === zero) ? -1 : at;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] ?? 0) - zero;
  return value;
}
