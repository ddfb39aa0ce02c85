import { algorithms, type Digests } from '../core/digest.ts';
import type { DigestQuery, Store } from '../store/contract.ts';

const queriesPerLookup = 4096;

/** The digests of contents that an import speaks of, with those that the database knows to be of the same contents. */
export class TouchedContents {
  readonly #store: Pick<Store, 'lookup' | 'digestsOfMedia'>;
  readonly #values = new Set<string>();

  constructor(store: Pick<Store, 'lookup' | 'digestsOfMedia'>) {
    this.#store = store;
  }

  /** How many digests there are. */
  get size(): number {
    return this.#values.size;
  }

  has(digests: Digests): boolean {
    return algorithms.some((algorithm) => this.#values.has(digests[algorithm] ?? ''));
  }

  async add(contents: Iterable<Digests>): Promise<void> {
    let queries: DigestQuery[] = [];
    for (const digests of contents) {
      queries.push(...this.#takeNew(digests));
      if (queries.length < queriesPerLookup) continue;
      await this.#addLinked(queries);
      queries = [];
    }
    await this.#addLinked(queries);
  }

  async #addLinked(queries: readonly DigestQuery[]): Promise<void> {
    if (queries.length === 0) return;
    const answers = await this.#store.lookup(queries);
    const mediaIds = [...new Set(answers.flatMap((answer) => answer.mediaIds))];
    for (const digests of await this.#store.digestsOfMedia(mediaIds)) this.#takeNew(digests);
  }

  #takeNew(digests: Digests): readonly DigestQuery[] {
    const taken: DigestQuery[] = [];
    for (const algorithm of algorithms) {
      const value = digests[algorithm];
      if (value === undefined || this.#values.has(value)) continue;
      this.#values.add(value);
      taken.push({ algorithm, value });
    }
    return taken;
  }
}
