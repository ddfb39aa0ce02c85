import { type Algorithm, algorithms, type Digests, disagreeingAlgorithms } from '../core/digest.ts';

/** One content, with all that stands for it in the order in which it was given. */
export interface Content<T> {
  /** Of all members together. */
  digests: Digests;
  readonly members: T[];
}

/** Items put together by content, to be found by any digest. */
export class ContentIndex<T> {
  readonly contents: Content<T>[] = [];
  readonly #byValue: Readonly<Record<Algorithm, Map<string, Content<T>[]>>> = {
    md5: new Map(),
    sha1: new Map(),
    sha256: new Map(),
    blake3: new Map(),
  };
  readonly #contentOf: (Content<T> | undefined)[] = [];

  /**
   * Two items are of one content where a digest agrees and none disagrees. An item that fits several contents which
   * differ from each other (two files that share an MD5, say) stands for itself.
   */
  constructor(items: readonly T[], digestsOf: (item: T) => Digests) {
    const sizes = items.map(
      (item) => algorithms.filter((algorithm) => digestsOf(item)[algorithm] !== undefined).length,
    );
    // Those that know most come first: what knows less then finds its place whatever the order of the document.
    for (let size = algorithms.length; size >= 0; size -= 1) {
      for (const [index, item] of items.entries()) {
        if (sizes[index] === size) this.#contentOf[index] = this.#add(item, digestsOf(item));
      }
    }
  }

  /** The content of the item that was given as number `index`. */
  contentOf(index: number): Content<T> {
    const content = this.#contentOf[index];
    if (content === undefined) throw new RangeError(`no item ${index}`);
    return content;
  }

  /** The contents that share a digest with these and disagree in none. */
  findAgreeing(digests: Digests): readonly Content<T>[] {
    return this.findSharing(digests).filter((content) => disagreeingAlgorithms(content.digests, digests).length === 0);
  }

  /** The contents that share a digest with these, whatever the others say. */
  findSharing(digests: Digests): readonly Content<T>[] {
    let found: readonly Content<T>[] = [];
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      const contents = value === undefined ? undefined : this.#byValue[algorithm].get(value);
      if (contents === undefined) continue;
      const known = found;
      found = known.length === 0 ? contents : [...known, ...contents.filter((content) => !known.includes(content))];
    }
    return found;
  }

  #add(item: T, digests: Digests): Content<T> {
    const agreeing = this.findAgreeing(digests);
    let content = agreeing.length === 1 ? agreeing[0] : undefined;
    if (content === undefined) {
      content = { digests: {}, members: [] };
      this.contents.push(content);
    }
    this.#learn(content, digests);
    content.members.push(item);
    return content;
  }

  #learn(content: Content<T>, digests: Digests): void {
    const fresh = algorithms.filter(
      (algorithm) => digests[algorithm] !== undefined && content.digests[algorithm] === undefined,
    );
    if (fresh.length === 0) return;
    content.digests = { ...digests, ...content.digests };
    for (const algorithm of fresh) {
      const value = digests[algorithm] ?? '';
      const contents = this.#byValue[algorithm].get(value);
      if (contents === undefined) this.#byValue[algorithm].set(value, [content]);
      else contents.push(content);
    }
  }
}
