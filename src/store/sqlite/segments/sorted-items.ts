import { type WordBytes, wordBytesOf } from '../../../core/byte-words.ts';
import { bucketCount, Spool } from './spool.ts';

/** Items that begin with a key, in a spool whose buckets are those of the first byte of the key. */
export interface SpooledItems {
  /** Of the key with which every item begins. */
  readonly keyBytes: number;
  /** Length of the item that starts there. */
  readonly lengthOf: (item: WordBytes, start: number) => number;
  /** Beside which more temporary files may be made. */
  readonly beside: string;
  /** Of a bucket that is sorted in memory; default 96 MiB. */
  readonly mostBucketBytes?: number;
}

/** A bucket that is larger is split by the next byte of the key, so that memory is bounded whatever the keys are. */
const defaultMostBucketBytes = 96 << 20;
/** The order of a bucket is one number per item: 32 bits of the key above 21 bits of the position. */
const mostBucketItems = 2 ** 21;

/**
 * Hands out every item in the order of the keys; items of one key in the order in which they came. Pauses after each bucket, so that
 * others get a turn.
 */
export function* eachSorted(
  spool: Spool,
  items: SpooledItems,
  visit: (item: WordBytes, start: number) => void,
): Generator<undefined> {
  yield* visitBuckets(spool, items, 1, new Room(), visit);
}

/** One buffer that is used again and again: large ones are garbage that is collected late. */
class Room {
  #buffer = Buffer.alloc(0);

  of(bytes: number): Buffer {
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(Math.ceil(bytes * 1.25));
    return this.#buffer.subarray(0, bytes);
  }
}

/** `depth`: how many bytes of the key all items of a bucket share. */
function* visitBuckets(
  spool: Spool,
  items: SpooledItems,
  depth: number,
  room: Room,
  visit: (item: WordBytes, start: number) => void,
): Generator<undefined> {
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const bytes = spool.bytesIn(bucket);
    const { mostBucketBytes = defaultMostBucketBytes } = items;
    if (bytes === 0) continue;
    if (depth >= items.keyBytes) visitInOrder(spool, bucket, items, visit);
    else if (bytes > mostBucketBytes || !visitSorted(readBucket(spool, bucket, room), items, depth, visit)) {
      yield* visitSplit(spool, bucket, items, depth, room, visit);
    }
    yield;
  }
}

function readBucket(spool: Spool, bucket: number, room: Room): WordBytes {
  const buffer = room.of(spool.bytesIn(bucket));
  spool.read(bucket, buffer);
  return wordBytesOf(buffer);
}

/** All items share one key. */
function visitInOrder(
  spool: Spool,
  bucket: number,
  { lengthOf }: SpooledItems,
  visit: (item: WordBytes, start: number) => void,
): void {
  for (const piece of spool.pieces(bucket)) {
    const items = wordBytesOf(piece);
    for (let start = 0; start < piece.length; start += lengthOf(items, start)) visit(items, start);
  }
}

function* visitSplit(
  spool: Spool,
  bucket: number,
  items: SpooledItems,
  depth: number,
  room: Room,
  visit: (item: WordBytes, start: number) => void,
): Generator<undefined> {
  const parts = new Spool(items.beside);
  try {
    visitInOrder(spool, bucket, items, (item, start) => {
      const part = item.bytes[start + depth] ?? 0;
      const length = items.lengthOf(item, start);
      const at = parts.room(part, length);
      item.bytes.copy(parts.bufferOf(part), at, start, start + length);
    });
    yield* visitBuckets(parts, items, depth + 1, room, visit);
  } finally {
    parts.close();
  }
}

/** False, and nothing was handed out, where there are too many items. */
function visitSorted(
  items: WordBytes,
  { keyBytes, lengthOf }: SpooledItems,
  depth: number,
  visit: (item: WordBytes, start: number) => void,
): boolean {
  const { bytes, view } = items;
  const starts = startsOf(items, lengthOf);
  if (starts.length > mostBucketItems) return false;
  const keyBytesLeft = keyBytes - depth;
  const order = new Float64Array(starts.length);
  for (let index = 0; index < starts.length; index += 1) {
    const at = (starts[index] ?? 0) + depth;
    const key = keyBytesLeft < 4 ? bytes.readUIntBE(at, keyBytesLeft) : view.getUint32(at);
    order[index] = key * mostBucketItems + index;
  }
  order.sort();
  const sorted = new Uint32Array(starts.length);
  for (let index = 0; index < starts.length; index += 1) {
    sorted[index] = starts[(order[index] ?? 0) % mostBucketItems] ?? 0;
  }
  for (let from = 0; from < order.length; ) {
    const key = Math.floor((order[from] ?? 0) / mostBucketItems);
    let to = from + 1;
    while (to < order.length && Math.floor((order[to] ?? 0) / mostBucketItems) === key) to += 1;
    if (to - from > 1) sortRun(sorted.subarray(from, to), bytes, keyBytes);
    from = to;
  }
  for (const start of sorted) visit(items, start);
  return true;
}

/** Items that share the part of the key that was sorted by: by the whole of it, then as they came. */
function sortRun(run: Uint32Array, buffer: Buffer, keyBytes: number): void {
  run.sort((a, b) => buffer.compare(buffer, b, b + keyBytes, a, a + keyBytes) || a - b);
}

function startsOf(items: WordBytes, lengthOf: SpooledItems['lengthOf']): Uint32Array {
  const { length } = items.bytes;
  let starts = new Uint32Array(4096);
  let count = 0;
  for (let start = 0; start < length; start += lengthOf(items, start)) {
    if (count === starts.length) {
      const larger = new Uint32Array(count * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count] = start;
    count += 1;
  }
  return starts.subarray(0, count);
}
