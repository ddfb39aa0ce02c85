import { mergeAttributes } from '../core/attributes-json.ts';
import { type Algorithm, algorithms, algorithmsStrongestFirst, type Digest, type Digests } from '../core/digest.ts';
import { ExternalSort, type ExternalSortOptions } from '../files/external-sort.ts';
import { type Content, decodeContent, digestPart, encodeContent, keyOf, rekey, type SetWord } from './content-bytes.ts';
import type { HashSetRecord } from './contract.ts';

/** Contents that share a digest while another one differs: kept apart, each for itself. */
export interface SharedDigest {
  readonly algorithm: Algorithm;
  readonly value: Digest;
}

export interface JoinOptions extends ExternalSortOptions {
  /** Where sorting may put files. */
  readonly folder: string;
  /** The order of the result; default: MD5, SHA-1, SHA-256, BLAKE3. Contents without a digest come behind all that have it. */
  readonly order?: readonly Algorithm[];
  readonly onShared: (shared: SharedDigest) => void;
}

/**
 * The contents that several sets speak of, each once, with what each set says of it; in bounded memory. Records are one
 * content where they share a digest and none differs, also by way of a third record. Where contents that share a digest
 * contradict one another in another digest, none of that digest are joined by it, and it is told. The strongest algorithm joins
 * first, and the order of sets and records has no influence.
 */
export async function* joinContents(
  sets: readonly AsyncIterable<readonly HashSetRecord[]>[],
  options: JoinOptions,
): AsyncGenerator<readonly Content[]> {
  const order = [...(options.order ?? []), ...algorithms.filter((algorithm) => !options.order?.includes(algorithm))];
  let sort = new ExternalSort(options.folder, options);
  // Algorithms that nobody states leave no trace in this order, so that the first pass finds it done.
  let sortedBy = algorithmsStrongestFirst;
  try {
    const present = await addRecords(sort, sets);
    const passes = algorithmsStrongestFirst.filter((algorithm) => present.has(algorithm));
    for (const [index, algorithm] of passes.entries()) {
      const next = passes[index + 1];
      const source = sort;
      const joining = new Joining({
        algorithm,
        from: sortedBy,
        to: next === undefined ? order : [next],
        into: new ExternalSort(options.folder, options),
        onShared: options.onShared,
      });
      sort = joining.into;
      await joining.read(source).finally(() => source.close());
      sortedBy = joining.to;
    }
    for await (const batch of sort.sorted()) yield batch.map((bytes) => decodeContent(bytes, sortedBy));
  } finally {
    sort.close();
  }
}

async function addRecords(
  sort: ExternalSort,
  sets: readonly AsyncIterable<readonly HashSetRecord[]>[],
): Promise<ReadonlySet<Algorithm>> {
  const present = new Set<Algorithm>();
  for (const [set, batches] of sets.entries()) {
    for await (const batch of batches) {
      for (const record of batch) {
        const content = contentOf(record, set);
        for (const algorithm of content.words[0]?.stated ?? []) present.add(algorithm);
        sort.add(encodeContent(content, algorithmsStrongestFirst));
      }
    }
  }
  return present;
}

function contentOf({ digests, kind = 'unknown', sizeBytes, attributes }: HashSetRecord, set: number): Content {
  const stated = algorithms.filter((algorithm) => digests[algorithm] !== undefined);
  const word: SetWord = {
    set,
    stated,
    kind,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(attributes === undefined ? {} : { attributes }),
  };
  return { digests, words: [word] };
}

interface JoiningOptions {
  readonly algorithm: Algorithm;
  readonly from: readonly Algorithm[];
  readonly to: readonly Algorithm[];
  readonly into: ExternalSort;
  readonly onShared: (shared: SharedDigest) => void;
}

/** One pass: contents in the order of one algorithm come in, joined by it they go on in the order of the next. */
class Joining {
  readonly to: readonly Algorithm[];
  readonly into: ExternalSort;
  readonly #options: JoiningOptions;
  /** Those that share the digest and state different ones, as far as they wait: at most eight can be consistent. */
  #waiting: Member[] = [];
  #key: Uint8Array | undefined;
  #isContradictory = false;

  constructor(options: JoiningOptions) {
    this.#options = options;
    this.to = options.to;
    this.into = options.into;
  }

  async read(source: ExternalSort): Promise<void> {
    for await (const batch of source.sorted()) for (const bytes of batch) this.#take(bytes);
    this.#endGroup();
  }

  #take(bytes: Uint8Array): void {
    const { algorithm, from } = this.#options;
    const key = keyOf(bytes, from, algorithm);
    if (!isSameKey(key, this.#key)) {
      this.#endGroup();
      this.#key = key;
    }
    const part = digestPart(bytes, from);
    const last = this.#waiting.at(-1);
    if (last !== undefined && Buffer.compare(last.part, part) === 0) {
      last.content = join([this.#contentOf(last), decodeContent(bytes, from)]);
      return;
    }
    this.#waiting.push({ bytes, part, content: undefined });
    if (this.#waiting.length > 1) this.#checkAgreement();
  }

  /** Contents without the digest only wait for those that state exactly the same. */
  #checkAgreement(): void {
    const { algorithm, onShared } = this.#options;
    if (this.#key !== undefined && !this.#isContradictory) {
      if (agree(this.#waiting.map((member) => this.#contentOf(member).digests))) return;
      this.#isContradictory = true;
      onShared({ algorithm, value: Buffer.from(this.#key).toString('hex') as Digest });
    }
    for (const member of this.#waiting.splice(0, this.#waiting.length - 1)) this.#handOn(member);
  }

  #endGroup(): void {
    if (this.#waiting.length > 1) {
      const content = join(this.#waiting.map((member) => this.#contentOf(member)));
      this.into.add(encodeContent(content, this.to));
    } else for (const member of this.#waiting) this.#handOn(member);
    this.#waiting = [];
    this.#isContradictory = false;
  }

  #handOn({ bytes, content }: Member): void {
    const { from } = this.#options;
    this.into.add(content === undefined ? rekey(bytes, from, this.to) : encodeContent(content, this.to));
  }

  #contentOf(member: Member): Content {
    member.content ??= decodeContent(member.bytes, this.#options.from);
    return member.content;
  }
}

interface Member {
  readonly bytes: Uint8Array;
  readonly part: Uint8Array;
  /** Decoded, where it had to be. */
  content: Content | undefined;
}

function isSameKey(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.compare(a, b) === 0;
}

function agree(all: readonly Digests[]): boolean {
  return algorithms.every((algorithm) => new Set(all.flatMap((digests) => digests[algorithm] ?? [])).size <= 1);
}

function join(contents: readonly Content[]): Content {
  const words = Map.groupBy(
    contents.flatMap((content) => content.words),
    ({ set }) => set,
  );
  const sets = [...words.keys()].toSorted((a, b) => a - b);
  return {
    digests: Object.assign({}, ...contents.map(({ digests }) => digests)) as Digests,
    words: sets.map((set) => joinWords(set, words.get(set) ?? [])),
  };
}

function joinWords(set: number, words: readonly SetWord[]): SetWord {
  const [first] = words;
  if (words.length === 1 && first !== undefined) return first;
  const sizeBytes = words.find((word) => word.sizeBytes !== undefined)?.sizeBytes;
  const attributes = words.flatMap((word) => word.attributes ?? []);
  return {
    set,
    stated: algorithms.filter((algorithm) => words.some(({ stated }) => stated.includes(algorithm))),
    kind: words.find(({ kind }) => kind !== 'unknown')?.kind ?? 'unknown',
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(attributes.length === 0 ? {} : { attributes: mergeAttributes(attributes) }),
  };
}
