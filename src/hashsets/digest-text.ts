import {
  type Algorithm,
  algorithmTitle,
  type Digest,
  type Digests,
  digestSizeBytes,
  parseDigest,
} from '../core/digest.ts';

/** What is wrong with a text that should be a digest. The text itself is not repeated (DESIGN.md §7). */
export interface DigestFault {
  readonly code: string;
  readonly message: string;
}

/** What an unlabelled value of 64 characters is, given what the caller asked for. */
export type AlgorithmOf64 = 'sha256' | 'blake3';

export function algorithmOf64(asked: Algorithm | undefined): AlgorithmOf64 {
  return asked === 'blake3' ? 'blake3' : 'sha256';
}

/** By its length; undefined where the text is no digest. Blanks, prefixes and separators are not taken. */
export function digestsOfText(text: string, of64: AlgorithmOf64): Digests | undefined {
  switch (text.length) {
    case 32: {
      const md5 = parseDigest('md5', text);
      return md5 === undefined ? undefined : { md5 };
    }
    case 40: {
      const sha1 = parseDigest('sha1', text);
      return sha1 === undefined ? undefined : { sha1 };
    }
    case 64:
      return digestsOfAlgorithm(of64, text);
    default:
      return undefined;
  }
}

/** Undefined where the text is no digest of that algorithm. */
export function digestsOfAlgorithm(algorithm: Algorithm, text: string): Digests | undefined {
  const value = parseDigest(algorithm, text);
  return value === undefined ? undefined : { [algorithm]: value };
}

/** For a value that the end of the file may have cut to the length of another algorithm. */
export const cutFault: DigestFault = {
  code: 'digest-cut',
  message: 'The file ends within this line, and what stands there may be a part of a longer digest.',
};

const lengths = 'MD5 has 32, SHA-1 40, SHA-256 and BLAKE3 64';
const otherLengths: Readonly<Record<number, string>> = { 56: 'SHA-224', 96: 'SHA-384', 128: 'SHA-512' };
const hexadecimal = /^[0-9a-f]+$/i;

/** The shapes in which lists spoil digests, the first that fits is named. None of them is repaired: that would be a guess. */
const spoiledShapes: readonly { readonly shape: RegExp; readonly code: string; readonly message: string }[] = [
  {
    shape: /^\d(?:[.,]\d+)?E\+\d+$/i,
    code: 'digest-mangled',
    message:
      'A spreadsheet program has turned this digest into a number; export the list again with the column as text.',
  },
  {
    shape: /^=/,
    code: 'digest-formula',
    message: 'A spreadsheet formula stands where a digest should; export the list again as plain values.',
  },
  { shape: /^0x[0-9a-f]+$/i, code: 'digest-prefix', message: 'The digest is written with 0x in front; remove it.' },
  {
    shape: /^(?:\{.*\}|\(.*\)|\[.*\]|".*"|'.*')$/,
    code: 'digest-brackets',
    message: 'The digest is written in brackets or quotation marks; remove them.',
  },
  {
    shape: /^[a-z][a-z0-9-]{2,9}\s?[:=]\s?[0-9a-f]+$/i,
    code: 'digest-label',
    message: 'The digest is written with the name of its algorithm in front; remove it.',
  },
  {
    shape: /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=|[A-Z2-7]{32})$/,
    code: 'digest-encoding',
    message: 'This looks like a digest in Base64 or Base32; convert the list to hexadecimal digits.',
  },
];

/** Why a text that should be a digest (of `wanted`, where that is known) is none, and what to do about it. */
export function explainNonDigest(text: string, wanted?: Algorithm): DigestFault {
  if (hexadecimal.test(text)) return lengthFault(text.length, wanted);
  const known = spoiledShapes.find(({ shape }) => shape.test(text));
  if (known !== undefined) return { code: known.code, message: known.message };
  const parts = text.split(/[\s,;|/]+/);
  if (parts.length > 1 && parts.every((part) => digestsOfText(part, 'sha256') !== undefined)) {
    return {
      code: 'digest-several',
      message: 'Several digests stand where one should; put each on a line of its own.',
    };
  }
  if (digestsOfText(text.replaceAll(/[\s:-]/g, ''), 'sha256') !== undefined) {
    return {
      code: 'digest-separators',
      message: 'The digits of the digest are set apart by blanks, colons or dashes; remove them.',
    };
  }
  return { code: 'not-a-digest', message: 'There is no digest here.' };
}

function lengthFault(length: number, wanted: Algorithm | undefined): DigestFault {
  const other = otherLengths[length];
  if (other !== undefined) {
    return {
      code: 'algorithm-not-kept',
      message: `${length} hexadecimal digits, the length of ${other}, which criskit does not keep.`,
    };
  }
  const expected = wanted === undefined ? lengths : `${digestSizeBytes[wanted] * 2} are expected here`;
  return { code: 'digest-length', message: `${length} hexadecimal digits; ${expected}.` };
}

/** Digests in the making. */
export type DigestsInProgress = { -readonly [A in Algorithm]?: Digest<A> };

/** Adds the digest that `text` is, or gives the fault: it is none, or differs from the one that is there already. */
export function addDigest(digests: DigestsInProgress, algorithm: Algorithm, text: string): DigestFault | undefined {
  const value = parseDigest(algorithm, text);
  if (value === undefined) return explainNonDigest(text, algorithm);
  const other = digests[algorithm];
  if (other !== undefined && other !== value) {
    return {
      code: 'digests-differ',
      message: `Two different values of ${algorithmTitle[algorithm]} are given for one media.`,
    };
  }
  (digests as Record<Algorithm, Digest>)[algorithm] = value;
  return undefined;
}
