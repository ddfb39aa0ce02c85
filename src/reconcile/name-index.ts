import { foldName } from '../core/media.ts';

/** What a name of the report leads to: one thing, several different ones, or none. */
export type NameAnswer<C> = { readonly kind: 'one'; readonly content: C } | { readonly kind: 'several' | 'none' };

/** Null: the name stands for several different contents. */
type NameMap<C> = ReadonlyMap<string, C | null>;

/** All files of one base name, whatever its letter case. */
type Namesakes<C> =
  | { readonly kind: 'one'; readonly content: C }
  | { readonly kind: 'several'; readonly exact: NameMap<C>; readonly folded: NameMap<C> };

/**
 * Files that were sent, found by the name under which a report lists them. In this order, and the first that finds
 * anything decides: the whole relative path; then as much of the end of the path as agrees, down to the base name.
 * Letter case is respected first and ignored second. A name of several files of one content stands for that content.
 */
export class NameIndex<C extends object> {
  readonly #paths: readonly string[];
  readonly #contentOf: (index: number) => C;
  readonly #namesHaveFolders: boolean;
  #byBaseName: Map<string, number[]> | undefined;
  readonly #namesakes = new Map<string, Namesakes<C>>();

  /**
   * `paths` as manifests write them, `/` between parts. `namesHaveFolders`: whether the report writes folders at all; where
   * it does not, `a.jpg` may be any file of that base name, and one that lies in no folder has no precedence.
   */
  constructor(paths: readonly string[], contentOf: (index: number) => C, namesHaveFolders: boolean) {
    this.#paths = paths;
    this.#contentOf = contentOf;
    this.#namesHaveFolders = namesHaveFolders;
  }

  find(fileName: string): NameAnswer<C> {
    // In a manifest a backslash begins the code of a byte; in a report it mostly stands between folders.
    const asWritten = this.#findPath(fileName);
    if (asWritten.kind !== 'none' || !fileName.includes('\\')) return asWritten;
    return this.#findPath(fileName.replaceAll('\\', '/'));
  }

  #findPath(fileName: string): NameAnswer<C> {
    const name = fileName.replace(/^(?:\.?\/)+/, '');
    const namesakes = this.#namesakesOf(foldName(baseNameOf(name)));
    if (namesakes === undefined) return { kind: 'none' };
    if (namesakes.kind === 'one') return namesakes;
    for (const key of this.#keysOf(name)) {
      const exact = namesakes.exact.get(key);
      const content = exact === undefined ? namesakes.folded.get(foldName(key)) : exact;
      if (content === null) return { kind: 'several' };
      if (content !== undefined) return { kind: 'one', content };
    }
    return { kind: 'none' };
  }

  /** Names are told apart only where it is needed: in most manifests each base name occurs once. */
  #namesakesOf(baseName: string): Namesakes<C> | undefined {
    const known = this.#namesakes.get(baseName);
    if (known !== undefined) return known;
    this.#byBaseName ??= groupByBaseName(this.#paths);
    const indices = this.#byBaseName.get(baseName);
    const first = indices?.[0];
    if (indices === undefined || first === undefined) return undefined;
    const content = this.#contentOf(first);
    const namesakes: Namesakes<C> = indices.every((index) => this.#contentOf(index) === content)
      ? { kind: 'one', content }
      : {
          kind: 'several',
          exact: this.#mapNames(indices, (path) => path),
          folded: this.#mapNames(indices, foldName),
        };
    this.#namesakes.set(baseName, namesakes);
    return namesakes;
  }

  #mapNames(indices: readonly number[], form: (path: string) => string): NameMap<C> {
    const map = new Map<string, C | null>();
    for (const index of indices) {
      const content = this.#contentOf(index);
      for (const key of this.#keysOf(form(this.#paths[index] ?? ''))) {
        const known = map.get(key);
        map.set(key, known === undefined || known === content ? content : null);
      }
    }
    return map;
  }

  /** The whole path, marked as such, then its ends: `/a/b/c`, `a/b/c`, `b/c`, `c`. */
  #keysOf(path: string): readonly string[] {
    const starts = [0];
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) starts.push(slash + 1);
    const keys = starts.slice(-mostEndings).map((start) => path.slice(start));
    return this.#namesHaveFolders ? [`/${path}`, ...keys] : keys;
  }
}

/** Deeper than any real folder, so that a cell full of slashes costs no more than a name. */
const mostEndings = 128;

function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function groupByBaseName(paths: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, path] of paths.entries()) {
    const name = foldName(baseNameOf(path));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
  }
  return groups;
}
