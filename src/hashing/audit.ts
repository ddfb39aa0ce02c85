import {
  type Algorithm,
  algorithmsStrongestFirst,
  type Digests,
  disagreeingAlgorithms,
  isDigestOfNothing,
  isSameContent,
} from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';

/**
 * Compares what a manifest states with what is found. What becomes of each line and each file:
 *
 * 1. Paths are compared as text, letter by letter.
 * 2. A path on both sides is `changed` where any digest, or the size, differs.
 * 3. It is `matched` where at least one digest agrees and nothing differs. The same size alone proves nothing.
 * 4. It is `unverified` where no algorithm is known on both sides (and the size does not differ), or where the file
 *    could not be hashed. Never `matched`.
 * 5. A path of the manifest that is not found and a found path that the manifest lacks are one `moved` file where their
 *    content is the same by rules 2 and 3. Pairs are made one to one, each side in the order of its paths: of two lines
 *    with the same content and one such file, the first line is `moved` and the second `missing`.
 * 6. Content of zero length, or with a digest of zeros, is never `moved`: it is the same everywhere.
 * 7. What is left is `missing` on the manifest's side and `new` on the other. A second copy of a file that is matched is
 *    `new`, and a file that changed is not looked for under other names.
 * 8. A path that stands in the manifest twice is judged twice, against the same file; if it is not found, rule 5 applies
 *    to each line.
 *
 * It does not prove that a matched file was not replaced by another of the same digest: for MD5 and SHA-1 such pairs
 * can be made.
 */
export function auditManifest(manifest: readonly AuditEntry[], found: readonly AuditEntry[]): AuditReport {
  const foundByPath = new Map<string, AuditEntry>();
  for (const entry of found) {
    if (foundByPath.has(entry.path)) throw new CriskitError('INTERNAL', 'A file was found twice under the same path.');
    foundByPath.set(entry.path, entry);
  }
  const stated = new Set(manifest.map(({ path }) => path));
  const lost: AuditEntry[] = [];
  const lines: AuditLine[] = [];
  for (const entry of manifest) {
    const there = foundByPath.get(entry.path);
    if (there === undefined) lost.push(entry);
    else lines.push(judge(entry, there));
  }
  lines.push(...pairMoved(inPathOrder(lost), inPathOrder(found.filter(({ path }) => !stated.has(path)))));
  lines.sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind));
  const counts = { matched: 0, changed: 0, moved: 0, new: 0, missing: 0, unverified: 0 };
  for (const { kind } of lines) counts[kind] += 1;
  return { lines, counts };
}

/** A line of a manifest, or a file. A file that could not be hashed has no digests. */
export interface AuditEntry {
  readonly path: string;
  readonly sizeBytes?: number;
  readonly digests: Digests;
}

/** `path` is where the file is now; for `missing` where it was. */
type AuditLine =
  | { readonly kind: 'matched' | 'new' | 'missing' | 'unverified'; readonly path: string }
  | { readonly kind: 'changed'; readonly path: string; readonly differs: readonly (Algorithm | 'size')[] }
  | { readonly kind: 'moved'; readonly path: string; readonly from: string };

export interface AuditReport {
  /** By path, then by kind. */
  readonly lines: readonly AuditLine[];
  readonly counts: Readonly<Record<AuditLine['kind'], number>>;
}

function judge(stated: AuditEntry, there: AuditEntry): AuditLine {
  const { path } = stated;
  const differs: (Algorithm | 'size')[] = [...disagreeingAlgorithms(stated.digests, there.digests)];
  if (sizesDiffer(stated, there)) differs.unshift('size');
  if (differs.length > 0) return { kind: 'changed', path, differs };
  return { kind: isSameContent(stated.digests, there.digests) ? 'matched' : 'unverified', path };
}

function pairMoved(lost: readonly AuditEntry[], unknown: readonly AuditEntry[]): AuditLine[] {
  const places = new ContentIndex(unknown);
  const lines: AuditLine[] = lost.map((entry) => {
    const place = places.take(entry);
    return place === undefined
      ? { kind: 'missing', path: entry.path }
      : { kind: 'moved', path: place.path, from: entry.path };
  });
  return [...lines, ...places.untaken().map(({ path }): AuditLine => ({ kind: 'new', path }))];
}

/** Files by each of their digests, handed out once each. */
class ContentIndex {
  readonly #left: Set<AuditEntry>;
  readonly #byDigest = new Map<string, AuditEntry[]>();

  constructor(files: readonly AuditEntry[]) {
    this.#left = new Set(files);
    for (const file of files.toReversed()) {
      for (const key of keysOf(file)) {
        const same = this.#byDigest.get(key);
        if (same === undefined) this.#byDigest.set(key, [file]);
        else same.push(file);
      }
    }
  }

  /** The first one left with the same content. */
  take(wanted: AuditEntry): AuditEntry | undefined {
    for (const key of keysOf(wanted)) {
      const same = this.#byDigest.get(key) ?? [];
      while (same.length > 0 && !this.#left.has(same.at(-1) as AuditEntry)) same.pop();
      const file = same.findLast((candidate) => this.#left.has(candidate) && isSameFile(wanted, candidate));
      if (file === undefined) continue;
      this.#left.delete(file);
      return file;
    }
    return undefined;
  }

  untaken(): AuditEntry[] {
    return [...this.#left];
  }
}

function keysOf({ digests, sizeBytes }: AuditEntry): string[] {
  if (sizeBytes === 0 || isDigestOfNothing(digests)) return [];
  return algorithmsStrongestFirst.filter((id) => digests[id] !== undefined).map((id) => `${id}:${digests[id]}`);
}

function isSameFile(a: AuditEntry, b: AuditEntry): boolean {
  return isSameContent(a.digests, b.digests) && !sizesDiffer(a, b);
}

function sizesDiffer(a: AuditEntry, b: AuditEntry): boolean {
  return a.sizeBytes !== undefined && b.sizeBytes !== undefined && a.sizeBytes !== b.sizeBytes;
}

function inPathOrder(entries: readonly AuditEntry[]): AuditEntry[] {
  return [...entries].sort((a, b) => compareText(a.path, b.path));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
