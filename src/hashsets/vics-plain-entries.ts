import { decimalAt } from '../core/ascii-bytes.ts';
import type { Digest } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import type { HashSetRecord } from './contract.ts';
import type { JsonCursor } from './json-cursor.ts';
import { endOfNumber, endOfText, hasBytes } from './plain-values.ts';
import type { EntryShape, ValueSlot } from './vics-entry-shape.ts';
import { KnownShapes } from './vics-known-shapes.ts';
import { MediaInProgress } from './vics-media.ts';
import { takeMember } from './vics-members.ts';

/**
 * Reads entries that are written as one before, byte for byte but for their values, and whose values are digests, texts
 * without escapes and whole numbers: several times faster than `JsonCursor` and `recordOfMedia`, with the same result (a
 * test holds them together). It leaves all other entries to these.
 */
export class PlainEntries {
  readonly #scheme: string;
  readonly #shapes = new KnownShapes((shape) => shape);
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
    const media = this.#shapes.find((shape) => {
      cursor.at = start;
      return this.#read(shape, cursor);
    });
    if (media === undefined) cursor.at = start;
    return media?.finish({ row });
  }

  /** Remembers how this entry is written, one character for each byte, unless its values are not plain. */
  learn(entry: string): void {
    this.#shapes.learn(entry);
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
    const value = holds === 'text' ? cursor.text.slice(at, end) : decimalAt(bytes, at, end);
    return takeMember(media, slot.name, member, value) === undefined;
  }
}

function acceptBytes(cursor: JsonCursor, wanted: Uint8Array): boolean {
  if (!hasBytes(cursor.bytes, cursor.at, wanted)) return false;
  cursor.at += wanted.length;
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
