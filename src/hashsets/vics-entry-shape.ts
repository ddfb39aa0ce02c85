import { digestSizeBytes } from '../core/digest.ts';
import { type MediaMember, mediaMemberOf } from './vics-members.ts';

/**
 * How a media entry is written: the bytes between its values, which a list repeats in most of its entries, and what
 * stands in their place between them.
 */
export interface EntryShape {
  /** Equal where two shapes are. */
  readonly key: string;
  readonly slots: readonly ValueSlot[];
  /** From the end of the last value to the brace that ends the entry. */
  readonly end: Uint8Array;
}

/** The place of one value. */
export interface ValueSlot {
  /** From the end of the value before (first: from the brace that begins the entry), with the quotation mark of a text. */
  readonly before: Buffer;
  readonly name: string;
  readonly member: MediaMember;
  readonly holds: 'text' | 'number' | 'digest';
  /** Of a digest, in characters. */
  readonly length: number;
}

/** A brace or comma, a name, a colon, a text without escapes or a whole number, and blanks. */
const member = /[{,][ \t\r\n]*"([^"\\]*)"[ \t\r\n]*:[ \t\r\n]*("[^"\\]*"|\d{1,15})[ \t\r\n]*/y;

/**
 * The shape of an entry, one character for each byte, that `JsonCursor` has read. Undefined where it holds anything else
 * than texts without escapes and whole numbers, or a name twice, in whatever letter case.
 */
export function shapeOfEntry(entry: string): EntryShape | undefined {
  const slots: ValueSlot[] = [];
  let valueEnd = 0;
  let end = 0;
  member.lastIndex = 0;
  for (let found = member.exec(entry); found !== null; found = member.exec(entry)) {
    const [whole, name = '', value = ''] = found;
    const quotes = value.startsWith('"') ? 1 : 0;
    const valueStart = found.index + whole.lastIndexOf(value);
    slots.push(
      slotOf(name, value.slice(quotes, value.length - quotes), quotes > 0, entry.slice(valueEnd, valueStart + quotes)),
    );
    valueEnd = valueStart + value.length - quotes;
    end = member.lastIndex;
  }
  const names = new Set(slots.map(({ name }) => name.toLowerCase()));
  const isPlain = slots.length > 0 && names.size === slots.length && slots.every(({ name }) => isAscii(name));
  if (!isPlain || entry.slice(end) !== '}') return undefined;
  const last = entry.slice(valueEnd);
  const key = slots.map(({ before, holds }) => `${before.toString('latin1')}${holds}`).join('') + last;
  return { key, slots, end: Buffer.from(last, 'latin1') };
}

function slotOf(name: string, value: string, isText: boolean, before: string): ValueSlot {
  const known = mediaMemberOf(name);
  const length = known.algorithm === undefined ? 0 : digestSizeBytes[known.algorithm] * 2;
  const isDigest = isText && length > 0 && length === value.length;
  const holds = isDigest ? 'digest' : isText ? 'text' : 'number';
  return { before: Buffer.from(before, 'latin1'), name, member: known, holds, length };
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
