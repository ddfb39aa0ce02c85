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
    joinContents(cursorOf(a, algorithm), cursorOf(b, algorithm), (startA, startB) => {
      if (isKnown(startA)) return;
      if (mayHaveInCommon(a, startA, b, startB, algorithm)) visit(startA, startB);
    });
  }

  /** In an index digests stand once for each content. */
  #joinItself(segment: Segment, algorithm: Algorithm): void {
    const cursor = cursorOf(segment, algorithm);
    let run: number[] = [];
    let [high, low] = [-1, -1];
    while (cursor.next()) {
      if (cursor.high !== high || cursor.low !== low) {
        run = [];
        [high, low] = [cursor.high, cursor.low];
      }
      for (const start of run) {
        if (start === cursor.start || !mayHaveInCommon(segment, start, segment, cursor.start, algorithm)) continue;
        this.flag(segment, start);
        this.flag(segment, cursor.start);
      }
      run.push(cursor.start);
    }
  }

  #joinRows(segment: Segment, algorithm: Algorithm): void {
    const cursor = cursorOf(segment, algorithm);
    let hasMore = cursor.next();
    let run: number[] = [];
    let [runHigh, runLow] = [-1, -1];
    for (const value of this.#values(algorithm)) {
      const [high, low] = [value.readUInt32BE(0), value.readUInt32BE(4)];
      if (high !== runHigh || low !== runLow) {
        run = [];
        [runHigh, runLow] = [high, low];
        while (hasMore && (cursor.high - high || cursor.low - low) < 0) hasMore = cursor.next();
        for (; hasMore && cursor.high === high && cursor.low === low; hasMore = cursor.next()) run.push(cursor.start);
      }
      for (const start of run) if (segment.hasDigest(algorithm, start, value)) this.flag(segment, start);
      if (!hasMore && run.length === 0) return;
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

/** Whether any entry of the one has the same digest as any of the other; entries of one content mostly have the same. */
function mayHaveInCommon(a: Segment, startA: number, b: Segment, startB: number, algorithm: Algorithm): boolean {
  if (a.hasDigest(algorithm, startA, b.digestAt(algorithm, startB))) return true;
  const end = b.endOf(startB);
  for (let position = startB + 1; position < end; position += 1) {
    if (a.hasDigest(algorithm, startA, b.digestAt(algorithm, position))) return true;
  }
  return false;
}

function isSameContent(a: Segment, startA: number, b: Segment, startB: number): boolean {
  return a.algorithms.every((algorithm) => a.digestAt(algorithm, startA).equals(b.digestAt(algorithm, startB)));
}
