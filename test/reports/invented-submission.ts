import { createHash } from 'node:crypto';
import type { Digests } from '../../src/core/digest.ts';
import { fileNameOf, type ManifestEntry } from '../../src/core/media.ts';
import type { Outcome } from '../../src/core/outcome.ts';

/** Makes one choice after another. */
export interface Choices {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  of<T>(options: readonly T[]): T;
  /** True in one of so many cases. */
  oneIn(count: number): boolean;
}

/** A content that was sent, and what the reply is going to say of it. */
export interface Sent {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  /** Paths of all files of that content. */
  readonly paths: readonly string[];
  /** A base name that no other content was sent under; absent where there is none. */
  readonly uniqueName?: string;
  readonly outcome: Outcome;
}

export interface Submission {
  readonly contents: readonly Sent[];
  readonly entries: readonly ManifestEntry[];
}

const stems = ['IMG_', 'my holiday ', 'Größe – ½ ', '写真 ', '-draft ', 'scan.', "O'Neil & co ", '100% '] as const;
const endings = ['.jpg', '.MP4', '.dat', '.JPEG', '.png'] as const;

export function digest(algorithm: 'md5' | 'sha1' | 'sha256', content: string): string {
  return createHash(algorithm).update(`invented ${content}`).digest('hex');
}

/** Some files; now and then the same content twice, or the same name for two contents. */
export function inventSubmission(choose: Choices, outcomes: readonly Outcome[]): Submission {
  const contents: Omit<Sent, 'uniqueName'>[] = [];
  const count = 1 + choose.below(6);
  for (let number = 0; number < count; number += 1) {
    const md5 = digest('md5', `sent ${number}`);
    const name = choose.oneIn(3) ? `${md5}.jpg` : `${choose.of(stems)}${number}${choose.of(endings)}`;
    const paths = [choose.oneIn(3) ? `folder ${number}/${name}` : name];
    if (choose.oneIn(6)) paths.push(`copies/copy of ${number}.png`);
    if (choose.oneIn(6)) paths.push(`twice/${number % 2}/both.jpg`);
    const [sha1, sha256] = [digest('sha1', `sent ${number}`), digest('sha256', `sent ${number}`)];
    contents.push({ md5, sha1, sha256, paths, outcome: choose.of(outcomes) });
  }
  const named = contents.map((content): Sent => {
    const unique = content.paths
      .map(fileNameOf)
      .find((name) =>
        contents.every((other) => other === content || !other.paths.some((path) => fileNameOf(path) === name)),
      );
    return unique === undefined ? content : { ...content, uniqueName: unique };
  });
  const entries = named.flatMap(({ md5, sha1, sha256, paths }) =>
    paths.map(
      (path): ManifestEntry => ({ path, sizeBytes: 7, kind: 'image', digests: { md5, sha1, sha256 } as Digests }),
    ),
  );
  return { contents: named, entries };
}
