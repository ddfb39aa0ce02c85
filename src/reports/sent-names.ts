import { fileNameOf, foldName } from '../core/media.ts';

/** The names under which files were sent: what tells a file name in a line of text from any other word. */
export interface SentNames {
  /** Whether a file was sent under this base name, with or without folders before it. Letter case is ignored. */
  has(name: string): boolean;
}

/** Where nothing is known to have been sent. */
export const noSentNames: SentNames = { has: () => false };

/** Of the paths of manifests. */
export function createSentNames(paths: Iterable<string>): SentNames {
  const names = new Set<string>();
  for (const path of paths) names.add(foldName(fileNameOf(path)));
  return { has: (name) => names.has(foldName(fileNameOf(name.trim()))) };
}
