import { bucketCount, Spool } from './spool.ts';

/** Items that begin with a key, in a spool whose buckets are those of the first byte of the key. */
export interface SpooledItems {
  /** Of the key with which every item begins. */
  readonly keyBytes: number;
  /** Length of the item that starts there. */
  readonly lengthOf: (buffer: Buffer, start: number) => number;
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
  visit: (buffer: Buffer, start: number) => void,
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
  visit: (buffer: Buffer, start: number) => void,
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

function readBucket(spool: Spool, bucket: number, room: Room): Buffer {
  const buffer = room.of(spool.bytesIn(bucket));
  spool.read(bucket, buffer);
  return buffer;
}

/** All items share one key. */
function visitInOrder(
  spool: Spool,
  bucket: number,
  { lengthOf }: SpooledItems,
  visit: (buffer: Buffer, start: number) => void,
): void {
  for (const piece of spool.pieces(bucket)) {
    for (let start = 0; start < piece.length; start += lengthOf(piece, start)) visit(piece, start);
  }
}

function* visitSplit(
  spool: Spool,
  bucket: number,
  items: SpooledItems,
  depth: number,
  room: Room,
  visit: (buffer: Buffer, start: number) => void,
): Generator<undefined> {
  const parts = new Spool(items.beside);
  try {
    visitInOrder(spool, bucket, items, (buffer, start) => {
      const part = buffer[start + depth] ?? 0;
      const length = items.lengthOf(buffer, start);
      const at = parts.room(part, length);
      buffer.copy(parts.bufferOf(part), at, start, start + length);
    });
    yield* visitBuckets(parts, items, depth + 1, room, visit);
  } finally {
    parts.close();
  }
}

/** False, and nothing was handed out, where there are too many items. */
function visitSorted(
  buffer: Buffer,
  { keyBytes, lengthOf }: SpooledItems,
  depth: number,
  visit: (buffer: Buffer, start: number) => void,
): boolean {
  const starts = startsOf(buffer, lengthOf);
  if (starts.length > mostBucketItems) return false;
  const keyBytesLeft = Math.min(4, keyBytes - depth);
  const order = Float64Array.from(
    starts,
    (start, index) => buffer.readUIntBE(start + depth, keyBytesLeft) * mostBucketItems + index,
  );
  order.sort();
  const sorted = Uint32Array.from(order, (value) => starts[value % mostBucketItems] ?? 0);
  for (let from = 0; from < order.length; ) {
    const key = Math.floor((order[from] ?? 0) / mostBucketItems);
    let to = from + 1;
    while (to < order.length && Math.floor((order[to] ?? 0) / mostBucketItems) === key) to += 1;
    if (to - from > 1) sortRun(sorted.subarray(from, to), buffer, keyBytes);
    from = to;
  }
  for (const start of sorted) visit(buffer, start);
  return true;
}

/** Items that share the part of the key that was sorted by: by the whole of it, then as they came. */
function sortRun(run: Uint32Array, buffer: Buffer, keyBytes: number): void {
  run.sort((a, b) => buffer.compare(buffer, b, b + keyBytes, a, a + keyBytes) || a - b);
}

function startsOf(buffer: Buffer, lengthOf: SpooledItems['lengthOf']): Uint32Array {
  let starts = new Uint32Array(4096);
  let count = 0;
  for (let start = 0; start < buffer.length; start += lengthOf(buffer, start)) {
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
