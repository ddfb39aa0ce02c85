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
  /** An array only where several contents share a digest: a hundred thousand small arrays would cost more than the rest. */
  readonly #byValue: Readonly<Record<Algorithm, Map<string, Content<T> | Content<T>[]>>> = {
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
    const found: Content<T>[] = [];
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      const known = value === undefined ? undefined : this.#byValue[algorithm].get(value);
      if (known === undefined) continue;
      for (const content of Array.isArray(known) ? known : [known]) if (!found.includes(content)) found.push(content);
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
    const before = content.digests;
    let knowsMore = false;
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      if (value === undefined || before[algorithm] !== undefined) continue;
      const byValue = this.#byValue[algorithm];
      const known = byValue.get(value);
      if (known === undefined) byValue.set(value, content);
      else if (Array.isArray(known)) known.push(content);
      else byValue.set(value, [known, content]);
      knowsMore = true;
    }
    if (knowsMore) content.digests = { ...digests, ...before };
  }
}
