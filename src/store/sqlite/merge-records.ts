import { type Algorithm, algorithms } from '../../core/digest.ts';
import type { MediaRecord } from '../contract.ts';

/**
 * Several streams, each in the total order of records, as one: by the digest of that algorithm, then of the others; a missing
 * digest comes after every other.
 */
export async function* mergeRecords(
  streams: readonly AsyncIterable<readonly MediaRecord[]>[],
  orderBy: Algorithm,
): AsyncGenerator<readonly MediaRecord[]> {
  const order = [orderBy, ...algorithms.filter((algorithm) => algorithm !== orderBy)];
  const heads = await Promise.all(streams.map((stream) => Head.of(stream)));
  let waiting = heads.filter((head) => head !== undefined);
  while (waiting.length > 0) {
    const [first, ...others] = waiting.toSorted((a, b) => compareRecords(a.record, b.record, order));
    if (first === undefined) return;
    const next = others[0]?.record;
    yield first.takeBefore((record) => next === undefined || compareRecords(record, next, order) <= 0);
    if (first.isEmpty && !(await first.refill())) waiting = others;
  }
}

/** Where a stream stands. */
class Head {
  readonly #batches: AsyncIterator<readonly MediaRecord[]>;
  #batch: readonly MediaRecord[] = [];
  #at = 0;

  private constructor(batches: AsyncIterator<readonly MediaRecord[]>) {
    this.#batches = batches;
  }

  /** Undefined for a stream without records. */
  static async of(stream: AsyncIterable<readonly MediaRecord[]>): Promise<Head | undefined> {
    const head = new Head(stream[Symbol.asyncIterator]());
    return (await head.refill()) ? head : undefined;
  }

  get record(): MediaRecord {
    const record = this.#batch[this.#at];
    if (record === undefined) throw new RangeError('The stream has come to its end.');
    return record;
  }

  get isEmpty(): boolean {
    return this.#at >= this.#batch.length;
  }

  /** The records from here on that come first, as far as they were read. */
  takeBefore(isFirst: (record: MediaRecord) => boolean): readonly MediaRecord[] {
    const from = this.#at;
    const last = this.#batch.at(-1);
    // Mostly a whole batch comes before everything else.
    if (last !== undefined && isFirst(last)) this.#at = this.#batch.length;
    else while (!this.isEmpty && isFirst(this.record)) this.#at += 1;
    return from === 0 && this.isEmpty ? this.#batch : this.#batch.slice(from, this.#at);
  }

  /** False at the end of the stream. */
  async refill(): Promise<boolean> {
    while (this.isEmpty) {
      const { done, value } = await this.#batches.next();
      if (done === true) return false;
      this.#batch = value;
      this.#at = 0;
    }
    return true;
  }
}

function compareRecords(a: MediaRecord, b: MediaRecord, order: readonly Algorithm[]): number {
  for (const algorithm of order) {
    const [left, right] = [a.digests[algorithm], b.digests[algorithm]];
    if (left === right) continue;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return left < right ? -1 : 1;
  }
  return a.mediaId - b.mediaId;
}
