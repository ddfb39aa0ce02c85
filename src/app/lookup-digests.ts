import { type Algorithm, algorithmsOfText, type Digest } from '../core/digest.ts';
import { throwIfInterrupted } from '../core/interruption.ts';
import type { Issue } from '../core/issue.ts';
import { excerpt } from '../core/printable.ts';
import { countOf } from '../core/units.ts';
import type { DigestQuery, LookupAnswer } from '../store/contract.ts';
import type { Lab } from './lab.ts';

/** What the database knows of one digest that was asked for. */
export interface DigestAnswer {
  readonly digest: Digest;
  /** The one that is known; where none is, the first that a text of that length can be. */
  readonly algorithm: Algorithm;
  readonly known: boolean;
  /** Ids, in the order of precedence. */
  readonly categories: readonly string[];
  readonly inConflict: boolean;
  /** Two contents in the database share the digest. */
  readonly ambiguous: boolean;
}

export interface DigestLine {
  readonly text: string;
  /** 1-based; absent for what was typed as an argument. */
  readonly line?: number;
}

export interface LookupBatch {
  readonly answers: readonly DigestAnswer[];
  readonly issues: readonly Issue[];
}

/** One answer per line that holds a digest, in order, and one issue for each that holds something else. */
export async function lookupDigests(
  lab: Lab,
  lines: AsyncIterable<readonly DigestLine[]>,
  signal: AbortSignal,
): Promise<LookupBatch> {
  const answers: DigestAnswer[] = [];
  const issues: Issue[] = [];
  for await (const batch of lines) {
    throwIfInterrupted(signal);
    const queries: DigestQuery[] = [];
    for (const line of batch) {
      const algorithms = algorithmsOfText(line.text);
      const value = line.text.toLowerCase() as Digest;
      for (const algorithm of algorithms) queries.push({ algorithm, value });
      if (algorithms.length === 0) issues.push(notADigest(line));
    }
    const found = await lab.store.lookup(queries);
    for (let start = 0; start < queries.length; ) {
      // The queries of one line stand together and share its text.
      const end = start + algorithmsOfText(queries[start]?.value ?? '').length;
      answers.push(bestAnswer(queries, found, start, end));
      start = end;
    }
  }
  return { answers, issues };
}

/** What is known by any of the algorithms that the digest can be of; the first, where none is. */
function bestAnswer(
  queries: readonly DigestQuery[],
  found: readonly LookupAnswer[],
  start: number,
  end: number,
): DigestAnswer {
  let best = start;
  for (let at = end - 1; at >= start; at -= 1) if (found[at]?.known === true) best = at;
  const [query, answer] = [queries[best], found[best]];
  if (query === undefined || answer === undefined) throw new RangeError('A question without its answer.');
  return {
    digest: query.value,
    algorithm: query.algorithm,
    known: answer.known,
    categories: answer.categories.map(({ categoryId }) => categoryId),
    inConflict: answer.inConflict,
    ambiguous: answer.ambiguous,
  };
}

function notADigest({ text, line: lineNumber }: DigestLine): Issue {
  const what = `"${excerpt(text)}" (${countOf(text.length, 'character')})`;
  return {
    code: 'not-a-digest',
    message: `${what} is no digest${lineNumber === undefined ? ', and no file of that name exists' : ''}: MD5 has 32 hexadecimal digits, SHA-1 40, SHA-256 and BLAKE3 64.`,
    place: lineNumber === undefined ? {} : { line: lineNumber },
  };
}
