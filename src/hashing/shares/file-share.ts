import { type Algorithm, algorithms, type Digest, type Digests, digestSizeBytes } from '../../core/digest.ts';

/**
 * What the threads that hash one large file together tell each other. The thread that reads the file is its owner: it fills
 * the pieces of its lane in turn and says so here. Each helper computes other algorithms of the same bytes, says how far it
 * is, and leaves its digests here at the end. The owner fills a piece again only when all helpers are past it.
 */
export interface FileShare {
  readonly numbers: Int32Array<SharedArrayBuffer>;
  /** Hexadecimal text, each algorithm at its own place. */
  readonly digests: Uint8Array<SharedArrayBuffer>;
}

export type ShareState = 'waiting' | 'open' | 'given-up';

// Places in `numbers`.
const statePlace = 0;
const addressPlace = 1;
const filledPlace = 2;
const lastPiecePlace = 3;
const lastBytesPlace = 4;
const finishedPlace = 5;
const usedPlace = 6;

const states: readonly ShareState[] = ['waiting', 'open', 'given-up'];

/** Instead of the number of the last piece, while that is not known. */
const notEnded = -1;

const digestPlaces: Readonly<Record<Algorithm, number>> = (() => {
  let place = 0;
  const places = { md5: 0, sha1: 0, sha256: 0, blake3: 0 };
  for (const algorithm of algorithms) {
    places[algorithm] = place;
    place += digestSizeBytes[algorithm] * 2;
  }
  return places;
})();

const digestsSizeBytes = algorithms.reduce((sum, algorithm) => sum + digestSizeBytes[algorithm] * 2, 0);

export function createFileShare(helperCount: number): FileShare {
  const numbers = new Int32Array(new SharedArrayBuffer((usedPlace + helperCount) * 4));
  numbers[lastPiecePlace] = notEnded;
  return { numbers, digests: new Uint8Array(new SharedArrayBuffer(digestsSizeBytes)) };
}

// For the owner.

/** From now on the helpers find the pieces of the file at these addresses of the owner's memory, one behind the other. */
export function openShare({ numbers }: FileShare, firstAddress: number): void {
  Atomics.store(numbers, addressPlace, firstAddress);
  Atomics.store(numbers, statePlace, states.indexOf('open'));
}

/** There will be no digest of this file; its pieces may be filled with others' bytes at once. */
export function giveUpShare({ numbers }: FileShare): void {
  Atomics.store(numbers, statePlace, states.indexOf('given-up'));
}

/** Another piece is full. */
export function addPiece({ numbers }: FileShare): void {
  Atomics.add(numbers, filledPlace, 1);
}

/** Another piece is there, with fewer bytes than it holds (perhaps none), and is the last one. */
export function addLastPiece({ numbers }: FileShare, bytes: number): void {
  // Before the piece is there, so that no helper takes it, or the one before it, for another.
  Atomics.store(numbers, lastBytesPlace, bytes);
  Atomics.store(numbers, lastPiecePlace, Atomics.load(numbers, filledPlace));
  Atomics.add(numbers, filledPlace, 1);
}

/** How many pieces every helper is past. */
export function piecesUsed({ numbers }: FileShare): number {
  let least = Number.POSITIVE_INFINITY;
  for (let place = usedPlace; place < numbers.length; place += 1) least = Math.min(least, Atomics.load(numbers, place));
  return least;
}

/** The digests of all helpers; undefined while one of them is not at the end. */
export function digestsOfHelpers(share: FileShare, wanted: readonly Algorithm[]): Digests | undefined {
  const helperCount = share.numbers.length - usedPlace;
  if (Atomics.load(share.numbers, finishedPlace) < helperCount) return undefined;
  const found: { [A in Algorithm]?: Digest } = {};
  for (const algorithm of wanted) {
    const place = digestPlaces[algorithm];
    // Copied: text is not read from memory that others may write.
    const text = share.digests.slice(place, place + digestSizeBytes[algorithm] * 2);
    found[algorithm] = Buffer.from(text.buffer).toString('latin1') as Digest;
  }
  return found as Digests;
}

// For a helper.

export function stateOfShare({ numbers }: FileShare): ShareState {
  return states[Atomics.load(numbers, statePlace)] as ShareState;
}

export function firstAddressOf({ numbers }: FileShare): number {
  return Atomics.load(numbers, addressPlace);
}

/** How many bytes the piece with that number (counted from the beginning of the file) holds; undefined where it is not there yet. */
export function bytesOfPiece({ numbers }: FileShare, piece: number, pieceSizeBytes: number): number | undefined {
  if (piece >= Atomics.load(numbers, filledPlace)) return undefined;
  const isLast = piece === Atomics.load(numbers, lastPiecePlace);
  return isLast ? Atomics.load(numbers, lastBytesPlace) : pieceSizeBytes;
}

/** That helper is past so many pieces. */
export function setPiecesUsed({ numbers }: FileShare, helper: number, pieces: number): void {
  Atomics.store(numbers, usedPlace + helper, pieces);
}

/** The helper is at the end. */
export function leaveDigests(share: FileShare, digests: Digests): void {
  for (const algorithm of algorithms) {
    const digest = digests[algorithm];
    if (digest !== undefined) share.digests.set(Buffer.from(digest, 'latin1'), digestPlaces[algorithm]);
  }
  Atomics.add(share.numbers, finishedPlace, 1);
}
