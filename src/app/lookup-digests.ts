import { type Algorithm, algorithmsOfText, type Digest, parseDigest } from '../core/digest.ts';
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
    const parsed = batch.map(queriesOf);
    const found = await lab.store.lookup(parsed.flat());
    let at = 0;
    for (const [index, queries] of parsed.entries()) {
      const [first] = queries;
      if (first === undefined) issues.push(notADigest(batch[index]));
      else answers.push(bestAnswer(queries, found.slice(at, at + queries.length), first));
      at += queries.length;
    }
  }
  return { answers, issues };
}

/** One query per algorithm that the text can be a digest of; none where it is no digest. */
function queriesOf({ text }: DigestLine): readonly DigestQuery[] {
  return algorithmsOfText(text).flatMap((algorithm) => {
    const value = parseDigest(algorithm, text);
    return value === undefined ? [] : [{ algorithm, value }];
  });
}

function bestAnswer(
  queries: readonly DigestQuery[],
  answers: readonly LookupAnswer[],
  first: DigestQuery,
): DigestAnswer {
  const index = Math.max(
    answers.findIndex((answer) => answer.known),
    0,
  );
  const answer = answers[index];
  return {
    digest: first.value,
    algorithm: queries[index]?.algorithm ?? first.algorithm,
    known: answer?.known ?? false,
    categories: answer?.categories.map(({ categoryId }) => categoryId) ?? [],
    inConflict: answer?.inConflict ?? false,
    ambiguous: answer?.ambiguous ?? false,
  };
}

function notADigest(line: DigestLine | undefined): Issue {
  const { text, line: lineNumber } = line ?? { text: '' };
  const what = `"${excerpt(text)}" (${countOf(text.length, 'character')})`;
  return {
    code: 'not-a-digest',
    message: `${what} is no digest${lineNumber === undefined ? ', and no file of that name exists' : ''}: MD5 has 32 hexadecimal digits, SHA-1 40, SHA-256 and BLAKE3 64.`,
    place: lineNumber === undefined ? {} : { line: lineNumber },
  };
}
