import { type Digests, type Algorithm, algorithmsOfText, parseDigest } from '../core/digest.ts';

/** What the end of a path, or a mere file name, says of a file's digest. */
export type PathDigest =
  | {
      readonly kind: 'digest';
      readonly algorithm: Algorithm;
      readonly digests: Digests;
      /** True where the digits are divided over several parts of the path. */
      readonly isSharded: boolean;
    }
  /** It may be the digits of one digest or of another. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' };

/** More folders than any store of files divides digits over. */
const mostParts = 65;

const ending = /\.[A-Za-z0-9]{1,5}$/;
const hexadecimal = /^[0-9a-f]+$/i;

/**
 * Labs name what they send `<digest>.<ending>`, and stores of files divide the digits over folders
 * (`9e/10/7d9d….jpg`). The digest that the last part of the path is, or that its last parts are when joined: parts that
 * consist of hexadecimal digits alone, together exactly as many as a digest has. A SHA-1 divided as 8 + 32 digits looks
 * like an MD5 in a folder: ambiguous, unless the folders repeat the beginning of the name or are too long for shards.
 */
export function digestOfPath(path: string): PathDigest {
  const parts = path.split(/[/\\]/, mostParts + 1).length > mostParts ? [] : path.split(/[/\\]/);
  const stem = (parts.pop() ?? '').replace(ending, '');
  if (!hexadecimal.test(stem) || stem.length > 64) return { kind: 'none' };
  const folders = foldersOfDigits(parts);
  const [whole] = algorithmsOfText(stem);
  const joined = joinedDigests(folders, stem);
  if (whole !== undefined && (joined.length === 0 || !maybeShards(folders, stem))) return digestOf(stem, false);
  const [only, another] = joined;
  if (only === undefined) return { kind: 'none' };
  return another === undefined && whole === undefined ? digestOf(only, true) : { kind: 'ambiguous' };
}

/** The last folders whose names are digits alone, from the outside in. */
function foldersOfDigits(parts: readonly string[]): readonly string[] {
  const last = parts.findLastIndex((part) => !hexadecimal.test(part));
  return parts.slice(last + 1);
}

function joinedDigests(folders: readonly string[], stem: string): readonly string[] {
  const found: string[] = [];
  let joined = stem;
  for (const folder of folders.toReversed()) {
    joined = folder + joined;
    if (joined.length > 64) break;
    if (algorithmsOfText(joined).length > 0) found.push(joined);
  }
  return found;
}

function maybeShards(folders: readonly string[], stem: string): boolean {
  const repeats = stem.toLowerCase().startsWith(folders.join('').toLowerCase());
  const areShort = folders.every((folder) => folder.length <= 4);
  return !repeats && (areShort || folders.some((folder) => folder.length >= 16));
}

function digestOf(digits: string, isSharded: boolean): PathDigest {
  const [algorithm] = algorithmsOfText(digits);
  if (algorithm === undefined) return { kind: 'none' };
  return { kind: 'digest', algorithm, digests: { [algorithm]: parseDigest(algorithm, digits) }, isSharded };
}
