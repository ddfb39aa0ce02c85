import { decimalAt, decodeHexadecimal, writeDecimal } from '../core/ascii-bytes.ts';
import { BytePattern, copyWords, type WordBytes, wordBytesOf } from '../core/byte-words.ts';
import { mediaKinds } from '../core/media.ts';
import { type RecordColumns, unknownKind, unknownSize } from '../core/record-columns.ts';
import { incomplete, type JsonCursor } from './json-cursor.ts';
import { endOfKind, endOfNumber, plainInJson } from './plain-values.ts';
import { KnownShapes } from './vics-known-shapes.ts';
import { kindOfMimeType } from './vics-media.ts';
import { type PackedShape, packedShapeOf, type PackedSlot, type TextPart } from './vics-packed-shape.ts';

/** No entry of a shape has as many values. */
const mostSlots = 256;

/**
 * Writes entries like those that `PlainEntries` reads into columns, from bytes to bytes and with the same result: 0.9 million a
 * second, of which 0.26 million can be read as objects and packed (measured). It leaves all to others of which not every byte
 * can stand in the text of the record as it is.
 */
export class PackedEntries {
  readonly #columns: RecordColumns;
  readonly #shapes: KnownShapes<PackedShape>;
  /** Those of the cursor. */
  #source = wordBytesOf(Buffer.alloc(0));
  /** Where the values of the entry begin and end. */
  readonly #starts = new Int32Array(mostSlots);
  readonly #ends = new Int32Array(mostSlots);
  #isCutOff = false;
  #start = 0;
  #row = 0;
  #mask = 0;
  #size = 0;
  #kind = 0;
  #digestBytes = 0;
  #textBytes = 0;

  constructor(scheme: string, columns: RecordColumns) {
    this.#columns = columns;
    this.#shapes = new KnownShapes((shape) => {
      return shape.slots.length > mostSlots ? undefined : packedShapeOf(shape, scheme);
    });
  }

  /**
   * Writes the entry at the cursor; false, with the cursor where it was, for one that is left to others. Throws `incomplete`
   * where it is like one before as far as it goes.
   */
  write(cursor: JsonCursor, row: number): boolean {
    if (this.#source.bytes !== cursor.bytes) this.#source = wordBytesOf(cursor.bytes);
    this.#isCutOff = false;
    this.#start = cursor.at;
    this.#row = row;
    const end = this.#shapes.find(this.#writeLike);
    if (end !== undefined) cursor.at = end;
    else if (this.#isCutOff) throw incomplete;
    return end !== undefined;
  }

  /** Adds the entry that was written last. */
  add(): void {
    this.#columns.add(this.#mask, 0, this.#size, this.#kind, this.#digestBytes, this.#textBytes);
  }

  /** Remembers how this entry is written, one character for each byte, unless its values are not plain. */
  learn(entry: string): void {
    this.#shapes.learn(entry);
  }

  /** Gives the place behind the entry; undefined where it is not of this shape. Made once, as there are millions of entries. */
  readonly #writeLike = (shape: PackedShape): number | undefined => {
    this.#columns.reserve(0);
    const end = this.#findValues(shape, this.#start);
    if (end < 0) return undefined;
    const { sizeSlot, mimeTypeSlot } = shape;
    this.#size = sizeSlot < 0 ? unknownSize : this.#sizeAt(sizeSlot);
    if (Number.isNaN(this.#size)) return undefined;
    this.#kind = mimeTypeSlot < 0 ? unknownKind : this.#kindAt(mimeTypeSlot);
    this.#mask = shape.mask;
    this.#digestBytes = shape.digestBytes;
    return this.#writeText(shape, end - this.#start) ? end : undefined;
  };

  /** Behind the entry, with its digests written; -1 where it is not of this shape. */
  #findValues({ slots, end }: PackedShape, start: number): number {
    const source = this.#source;
    let at = start;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as PackedSlot;
      if (!slot.before.isAt(source, at)) return this.#mismatch(slot.before.isCutOffAt(source, at));
      at += slot.before.length;
      const valueEnd = this.#endOfValue(slot, at);
      if (valueEnd < 0) return -1;
      this.#starts[index] = at;
      this.#ends[index] = valueEnd;
      at = valueEnd;
    }
    return end.isAt(source, at) ? at + end.length : this.#mismatch(end.isCutOffAt(source, at));
  }

  #mismatch(isCutOff: boolean): -1 {
    if (isCutOff) this.#isCutOff = true;
    return -1;
  }

  /** -1 where something else stands there. */
  #endOfValue(slot: PackedSlot, at: number): number {
    const { bytes, view } = this.#source;
    if (slot.holds === 'digest') {
      const { digests, digestBytes } = this.#columns;
      const end = at + slot.sizeBytes * 2;
      if (end > bytes.length) return this.#mismatch(endOfKind(plainInJson, bytes, at) === bytes.length);
      return decodeHexadecimal(view, at, digests, digestBytes + slot.digestAt, slot.sizeBytes) ? end : -1;
    }
    const end = slot.holds === 'number' ? endOfNumber(bytes, at) : endOfKind(plainInJson, bytes, at);
    if (end === bytes.length || at === bytes.length) return this.#mismatch(true);
    return slot.mustBeEmpty && end !== at ? -1 : end;
  }

  /** NaN where it is to be looked at by others. */
  #sizeAt(slot: number): number {
    const { bytes } = this.#source;
    const [start, end] = [this.#starts[slot] ?? 0, this.#ends[slot] ?? 0];
    if (start === end) return unknownSize;
    return endOfNumber(bytes, start) === end ? decimalAt(bytes, start, end) : Number.NaN;
  }

  #kindAt(slot: number): number {
    const mimeType = this.#source.bytes.toString('latin1', this.#starts[slot], this.#ends[slot]);
    return mimeType === '' ? unknownKind : mediaKinds.indexOf(kindOfMimeType(mimeType));
  }

  /** `{"row":N}`, a line feed, and the attributes. */
  #writeText({ parts, textBytes }: PackedShape, entryBytes: number): boolean {
    const [columns, source] = [this.#columns, this.#source];
    columns.reserve(mostPlaceBytes + textBytes + entryBytes);
    const { texts, textView, textBytes: start } = columns;
    let at = beforeRow.write(textView, start);
    at = writeDecimal(texts, at, this.#row);
    at = behindRow.write(textView, at);
    const attributesAt = at;
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] as TextPart;
      const from = this.#starts[part.slot] ?? 0;
      const to = this.#ends[part.slot] ?? 0;
      if (from === to && part.mayBeLeftOut) continue;
      if (!this.#fits(part.value, from, to)) return false;
      at = part.before.write(textView, at);
      at = copyWords(source, from, to, textView, at);
      at = part.behind.write(textView, at);
    }
    if (at > attributesAt) {
      texts[attributesAt] = brace;
      texts[at] = braceEnd;
      at += 1;
    }
    this.#textBytes = at - start;
    return true;
  }

  /** Whether a value can stand in the text as it is. */
  #fits(value: TextPart['value'], from: number, to: number): boolean {
    const source = this.#source;
    const { bytes } = source;
    switch (value) {
      case 'number':
        return endOfNumber(bytes, from) === to;
      case 'truth':
        return isWhole(trueText, source, from, to) || isWhole(falseText, source, from, to);
      case 'tag':
        return bytes[from] !== blank && bytes[to - 1] !== blank && !bytes.subarray(from, to).includes(comma);
      case 'text':
        return true;
    }
  }
}

const beforeRow = new BytePattern(Buffer.from('{"row":'));
const behindRow = new BytePattern(Buffer.from('}\n'));
const mostPlaceBytes = 32;
const brace = 0x7b;
const braceEnd = 0x7d;
const comma = 0x2c;
const blank = 0x20;
const trueText = new BytePattern(Buffer.from('true'));
const falseText = new BytePattern(Buffer.from('false'));

function isWhole(pattern: BytePattern, source: WordBytes, from: number, to: number): boolean {
  return pattern.length === to - from && pattern.isAt(source, from);
}
