import { type Algorithm, algorithmTitle, algorithms, parseAlgorithm } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import { excerpt } from '../core/printable.ts';
import { suggest } from '../core/suggestion.ts';

/** Algorithms from `md5,sha1`, each once, in the order in which they are always listed. Throws USAGE. */
export function parseAlgorithmList(text: string): readonly Algorithm[] {
  const named = text.split(',').map((name) => parseOneAlgorithm(name.trim()));
  return algorithms.filter((algorithm) => named.includes(algorithm));
}

/** Throws USAGE, with what was probably meant. */
export function parseOneAlgorithm(text: string): Algorithm {
  const algorithm = parseAlgorithm(text);
  if (algorithm !== undefined) return algorithm;
  const near = suggest(text, algorithms);
  throw new CriskitError('USAGE', `"${excerpt(text)}" is no algorithm that criskit knows.`, {
    hint: near === undefined ? `Algorithms: ${algorithms.join(', ')}.` : `Did you mean ${near}?`,
  });
}

/** What a value of 64 characters is said to be; undefined where nothing was said. Throws USAGE. */
export function parseAlgorithmOf64(text: string | undefined): Algorithm | undefined {
  if (text === undefined) return undefined;
  const algorithm = parseOneAlgorithm(text);
  if (algorithm === 'sha256' || algorithm === 'blake3') return algorithm;
  throw new CriskitError('USAGE', `${algorithmTitle[algorithm]} has no 64 digits, and is told by its length.`, {
    hint: 'Name sha256 or blake3, or leave the option away.',
  });
}
