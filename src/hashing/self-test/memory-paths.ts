import { type Algorithm, algorithms, type Digests } from '../../core/digest.ts';
import type { DigestPath, HashingUnderTest } from './digest-path.ts';
import type { KnownDigest } from './known-digests.ts';
import type { TestContent } from './test-contents.ts';

/** The program behind each algorithm. */
export const libraryOf: Readonly<Record<Algorithm, string>> = {
  md5: 'OpenSSL',
  sha1: 'OpenSSL',
  sha256: 'OpenSSL',
  blake3: 'BLAKE3 package',
};

type CreateHasherSet = HashingUnderTest['createHasherSet'];

/** The library of each algorithm on what is known of it; and all of them fed together, on everything. */
export function memoryPaths(
  createHasherSet: CreateHasherSet,
  known: readonly KnownDigest[],
  contents: readonly TestContent[],
): readonly DigestPath[] {
  const alone = algorithms.flatMap((algorithm) => {
    const itsContents = known.filter((digest) => digest.algorithm === algorithm).map(({ content }) => content);
    const path = { algorithms: [algorithm], contents: itsContents };
    const title = `${libraryOf[algorithm]} in memory`;
    return [
      { ...path, title: `${title}, in one piece`, compute: eachBy(createHasherSet, [algorithm], inOnePiece) },
      { ...path, title: `${title}, in growing pieces`, compute: eachBy(createHasherSet, [algorithm], inGrowingPieces) },
    ];
  });
  const together = { title: 'all algorithms together in memory', algorithms, contents };
  return [...alone, { ...together, compute: eachBy(createHasherSet, algorithms, inGrowingPieces) }];
}

function eachBy(
  createHasherSet: CreateHasherSet,
  wanted: readonly Algorithm[],
  cut: (bytes: Uint8Array) => Iterable<Uint8Array>,
): DigestPath['compute'] {
  const digestsOf = ({ bytes }: TestContent): Digests | Error => {
    try {
      const hashers = createHasherSet(wanted);
      for (const piece of cut(bytes)) hashers.update(piece);
      return hashers.digests();
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  return async (contents) => contents.map(digestsOf);
}

function inOnePiece(bytes: Uint8Array): readonly Uint8Array[] {
  return [bytes];
}

/** Of one byte, two, three and so on, so that they end at every place within a block. */
function* inGrowingPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0, size = 1; at < bytes.length; size += 1) yield bytes.subarray(at, (at += size));
}
