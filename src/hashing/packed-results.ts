import { type Algorithm, type Digest, type Digests, digestSizeBytes } from '../core/digest.ts';
import { CriskitError } from '../core/errors.ts';
import type { FileStamp, HashRequest, HashResult, UnhashedFile } from './contract.ts';
import { type FileHash, headSizeBytes } from './open-file.ts';

/** What is to be known of each file besides its digests and size. */
export interface WantedOfFiles {
  readonly algorithms: readonly Algorithm[];
  readonly heads: boolean;
  readonly stamps: boolean;
}

/**
 * The results of the files of a job, in their order, on their way from thread to thread: a few pieces of memory instead of
 * objects for every file, of which the making and copying took longer than hashing a small file.
 */
export interface PackedResults {
  /** Of each file its size, and where stamps are wanted its mtime, ctime and inode. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Of each file the hexadecimal text of its digests, in the order of the algorithms. */
  readonly digests: Uint8Array<ArrayBuffer>;
  /** Of each file `headSizeBytes`, of which those beyond its size mean nothing; empty where heads are not wanted. */
  readonly heads: Uint8Array<ArrayBuffer>;
  /** Files that have no digest. */
  readonly unhashed: readonly (Omit<UnhashedFile, 'kind'> & { readonly index: number })[];
  /** Files that were given back: they turned out to be large. */
  readonly large: readonly { readonly index: number; readonly sizeBytes: number }[];
}

const numbersOf = ({ stamps }: WantedOfFiles) => (stamps ? 4 : 1);
const digestCharacters = ({ algorithms }: WantedOfFiles) =>
  algorithms.reduce((sum, algorithm) => sum + digestSizeBytes[algorithm] * 2, 0);

/** Takes the results of a job in any order. */
export class ResultPacker {
  readonly #wanted: WantedOfFiles;
  readonly #numbers: Float64Array<ArrayBuffer>;
  readonly #digests: Buffer<ArrayBuffer>;
  readonly #heads: Uint8Array<ArrayBuffer>;
  readonly #unhashed: PackedResults['unhashed'][number][] = [];
  readonly #large: PackedResults['large'][number][] = [];
  #missing: number;

  constructor(wanted: WantedOfFiles, fileCount: number) {
    this.#wanted = wanted;
    this.#missing = fileCount;
    this.#numbers = new Float64Array(fileCount * numbersOf(wanted));
    this.#digests = Buffer.from(new ArrayBuffer(fileCount * digestCharacters(wanted)));
    this.#heads = new Uint8Array(wanted.heads ? fileCount * headSizeBytes : 0);
  }

  /** Where the first bytes of a file belong; empty where they are not wanted. */
  headOf(index: number): Uint8Array {
    return this.#wanted.heads ? this.#heads.subarray(index * headSizeBytes, (index + 1) * headSizeBytes) : this.#heads;
  }

  get isComplete(): boolean {
    return this.#missing === 0;
  }

  giveBack(index: number, sizeBytes: number): void {
    this.#missing -= 1;
    this.#large.push({ index, sizeBytes });
  }

  set(index: number, result: FileHash): void {
    this.#missing -= 1;
    if (result.kind === 'unhashed') {
      this.#unhashed.push({ index, code: result.code, message: result.message });
      return;
    }
    const at = index * numbersOf(this.#wanted);
    this.#numbers[at] = result.sizeBytes;
    if (this.#wanted.stamps) {
      const { mtimeMs, ctimeMs, inode } = result.stamp;
      this.#numbers.set([mtimeMs, ctimeMs, inode], at + 1);
    }
    let place = index * digestCharacters(this.#wanted);
    for (const algorithm of this.#wanted.algorithms) {
      place += this.#digests.write(wholeDigest(result.digests, algorithm), place, 'latin1');
    }
  }

  /** Nothing of it is to be used here any more: its memory goes to the other thread. */
  pack(): { readonly results: PackedResults; readonly transfer: ArrayBuffer[] } {
    const digests = new Uint8Array(this.#digests.buffer);
    const results = {
      numbers: this.#numbers,
      digests,
      heads: this.#heads,
      unhashed: this.#unhashed,
      large: this.#large,
    };
    return { results, transfer: [this.#numbers.buffer, digests.buffer, this.#heads.buffer] };
  }
}

/** A digest that is missing, or too short, would move all others of the file to wrong places. */
function wholeDigest(digests: Digests, algorithm: Algorithm): string {
  const digest = digests[algorithm];
  if (digest?.length === digestSizeBytes[algorithm] * 2) return digest;
  throw new CriskitError('INTERNAL', `A file came to its end without a whole ${algorithm}.`);
}

export interface UnpackedResults {
  readonly results: readonly HashResult[];
  /** Not hashed, and now with their sizes. */
  readonly large: readonly HashRequest[];
}

/** Each request is in one of the two lists; undefined where they are results of another number of files. */
export function unpackResults(
  packed: PackedResults,
  requests: readonly HashRequest[],
  wanted: WantedOfFiles,
): UnpackedResults | undefined {
  if (packed.numbers.length !== requests.length * numbersOf(wanted)) return undefined;
  const unhashed = new Map(packed.unhashed.map((file) => [file.index, file]));
  const large = new Map(packed.large.map(({ index, sizeBytes }) => [index, sizeBytes]));
  const digests = Buffer.from(packed.digests.buffer);
  const results = requests.flatMap(({ index }, position): HashResult[] => {
    if (large.has(position)) return [];
    const { code, message } = unhashed.get(position) ?? {};
    if (code !== undefined && message !== undefined) return [{ kind: 'unhashed', index, code, message }];
    const at = position * numbersOf(wanted);
    const sizeBytes = packed.numbers[at] as number;
    const result = { kind: 'hashed', index, sizeBytes, digests: readDigests(digests, position, wanted) } as const;
    return [
      {
        ...result,
        ...(wanted.heads ? { head: headOf(packed, position, sizeBytes) } : {}),
        ...(wanted.stamps ? { stamp: readStamp(packed.numbers, at + 1) } : {}),
      },
    ];
  });
  return {
    results,
    large: requests.flatMap((request, position) => {
      const sizeBytes = large.get(position);
      return sizeBytes === undefined ? [] : [{ ...request, sizeBytes }];
    }),
  };
}

function readDigests(texts: Buffer, position: number, wanted: WantedOfFiles): Digests {
  const digests: { [A in Algorithm]?: Digest } = {};
  let place = position * digestCharacters(wanted);
  for (const algorithm of wanted.algorithms) {
    const end = place + digestSizeBytes[algorithm] * 2;
    digests[algorithm] = texts.toString('latin1', place, end) as Digest;
    place = end;
  }
  return digests as Digests;
}

function headOf({ heads }: PackedResults, position: number, sizeBytes: number): Uint8Array {
  const start = position * headSizeBytes;
  return heads.subarray(start, start + Math.min(sizeBytes, headSizeBytes));
}

function readStamp(numbers: Float64Array, at: number): FileStamp {
  return { mtimeMs: numbers[at] as number, ctimeMs: numbers[at + 1] as number, inode: numbers[at + 2] as number };
}
