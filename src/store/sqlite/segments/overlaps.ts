import type { Algorithm } from '../../../core/digest.ts';
import { algorithmCode } from '../codes.ts';
import type { Connection } from '../connection.ts';
import { cursorOf, joinContents } from './cursors.ts';
import { Bits } from './bits.ts';
import type { Segment } from './segment.ts';

/**
 * Finds, by walking sorted lists side by side, the contents of new segments that share a digest with others of the file, with
 * rows, or with segments of the database: they cannot be kept as they are, and become rows. None is flagged by halves: whoever
 * shares a digest with it within the file is flagged too.
 */
export class OverlapFinder {
  readonly #connection: Connection;
  readonly #flagged = new Map<Segment, Set<number>>();

  constructor(connection: Connection, fresh: readonly Segment[]) {
    this.#connection = connection;
    for (const segment of fresh) this.#flagged.set(segment, new Set());
  }

  /** By where they start. */
  get flagged(): ReadonlyMap<Segment, ReadonlySet<number>> {
    return this.#flagged;
  }

  flag(segment: Segment, start: number): void {
    this.#flagged.get(segment)?.add(start);
  }

  /** Two contents of one list that share a digest. */
  findWithin(segments: readonly Segment[]): void {
    segments.forEach((segment, index) => {
      for (const algorithm of segment.algorithms.slice(1)) this.#joinItself(segment, algorithm);
      for (const other of segments.slice(index + 1)) {
        for (const algorithm of sharedAlgorithms(segment, other)) {
          this.#join(
            segment,
            other,
            algorithm,
            () => false,
            (start, otherStart) => {
              this.flag(segment, start);
              this.flag(other, otherStart);
            },
          );
        }
      }
    });
  }

  /** Contents that have a digest of rows. */
  findInRows(segment: Segment): void {
    for (const algorithm of segment.algorithms) this.#joinRows(segment, algorithm);
  }

  /**
   * Contents that have a digest of a segment of the database. Where all digests are the same both may stay, if `mayShare`:
   * they are one content, which is in both sets.
   */
  findInSegment(segment: Segment, other: Segment, mayShare: boolean): void {
    const shared = segment.mask === other.mask && mayShare ? new Bits(segment.entries) : undefined;
    for (const algorithm of sharedAlgorithms(segment, other)) {
      // What was found by its first digest is found by its other ones again.
      const isKnown = (start: number) => shared?.has(start) === true;
      this.#join(segment, other, algorithm, isKnown, (start, otherStart) => {
        if (shared !== undefined && algorithm === segment.first && isSameContent(segment, start, other, otherStart)) {
          shared.add(start);
        } else this.flag(segment, start);
      });
    }
  }

  #join(
    a: Segment,
    b: Segment,
    algorithm: Algorithm,
    isKnown: (startA: number) => boolean,
    visit: (startA: number, startB: number) => void,
  ): void {
    joinContents(cursorOf(a, algorithm), cursorOf(b, algorithm), (startsA, startsB) => {
      const unknown = startsA.filter((start) => !isKnown(start));
      if (unknown.length === 0) return;
      const holdersOf = contentsByDigest(b, algorithm, startsB);
      for (const startA of unknown) {
        for (const digest of digestsOf(a, algorithm, startA)) {
          for (const startB of holdersOf(digest)) visit(startA, startB);
        }
      }
    });
  }

  /** In an index each digest of a content stands once. */
  #joinItself(segment: Segment, algorithm: Algorithm): void {
    const cursor = cursorOf(segment, algorithm);
    const run: number[] = [];
    const flagShared = () => {
      if (run.length < 2) return;
      const holdersOf = contentsByDigest(segment, algorithm, run);
      for (const start of run) {
        const isShared = digestsOf(segment, algorithm, start).some((digest) => holdersOf(digest).length > 1);
        if (isShared) this.flag(segment, start);
      }
    };
    let [high, low] = [-1, -1];
    while (cursor.next()) {
      if (cursor.high !== high || cursor.low !== low) {
        flagShared();
        run.length = 0;
        [high, low] = [cursor.high, cursor.low];
      }
      run.push(cursor.start);
    }
    flagShared();
  }

  #joinRows(segment: Segment, algorithm: Algorithm): void {
    const cursor = cursorOf(segment, algorithm);
    let hasMore = cursor.next();
    let holdersOf: (digest: Buffer) => readonly number[] = () => [];
    let [runHigh, runLow] = [-1, -1];
    for (const value of this.#values(algorithm)) {
      const [high, low] = [value.readUInt32BE(0), value.readUInt32BE(4)];
      if (high !== runHigh || low !== runLow) {
        if (!hasMore) return;
        [runHigh, runLow] = [high, low];
        while (hasMore && (cursor.high - high || cursor.low - low) < 0) hasMore = cursor.next();
        const run: number[] = [];
        for (; hasMore && cursor.high === high && cursor.low === low; hasMore = cursor.next()) run.push(cursor.start);
        holdersOf = contentsByDigest(segment, algorithm, run);
      }
      for (const start of holdersOf(value)) this.flag(segment, start);
    }
  }

  /** Every digest of rows, in order, in force or not. */
  *#values(algorithm: Algorithm): Generator<Buffer> {
    const pageSize = 16_384;
    const page = this.#connection
      .prepare(`SELECT DISTINCT value FROM digest WHERE algorithm = ? AND value > ? ORDER BY value LIMIT ${pageSize}`)
      .pluck();
    for (let after: Buffer = Buffer.alloc(0); ; ) {
      const values = page.all(algorithmCode(algorithm), after) as Buffer[];
      yield* values;
      const last = values.at(-1);
      if (last === undefined || values.length < pageSize) return;
      after = last;
    }
  }
}

/** The algorithms of both. */
function sharedAlgorithms(a: Segment, b: Segment): readonly Algorithm[] {
  return a.algorithms.filter((algorithm) => b.algorithms.includes(algorithm));
}

/** The contents that have a digest, of these. Many of them begin alike only where somebody made them so. */
function contentsByDigest(
  segment: Segment,
  algorithm: Algorithm,
  starts: readonly number[],
): (digest: Buffer) => readonly number[] {
  const [only, ...others] = starts;
  if (only === undefined) return () => [];
  if (others.length === 0) return (digest) => (segment.hasDigest(algorithm, only, digest) ? starts : []);
  const holders = new Map<string, number[]>();
  for (const start of starts) {
    for (const digest of digestsOf(segment, algorithm, start)) {
      const key = digest.toString('latin1');
      const list = holders.get(key);
      if (list === undefined) holders.set(key, [start]);
      else if (list.at(-1) !== start) list.push(start);
    }
  }
  return (digest) => holders.get(digest.toString('latin1')) ?? [];
}

/** Of all entries of the content; mostly one. */
function digestsOf(segment: Segment, algorithm: Algorithm, start: number): readonly Buffer[] {
  const first = segment.digestAt(algorithm, start);
  const end = segment.endOf(start);
  if (end === start + 1 || algorithm === segment.first) return [first];
  const found = new Map([[first.toString('latin1'), first]]);
  for (let position = start + 1; position < end; position += 1) {
    const digest = segment.digestAt(algorithm, position);
    found.set(digest.toString('latin1'), digest);
  }
  return [...found.values()];
}

function isSameContent(a: Segment, startA: number, b: Segment, startB: number): boolean {
  return a.algorithms.every((algorithm) => a.digestAt(algorithm, startA).equals(b.digestAt(algorithm, startB)));
}
