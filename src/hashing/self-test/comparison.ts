import type { Algorithm, Digests } from '../../core/digest.ts';
import { errorMessage } from '../../core/errors.ts';
import { throwIfInterrupted } from '../../core/interruption.ts';
import type { DigestPath, HashingUnderTest } from './digest-path.ts';
import type { KnownDigest } from './known-digests.ts';
import { libraryOf } from './memory-paths.ts';
import type { TestContent } from './test-contents.ts';

/** One digest of one content, by one path, beside the one that it must be. */
export interface Comparison {
  readonly algorithm: Algorithm;
  readonly path: string;
  /** More exactly; undefined where the path says all. */
  readonly detail: string | undefined;
  readonly content: string;
  /** Where the expected digest is from. */
  readonly source: string;
  /** Whether that is outside of criskit: a document, another program. */
  readonly isKnown: boolean;
  /** The digest; why it is not known, where that is so. */
  readonly expected: string;
  /** The digest; why there is none, where that is so. */
  readonly found: string;
  readonly agrees: boolean;
}

interface Expected {
  readonly digest: string | Error;
  readonly source: string;
  readonly isKnown: boolean;
}

/** What each content's digests must be. */
export class Expectations {
  readonly #expected: Map<string, Expected>;
  readonly #createHasherSet: HashingUnderTest['createHasherSet'];

  constructor(known: readonly KnownDigest[], createHasherSet: HashingUnderTest['createHasherSet']) {
    this.#expected = new Map(
      known.map(({ algorithm, content, digest, source }) => [
        keyOf(algorithm, content),
        { digest, source, isKnown: true },
      ]),
    );
    this.#createHasherSet = createHasherSet;
  }

  /** The known digest; where there is none, the one that the library computes in memory, in one piece. */
  of(algorithm: Algorithm, content: TestContent): Expected {
    const key = keyOf(algorithm, content);
    const expected = this.#expected.get(key) ?? this.#compute(algorithm, content);
    this.#expected.set(key, expected);
    return expected;
  }

  #compute(algorithm: Algorithm, { bytes }: TestContent): Expected {
    const from = { source: `agreement with ${libraryOf[algorithm]} in memory, in one piece`, isKnown: false };
    try {
      const hashers = this.#createHasherSet([algorithm]);
      hashers.update(bytes);
      return { ...from, digest: hashers.digests()[algorithm] ?? new Error('no digest was computed') };
    } catch (error) {
      return { ...from, digest: new Error(errorMessage(error)) };
    }
  }
}

function keyOf(algorithm: Algorithm, { name }: TestContent): string {
  return `${algorithm} ${name}`;
}

/** Every digest of the path, compared. Whatever the path throws is a difference of each; only an interruption is thrown. */
export async function comparePath(
  path: DigestPath,
  expectations: Expectations,
  signal: AbortSignal,
): Promise<readonly Comparison[]> {
  const found = await computed(path, signal);
  return path.contents.flatMap((content, index) =>
    path.algorithms.map((algorithm) => compare(path, content, algorithm, found[index], expectations)),
  );
}

async function computed(path: DigestPath, signal: AbortSignal): Promise<readonly (Digests | Error | undefined)[]> {
  throwIfInterrupted(signal);
  try {
    return await path.compute(path.contents);
  } catch (error) {
    throwIfInterrupted(signal);
    return path.contents.map(() => new Error(errorMessage(error)));
  }
}

function compare(
  { title, detail }: DigestPath,
  content: TestContent,
  algorithm: Algorithm,
  computedOf: Digests | Error | undefined,
  expectations: Expectations,
): Comparison {
  const { digest: expected, source, isKnown } = expectations.of(algorithm, content);
  const found = computedOf instanceof Error ? computedOf : computedOf?.[algorithm];
  return {
    algorithm,
    path: title,
    detail,
    content: content.name,
    source,
    isKnown,
    expected: expected instanceof Error ? `not known: ${expected.message}` : expected,
    found: found instanceof Error ? `none: ${found.message}` : (found ?? 'none'),
    agrees: typeof expected === 'string' && expected === found,
  };
}
