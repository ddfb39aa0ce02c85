/**
 * Digests as values. A digest is lower-case hexadecimal text, branded with its algorithm, so that comparing an MD5
 * with a SHA-1 does not compile.
 */

export type Algorithm = 'md5' | 'sha1' | 'sha256' | 'blake3';

declare const algorithmBrand: unique symbol;

/** One value of one algorithm: lower-case hexadecimal text of exactly twice `digestSizeBytes[A]` characters. */
export type Digest<A extends Algorithm = Algorithm> = string & { readonly [algorithmBrand]: A };

/** The digests by which one content is known; absent members are unknown, never empty text. */
export type Digests = { readonly [A in Algorithm]?: Digest<A> };

/** In the order in which they are listed, written and preferred as a display name. */
export const algorithms: readonly Algorithm[] = ['md5', 'sha1', 'sha256', 'blake3'];

/** From the one whose agreement proves most to the one whose agreement proves least. */
export const algorithmsStrongestFirst: readonly Algorithm[] = ['sha256', 'blake3', 'sha1', 'md5'];

/** Length of the raw digest. */
export const digestSizeBytes: Readonly<Record<Algorithm, number>> = { md5: 16, sha1: 20, sha256: 32, blake3: 32 };

/** As the field writes them. */
export const algorithmTitle: Readonly<Record<Algorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  blake3: 'BLAKE3',
};

/** Digests of content of zero length: RFC 1321 A.5, FIPS 180-4, BLAKE3 test vectors. */
const emptyContent: Readonly<Record<Algorithm, string>> = {
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  blake3: 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
};

const hexadecimal = /^[0-9a-f]+$/i;

const upperCase = 2;

/** By the number of the character: 1 or 2 for hexadecimal digits. A look into a table is several times as fast as an expression. */
const digitKinds = new Uint8Array(0x1_0000);
for (const digit of '0123456789abcdef') digitKinds[digit.charCodeAt(0)] = 1;
for (const digit of 'ABCDEF') digitKinds[digit.charCodeAt(0)] = upperCase;

/** Undefined where `text` is no digest of that algorithm. Either case is accepted; blanks and prefixes are not. */
export function parseDigest<A extends Algorithm>(algorithm: A, text: string): Digest<A> | undefined {
  if (text.length !== digestSizeBytes[algorithm] * 2) return undefined;
  let found = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = digitKinds[text.charCodeAt(at)] ?? 0;
    if (kind === 0) return undefined;
    found |= kind;
  }
  return ((found & upperCase) === 0 ? text : text.toLowerCase()) as Digest<A>;
}

/**
 * The algorithms that `text` could be a digest of, by its length: two for 64 characters (SHA-256 first), one for 32
 * and 40, none where it is no digest.
 */
export function algorithmsOfText(text: string): readonly Algorithm[] {
  const ofLength = algorithmsByTextLength.get(text.length);
  return ofLength === undefined || !hexadecimal.test(text) ? [] : ofLength;
}

const algorithmsByTextLength: ReadonlyMap<number, readonly Algorithm[]> = Map.groupBy(
  algorithms,
  (algorithm) => digestSizeBytes[algorithm] * 2,
);

/** The algorithm that a heading such as `SHA-256`, `sha256`, `MD5 Hash` or `sha_1` names; undefined for any other. */
export function parseAlgorithm(text: string): Algorithm | undefined {
  const name = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return algorithms.find((algorithm) => name === algorithm);
}

/** The digests of content of zero length, and those that consist of zeros alone, of every algorithm. */
export const digestsOfNothing: readonly { readonly algorithm: Algorithm; readonly value: Digest }[] =
  algorithms.flatMap((algorithm) => [
    { algorithm, value: emptyContent[algorithm] as Digest },
    { algorithm, value: '00'.repeat(digestSizeBytes[algorithm]) as Digest },
  ]);

/** True where any of the digests is that of content of zero length, or consists of zeros alone (DESIGN.md §3.9). */
export function isDigestOfNothing(digests: Digests): boolean {
  return digestsOfNothing.some(({ algorithm, value }) => digests[algorithm] === value);
}

/** The first digest in the order of `algorithms`; undefined where there is none. */
export function firstDigest(digests: Digests): { readonly algorithm: Algorithm; readonly value: Digest } | undefined {
  for (const algorithm of algorithms) {
    const value = digests[algorithm];
    if (value !== undefined) return { algorithm, value };
  }
  return undefined;
}

/** The algorithms that both know and whose values differ. */
export function disagreeingAlgorithms(a: Digests, b: Digests): readonly Algorithm[] {
  return algorithms.filter(
    (algorithm) => a[algorithm] !== undefined && b[algorithm] !== undefined && a[algorithm] !== b[algorithm],
  );
}

/** True where at least one algorithm agrees and none disagrees. */
export function isSameContent(a: Digests, b: Digests): boolean {
  const agrees = algorithms.some((algorithm) => a[algorithm] !== undefined && a[algorithm] === b[algorithm]);
  return agrees && disagreeingAlgorithms(a, b).length === 0;
}
