import { attributesFromJson, attributesToJson } from '../core/attributes-json.ts';
import { type Algorithm, algorithms, type Digest, type Digests, digestSizeBytes } from '../core/digest.ts';
import type { MediaKind } from '../core/media.ts';
import type { MediaAttributes } from '../core/media-attributes.ts';

/** What one of several sets says of a content. */
export interface SetWord {
  /** Which set, from 0. */
  readonly set: number;
  /** The algorithms of the digests that it states itself. */
  readonly stated: readonly Algorithm[];
  readonly kind: MediaKind;
  readonly sizeBytes?: number;
  readonly attributes?: MediaAttributes;
}

/** One content that several sets speak of. */
export interface Content {
  /** All that any of them states. */
  readonly digests: Digests;
  /** By set, each once. */
  readonly words: readonly SetWord[];
}

/**
 * A content as bytes that can be sorted: for each algorithm of the order a 0 with its digest, or a 1 where there is none; then
 * which digests there are, the digests, and the words of the sets as JSON. Equal digests therefore stand side by side.
 */
export function encodeContent({ digests, words }: Content, order: readonly Algorithm[]): Buffer {
  return Buffer.concat([sortKey(digests, order), body(digests), Buffer.from(JSON.stringify(words.map(wordToJson)))]);
}

/** The same content with the digest of another order in front. */
export function rekey(bytes: Uint8Array, from: readonly Algorithm[], to: readonly Algorithm[]): Buffer {
  const start = keyLength(bytes, from);
  return Buffer.concat([sortKey(digestsIn(bytes, start).digests, to), bytes.subarray(start)]);
}

export function decodeContent(bytes: Uint8Array, order: readonly Algorithm[]): Content {
  const { digests, end } = digestsIn(bytes, keyLength(bytes, order));
  const words = JSON.parse(textOf(bytes.subarray(end))) as readonly JsonWord[];
  return { digests, words: words.map(wordFromJson) };
}

/** The digest of that algorithm as the key has it; undefined where the content has none. */
export function keyOf(bytes: Uint8Array, order: readonly Algorithm[], algorithm: Algorithm): Uint8Array | undefined {
  let at = 0;
  for (const one of order) {
    const sizeBytes = bytes[at] === 0 ? digestSizeBytes[one] : 0;
    if (one === algorithm) return sizeBytes === 0 ? undefined : bytes.subarray(at + 1, at + 1 + sizeBytes);
    at += 1 + sizeBytes;
  }
  return undefined;
}

/** Key and digests: equal for contents that state the same. */
export function digestPart(bytes: Uint8Array, order: readonly Algorithm[]): Uint8Array {
  return bytes.subarray(0, digestsIn(bytes, keyLength(bytes, order)).end);
}

function sortKey(digests: Digests, order: readonly Algorithm[]): Buffer {
  return Buffer.concat(
    order.map((algorithm) => {
      const value = digests[algorithm];
      return value === undefined ? Buffer.from([1]) : Buffer.concat([Buffer.from([0]), Buffer.from(value, 'hex')]);
    }),
  );
}

function keyLength(bytes: Uint8Array, order: readonly Algorithm[]): number {
  let at = 0;
  for (const algorithm of order) at += bytes[at] === 0 ? 1 + digestSizeBytes[algorithm] : 1;
  return at;
}

function body(digests: Digests): Buffer {
  const present = algorithms.flatMap((algorithm) => digests[algorithm] ?? []);
  const mask = algorithms.reduce((bits, algorithm, bit) => bits | (digests[algorithm] === undefined ? 0 : 1 << bit), 0);
  return Buffer.concat([Buffer.from([mask]), Buffer.from(present.join(''), 'hex')]);
}

function digestsIn(bytes: Uint8Array, start: number): { readonly digests: Digests; readonly end: number } {
  const digests: { [A in Algorithm]?: Digest } = {};
  const mask = bytes[start] ?? 0;
  let at = start + 1;
  for (const [bit, algorithm] of algorithms.entries()) {
    if ((mask & (1 << bit)) === 0) continue;
    const value = bytes.subarray(at, at + digestSizeBytes[algorithm]);
    digests[algorithm] = Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') as Digest;
    at += digestSizeBytes[algorithm];
  }
  return { digests: digests as Digests, end: at };
}

/** Set, algorithms, kind, size, attributes; what is not there at the end is left away. */
type JsonWord = readonly [number, readonly Algorithm[], MediaKind?, (number | null)?, (string | null)?];

function wordToJson({ set, stated, kind, sizeBytes, attributes }: SetWord): JsonWord {
  if (kind === 'unknown' && sizeBytes === undefined && attributes === undefined) return [set, stated];
  return [set, stated, kind, sizeBytes ?? null, attributesToJson(attributes)];
}

function wordFromJson([set, stated, kind = 'unknown', sizeBytes, attributes]: JsonWord): SetWord {
  const said = attributesFromJson(attributes ?? null);
  return {
    set,
    stated,
    kind,
    ...(typeof sizeBytes === 'number' ? { sizeBytes } : {}),
    ...(said === undefined ? {} : { attributes: said }),
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
