import { basename, dirname, resolve, sep } from 'node:path';
import type { Issue } from '../core/issue.ts';
import { printable } from '../core/printable.ts';

/** A PATH that was named, and the beginning of the relative paths of what is in it. */
export interface NamedRoot {
  /** As it was named. */
  readonly given: string;
  readonly absolute: string;
  /** Parts of the relative path; none for a folder that is named alone. */
  readonly label: readonly string[];
}

/**
 * Gives each PATH a beginning for its relative paths, so that no two files get the same one. A single folder needs none.
 * Of several, each gets its own name, and where names meet (`a/media` and `b/media`) as much of the folders above as
 * tells them apart. A PATH that is named twice, or lies in another one, is left out with an issue: it is read as part of the other.
 */
export function labelRoots(paths: readonly string[]): { roots: readonly NamedRoot[]; issues: readonly Issue[] } {
  const named = paths.map((given) => ({ given, absolute: resolve(given) }));
  const first = new Map<string, { readonly given: string }>();
  for (const root of named) if (!first.has(root.absolute)) first.set(root.absolute, root);
  const issues: Issue[] = [];
  const kept = named.filter((root) => {
    const outer = foldersAbove(root.absolute).find((folder) => first.has(folder));
    const cover = first.get(outer ?? root.absolute);
    if (cover === undefined || cover === root) return true;
    issues.push(repeated(root.given, outer === undefined ? undefined : cover.given));
    return false;
  });
  const only = kept.length === 1 ? kept[0] : undefined;
  return { roots: only === undefined ? tellApart(kept) : [{ ...only, label: [] }], issues };
}

type Root = Omit<NamedRoot, 'label'>;

/** Outermost first. */
function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let inner = path, folder = dirname(path); folder !== inner; inner = folder, folder = dirname(folder)) {
    above.unshift(folder);
  }
  return above;
}

/** Lengthens the labels that are equal to, or the beginning of, another one, until none is. */
function tellApart(roots: readonly Root[]): NamedRoot[] {
  const growing = roots.map((root) => ({ root, parts: root.absolute.split(sep).filter(Boolean), depth: 1 }));
  for (;;) {
    const meeting = labelsThatMeet(growing.map(({ parts, depth }) => parts.slice(-depth)));
    const toGrow = growing.filter(({ parts, depth }, index) => meeting.has(index) && depth < parts.length);
    if (toGrow.length === 0) return growing.map(({ root, parts, depth }) => ({ ...root, label: parts.slice(-depth) }));
    for (const one of toGrow) one.depth += 1;
  }
}

function labelsThatMeet(labels: readonly (readonly string[])[]): ReadonlySet<number> {
  const byText = Map.groupBy(labels.keys(), (index) => labels[index]?.join('/') ?? '');
  const meeting = new Set([...byText.values()].filter(({ length }) => length > 1).flat());
  const beginnings = new Set<string>();
  for (const [index, label] of labels.entries()) {
    for (let depth = 1; depth < label.length; depth += 1) {
      const beginning = label.slice(0, depth).join('/');
      if (!byText.has(beginning)) continue;
      beginnings.add(beginning);
      meeting.add(index);
    }
  }
  for (const index of [...beginnings].flatMap((text) => byText.get(text) ?? [])) meeting.add(index);
  return meeting;
}

/** The relative path of a file that is named itself. */
export function nameOfRoot(root: NamedRoot): readonly string[] {
  return root.label.length > 0 ? root.label : [basename(root.absolute)];
}

function repeated(given: string, outer: string | undefined): Issue {
  const message =
    outer === undefined
      ? 'Named twice; its files are read once.'
      : `Lies in ${printable(outer)}, which is named as well; taken only as a part of that.`;
  return { code: 'path-repeated', message, place: {}, path: given };
}
