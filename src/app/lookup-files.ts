import type { Algorithm, Digest } from '../core/digest.ts';
import { firstDigest } from '../core/digest.ts';
import type { Issue } from '../core/issue.ts';
import { algorithmTitle } from '../core/digest.ts';
import { hashMedia } from './hash-media.ts';
import type { Lab } from './lab.ts';
import type { DigestAnswer } from './lookup-digests.ts';
import { matchMedia } from './match-media.ts';
import type { Progress } from './progress.ts';
import { readingIn } from './reading-choices.ts';

/** What the database knows of the content of one file. */
export interface FileAnswer extends DigestAnswer {
  readonly file: string;
}

export interface FileLookup {
  readonly answers: readonly FileAnswer[];
  readonly issues: readonly Issue[];
}

/** Hashes each file, all those below a folder, and looks them up by every algorithm of the lab. */
export async function lookupFiles(
  lab: Lab,
  paths: readonly string[],
  options: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<FileLookup> {
  const { algorithms } = lab.settings.hashing;
  const reading = readingIn(lab.settings.hashing);
  const hashed = await hashMedia({ paths, algorithms, reading, followLinks: true, kinds: false, ...options });
  const matches = await matchMedia(
    lab,
    hashed.entries.map(({ digests }) => digests),
  );
  const issues: Issue[] = [...hashed.issues];
  const answers = hashed.entries.flatMap(({ path, digests }, index): FileAnswer[] => {
    const match = matches[index];
    const shown = shownDigest(digests, match?.foundBy ?? null);
    if (match === undefined || shown === undefined) return [];
    issues.push(...match.sharedByOthers.map((algorithm) => sharedDigest(path, algorithm)));
    const { known, categories, inConflict } = match;
    return [{ file: path, ...shown, known, categories, inConflict, ambiguous: match.mediaIds.length > 1 }];
  });
  return { answers, issues };
}

function shownDigest(
  digests: { readonly [A in Algorithm]?: Digest<A> },
  foundBy: Algorithm | null,
): { readonly digest: Digest; readonly algorithm: Algorithm } | undefined {
  const found = foundBy === null ? undefined : digests[foundBy];
  if (foundBy !== null && found !== undefined) return { digest: found, algorithm: foundBy };
  const first = firstDigest(digests);
  return first === undefined ? undefined : { digest: first.value, algorithm: first.algorithm };
}

/** A file that shares a digest with a media of the database and is another content all the same. */
export function sharedDigest(path: string, algorithm: Algorithm): Issue {
  const message = `Its ${algorithmTitle[algorithm]} is that of a media in the database, but another digest differs: not the same content.`;
  return { code: 'digest-shared', message, place: {}, path };
}
