import { BytePattern } from '../core/byte-words.ts';
import { algorithms, digestSizeBytes } from '../core/digest.ts';
import { maskOf } from '../core/packed-records.ts';
import type { EntryShape, ValueSlot } from './vics-entry-shape.ts';

/** How entries of a shape become packed records. */
export interface PackedShape {
  readonly slots: readonly PackedSlot[];
  readonly end: BytePattern;
  /** Of the digests, and what they take. */
  readonly mask: number;
  readonly digestBytes: number;
  /** The parts of the text, in its order. */
  readonly parts: readonly TextPart[];
  /** What all parts take at most without the values. */
  readonly textBytes: number;
  /** The slots of the size and the MIME type; -1: none. */
  readonly sizeSlot: number;
  readonly mimeTypeSlot: number;
}

export interface PackedSlot {
  readonly before: BytePattern;
  readonly holds: ValueSlot['holds'];
  /** Of a digest: in bytes, and where it stands in the record. */
  readonly sizeBytes: number;
  readonly digestAt: number;
  /** True for an empty text in the place of a digest. */
  readonly mustBeEmpty: boolean;
}

/** A value with what stands around it in the text of a record. Each begins with a comma, also the first one. */
export interface TextPart {
  readonly slot: number;
  /** What the value must be to be copied as it is. */
  readonly value: 'text' | 'truth' | 'tag' | 'number';
  /** True where an empty text says nothing. */
  readonly mayBeLeftOut: boolean;
  readonly before: BytePattern;
  readonly behind: BytePattern;
}

/** Undefined where entries of that shape are no records, or not for sure. */
export function packedShapeOf({ slots, end }: EntryShape, scheme: string): PackedShape | undefined {
  // Two names that are equal are one.
  if (slots.filter(isName).length > 1) return undefined;
  if (slots.some(({ member, holds }) => member.plain === 'digest' && holds === 'number')) return undefined;
  const held = algorithms.filter((algorithm) => slots.some((slot) => digestOf(slot) === algorithm));
  if (held.length === 0) return undefined;
  const placeOf = (index: number) => held.slice(0, index).reduce((sum, each) => sum + digestSizeBytes[each], 0);
  const parts = partsOf(slots, scheme);
  return {
    slots: slots.map((slot) => packedSlotOf(slot, placeOf(held.findIndex((each) => each === digestOf(slot))))),
    end: new BytePattern(end),
    mask: held.reduce((mask, algorithm) => mask | maskOf[algorithm], 0),
    digestBytes: placeOf(held.length),
    parts,
    textBytes: parts.reduce((sum, { before, behind }) => sum + before.length + behind.length, 0),
    sizeSlot: slots.findIndex(({ member }) => member.plain === 'size'),
    mimeTypeSlot: slots.findIndex(({ member, holds }) => member.plain === 'mimeType' && holds === 'text'),
  };
}

function isName({ member, holds }: ValueSlot): boolean {
  return member.plain === 'name' && holds === 'text';
}

function digestOf({ member, holds }: ValueSlot) {
  return holds === 'digest' ? member.algorithm : undefined;
}

function packedSlotOf({ before, holds, length, member }: ValueSlot, digestAt: number): PackedSlot {
  const mustBeEmpty = member.plain === 'digest' && holds === 'text';
  return { before: new BytePattern(before), holds, sizeBytes: length / 2, digestAt, mustBeEmpty };
}

/** In the order of `attributesToJson`: attributes as they come, names behind them, then what is kept as it is. */
function partsOf(slots: readonly ValueSlot[], scheme: string): readonly TextPart[] {
  const attributes = slots.flatMap((slot, index) => attributePart(slot, index, scheme) ?? []);
  const names = slots.flatMap((slot, index) => (isName(slot) ? [part(index, 'text', ',"names":["', '"]')] : []));
  const kept = slots.flatMap((slot, index) => (isKept(slot) ? [{ slot, index }] : []));
  const unknown = kept.map(({ slot, index }) => {
    const quote = slot.holds === 'text' ? '"' : '';
    const open = index === kept[0]?.index ? ',"unknownMembers":[' : ',';
    const close = index === kept.at(-1)?.index ? ']' : '';
    const before = `${open}[${JSON.stringify(slot.name)},${quote}`;
    const value = slot.holds === 'text' ? 'text' : 'number';
    return { ...part(index, value, before, `${quote}]${close}`), mayBeLeftOut: false };
  });
  return [...attributes, ...names, ...unknown];
}

function attributePart({ member, holds }: ValueSlot, index: number, scheme: string): TextPart | undefined {
  const { plain, attribute } = member;
  if (plain === 'category') {
    const behind = `,"scheme":${JSON.stringify(scheme)}}`;
    return { ...part(index, 'number', ',"vicsCategory":{"value":', behind), mayBeLeftOut: false };
  }
  if (holds !== 'text') return undefined;
  if (plain === 'truth') return part(index, 'truth', `,"${attribute}":`, '');
  if (plain === 'text') return part(index, 'text', `,"${attribute}":"`, '"');
  if (plain === 'mimeType') return part(index, 'text', ',"mimeType":"', '"');
  return plain === 'tags' ? part(index, 'tag', ',"tags":["', '"]') : undefined;
}

/** Numbers are what is asked for in sizes and categories only. */
function isKept({ member: { plain }, holds }: ValueSlot): boolean {
  const takesNumbers = plain === 'size' || plain === 'category' || plain === 'nothing';
  return plain === undefined || (holds === 'number' && !takesNumbers);
}

function part(slot: number, value: TextPart['value'], before: string, behind: string): TextPart {
  const pattern = (text: string) => new BytePattern(Buffer.from(text));
  return { slot, value, mayBeLeftOut: true, before: pattern(before), behind: pattern(behind) };
}
