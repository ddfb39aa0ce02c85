import { attributesFromJson, attributesToJson } from './attributes-json.ts';
import { algorithms, digestSizeBytes, type Algorithm, type Digest, type Digests } from './digest.ts';
import type { MediaAttributes } from './media-attributes.ts';
import { mediaKinds, type MediaKind } from './media.ts';
import type { Place } from './place.ts';
import { RecordColumns, unknownSize } from './record-columns.ts';

/**
 * Records of a hash set as columns of bytes: for the way between threads, and for sets of many millions. An object for each
 * record would cost several times what the record does.
 */
export interface PackedRecords {
  readonly count: number;
  /** Which digests each record has: 1 MD5, 2 SHA-1, 4 SHA-256, 8 BLAKE3. */
  readonly masks: Uint8Array<ArrayBuffer>;
  /** The raw digests of one record after the other, each record's in the order of the bits. */
  readonly digests: Uint8Array<ArrayBuffer>;
  /** 0 where the place is no line, or more than a line: then it stands in the text. */
  readonly lines: Float64Array<ArrayBuffer>;
  /** -1: unknown. */
  readonly sizes: Float64Array<ArrayBuffer>;
  /** Positions in `mediaKinds`. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Where the text of each record ends in `texts`. */
  readonly textEnds: Uint32Array<ArrayBuffer>;
  /** UTF-8: see `recordText`. */
  readonly texts: Uint8Array<ArrayBuffer>;
}

/** What a packed record holds. */
export interface UnpackedRecord {
  readonly digests: Digests;
  readonly place: Place;
  readonly kind: MediaKind;
  readonly sizeBytes?: number;
  readonly attributes?: MediaAttributes;
}

const decoder = new TextDecoder();

/** What a record holds on its way into the columns; the kind is unknown where it is not said. */
export type RecordToPack = Omit<UnpackedRecord, 'kind'> & { readonly kind?: MediaKind };

/** Collects records, one after the other. */
export class RecordPacker {
  /** For those who write records as bytes, among those that are added here. */
  readonly columns = new RecordColumns();

  get count(): number {
    return this.columns.count;
  }

  /** Of the texts so far. A record may have megabytes of text. */
  get textBytes(): number {
    return this.columns.textBytes;
  }

  add({ digests, place, kind = 'unknown', sizeBytes, attributes }: RecordToPack): void {
    const { columns } = this;
    const line = lineOf(place);
    const text = line === 0 || attributes !== undefined ? recordText(place, attributes) : '';
    columns.reserve(text.length * mostBytesPerCharacter);
    let mask = 0;
    let digestBytes = 0;
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      if (value === undefined) continue;
      mask |= maskOf[algorithm];
      digestBytes += columns.digests.write(value, columns.digestBytes + digestBytes, 'hex');
    }
    const textBytes = text === '' ? 0 : columns.texts.write(text, columns.textBytes);
    columns.add(mask, line, sizeBytes ?? unknownSize, mediaKinds.indexOf(kind), digestBytes, textBytes);
  }

  /** What was collected, in buffers of its own; leaves the packer empty. */
  finish(): PackedRecords {
    return this.columns.finish();
  }
}

/** Every record, in order. */
export function* unpackRecords(packed: PackedRecords): Generator<UnpackedRecord> {
  let [digest, text] = [0, 0];
  for (let index = 0; index < packed.count; index += 1) {
    yield recordAt(packed, { index, digest, text });
    digest += digestBytesOf(packed.masks[index] ?? 0);
    text = packed.textEnds[index] ?? text;
  }
}

/** The record at `index`, whose digests and text start there. */
export function recordAt(
  packed: PackedRecords,
  { index, digest, text }: { readonly index: number; readonly digest: number; readonly text: number },
): UnpackedRecord {
  const { digests, texts } = packed;
  const bytes = Buffer.from(digests.buffer, digests.byteOffset, digests.length);
  const textEnd = packed.textEnds[index] ?? text;
  const written = textEnd === text ? '' : decoder.decode(texts.subarray(text, textEnd));
  return {
    digests: unpackDigests(packed.masks[index] ?? 0, bytes, digest),
    kind: mediaKinds[packed.kinds[index] ?? 0] ?? 'unknown',
    ...sizeOf(packed.sizes[index] ?? -1),
    ...fromRecordText(written, packed.lines[index] ?? 0),
  };
}

/** The digests of a record, from its raw bytes. */
export function unpackDigests(mask: number, bytes: Buffer, start: number): Digests {
  const digests: { [A in Algorithm]?: Digest } = {};
  let at = start;
  for (const algorithm of algorithms) {
    if ((mask & maskOf[algorithm]) === 0) continue;
    const end = at + digestSizeBytes[algorithm];
    digests[algorithm] = bytes.toString('hex', at, end) as Digest;
    at = end;
  }
  return digests as Digests;
}

/** Bit of each algorithm in a mask. */
export const maskOf: Readonly<Record<Algorithm, number>> = { md5: 1, sha1: 2, sha256: 4, blake3: 8 };

/** In their order. */
export function algorithmsOfMask(mask: number): readonly Algorithm[] {
  return algorithms.filter((algorithm) => (mask & maskOf[algorithm]) !== 0);
}

/** Length of the raw digests of a record. */
export function digestBytesOf(mask: number): number {
  return widths[mask & 15] ?? 0;
}

const widths: readonly number[] = Array.from({ length: 16 }, (_, mask) =>
  algorithms.reduce((sum, algorithm) => sum + ((mask & maskOf[algorithm]) === 0 ? 0 : digestSizeBytes[algorithm]), 0),
);

/** Of UTF-8, for a character of UTF-16. */
const mostBytesPerCharacter = 3;

/**
 * All that stands in no column: the place as JSON and a line break, where it is more than a line; then the attributes as
 * `attributesToJson` writes them, where there are any.
 */
function recordText(place: Place, attributes: MediaAttributes | undefined): string {
  const text = attributesToJson(attributes) ?? '';
  return lineOf(place) === 0 ? `${JSON.stringify(place)}\n${text}` : text;
}

export function fromRecordText(text: string, line: number): Pick<UnpackedRecord, 'place' | 'attributes'> {
  const { place, attributesText } = splitRecordText(text);
  const attributes = attributesFromJson(attributesText);
  return {
    place: place === null ? { line } : (JSON.parse(place) as Place),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** The two parts of a record's text, as JSON; null where there is none. */
export function splitRecordText(text: string): {
  readonly place: string | null;
  readonly attributesText: string | null;
} {
  const end = text.indexOf('\n');
  const attributesText = end === -1 ? text : text.slice(end + 1);
  return {
    place: end === -1 ? null : text.slice(0, end),
    attributesText: attributesText === '' ? null : attributesText,
  };
}

/** The number of the line, where the place is a line from 1 on and nothing else; otherwise 0. */
function lineOf(place: Place): number {
  const { line } = place;
  if (line === undefined || !(line >= 1)) return 0;
  for (const name in place) if (name !== 'line') return 0;
  return line;
}

function sizeOf(size: number): { readonly sizeBytes?: number } {
  return size < 0 ? {} : { sizeBytes: size };
}
