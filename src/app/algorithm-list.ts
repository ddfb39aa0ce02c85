import { type Algorithm, algorithms, parseAlgorithm } from '../core/digest.ts';
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
