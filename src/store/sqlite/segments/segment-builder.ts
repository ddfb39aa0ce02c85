import { createHash } from 'node:crypto';
import { copyWords, viewOf, type WordBytes } from '../../../core/byte-words.ts';
import { digestSizeBytes } from '../../../core/digest.ts';
import { CriskitError } from '../../../core/errors.ts';
import { algorithmsOfMask, digestBytesOf, type PackedRecords } from '../../../core/packed-records.ts';
import { algorithmCode } from '../codes.ts';
import type { Connection } from '../connection.ts';
import {
  blockEntries,
  DetailsEncoder,
  detailPart,
  digestPart,
  directoryNumber,
  fitsLine,
  indexEntryBytes,
  indexPart,
} from './block-format.ts';
import { eachSorted } from './sorted-items.ts';
import { Spool } from './spool.ts';

/** A segment in `temp.segment_block`, not yet in the database. */
export interface BuiltSegment {
  readonly segmentId: number;
  readonly mask: number;
  readonly entries: number;
  readonly contents: number;
  /** Where contents start of which one digest is the same and another one differs, within the file itself. */
  readonly disputed: ReadonlySet<number>;
}

/** Numbers and positions of entries have 32 bits. */
const mostEntries = 2 ** 32;

/** Behind the digests: number in the file, line, size, kind, length of the text. */
const headBytes = 4 + 8 + 8 + 1 + 4;

/** A batch of records, to be read in words. */
export interface PackedSource {
  readonly packed: PackedRecords;
  readonly digests: WordBytes;
  readonly texts: Buffer;
}

/** Where a record of a batch stands. */
interface RecordPlace {
  readonly index: number;
  /** Where its digests start. */
  readonly digest: number;
  /** Where its text starts. */
  readonly text: number;
}

/** Takes in the records of one set of algorithms, in any order and of any number, and makes a segment of them. */
export class SegmentBuilder {
  readonly mask: number;
  readonly #connection: Connection;
  readonly #keyBytes: number;
  readonly #digestBytes: number;
  readonly #spool: Spool;

  constructor(connection: Connection, mask: number) {
    const [first = 'md5'] = algorithmsOfMask(mask);
    this.mask = mask;
    this.#connection = connection;
    this.#keyBytes = digestSizeBytes[first];
    this.#digestBytes = digestBytesOf(mask);
    this.#spool = new Spool(connection.path);
  }

  /** The record at `index` of a batch, whose digests and text start there. Throws INTERNAL for a number too large. */
  add({ packed, digests, texts }: PackedSource, at: RecordPlace, ordinal: number): void {
    const { index, digest, text } = at;
    const line = packed.lines[index] ?? 0;
    if (ordinal >= mostEntries || (line !== 0 && !fitsLine(line, ordinal))) {
      throw new CriskitError(
        'INTERNAL',
        `Record ${ordinal} of a hash set, at line ${line}, is more than a segment takes.`,
      );
    }
    const textEnd = packed.textEnds[index] ?? text;
    const bucket = digests.bytes[digest] ?? 0;
    const to = this.#spool.room(bucket, this.#digestBytes + headBytes + textEnd - text);
    const view = this.#spool.viewOf(bucket);
    const head = copyWords(digests, digest, digest + this.#digestBytes, view, to);
    view.setUint32(head, ordinal, true);
    view.setFloat64(head + 4, line, true);
    view.setFloat64(head + 12, packed.sizes[index] ?? -1, true);
    view.setUint8(head + 20, packed.kinds[index] ?? 0);
    view.setUint32(head + 21, textEnd - text, true);
    if (textEnd > text) texts.copy(this.#spool.bufferOf(bucket), head + headBytes, text, textEnd);
  }

  /** Sorts them and writes the blocks to `temp.segment_block`. */
  async build(segmentId: number, pause: () => Promise<void>): Promise<BuiltSegment> {
    const writer = new BlockWriter(this.#connection, segmentId, this.mask);
    const items = {
      keyBytes: this.#keyBytes,
      lengthOf: ({ view }: WordBytes, start: number) =>
        this.#digestBytes + headBytes + view.getUint32(start + this.#digestBytes + headBytes - 4, true),
      beside: this.#connection.path,
    };
    try {
      for (const _ of eachSorted(this.#spool, items, (item, start) => writer.add(item, start))) {
        await writer.insertCompressed();
        await pause();
      }
      return await writer.finish(pause);
    } finally {
      writer.close();
    }
  }

  close(): void {
    this.#spool.close();
  }
}

/** Blocks that another thread compresses, of some hundred kilobytes each. */
const mostCompressing = 8;

interface CompressedBlock {
  readonly block: number;
  readonly body: Promise<Buffer>;
}

/** Entries in the order of their keys, cut into blocks. */
class BlockWriter {
  readonly #connection: Connection;
  readonly #segmentId: number;
  readonly #mask: number;
  readonly #digestBytes: number;
  readonly #columns: readonly {
    readonly code: number;
    readonly size: number;
    readonly offset: number;
    readonly body: Buffer;
    readonly view: DataView;
  }[];
  readonly #indexes: readonly {
    readonly code: number;
    readonly offset: number;
    readonly size: number;
    readonly spool: Spool;
  }[];
  readonly #details = new DetailsEncoder();
  #compressing: CompressedBlock[] = [];
  #compressed: readonly CompressedBlock[] = [];
  #blocks = 0;
  #entries = 0;
  #contents = 0;
  #contentStart = 0;
  readonly #last: DataView;
  readonly #directory = new Directory();
  readonly #disputed = new Set<number>();

  constructor(connection: Connection, segmentId: number, mask: number) {
    this.#connection = connection;
    this.#segmentId = segmentId;
    this.#mask = mask;
    this.#digestBytes = digestBytesOf(mask);
    this.#last = viewOf(Buffer.alloc(this.#digestBytes));
    let offset = 0;
    this.#columns = algorithmsOfMask(mask).map((algorithm) => {
      const size = digestSizeBytes[algorithm];
      offset += size;
      const body = Buffer.allocUnsafe(size * blockEntries);
      return { code: algorithmCode(algorithm), size, offset: offset - size, body, view: viewOf(body) };
    });
    this.#indexes = this.#columns.slice(1).map(({ code, size, offset: at }) => ({
      code,
      size,
      offset: at,
      spool: new Spool(connection.path),
    }));
  }

  add(item: WordBytes, start: number): void {
    this.#noteContent(item, start);
    const at = this.#details.count;
    for (const { size, offset, view } of this.#columns) {
      copyWords(item, start + offset, start + offset + size, view, at * size);
    }
    const { bytes, view } = item;
    const head = start + this.#digestBytes;
    const text = head + headBytes;
    const ordinal = view.getUint32(head, true);
    const [line, size] = [view.getFloat64(head + 4, true), view.getFloat64(head + 12, true)];
    const entry = { ordinal, line, size, kind: view.getUint8(head + 20) };
    this.#details.add(entry, bytes, text, text + view.getUint32(head + 21, true));
    this.#entries += 1;
    if (this.#details.count === blockEntries) this.#flush();
  }

  /** What was given to be compressed before the last call: meanwhile the next bucket was sorted. */
  async insertCompressed(): Promise<void> {
    for (const { block, body } of this.#compressed) this.#insert(detailPart, block, await body);
    this.#compressed = this.#compressing;
    this.#compressing = [];
  }

  async finish(pause: () => Promise<void>): Promise<BuiltSegment> {
    if (this.#details.count > 0) this.#flush();
    // Those of the last bucket, and of the one before.
    await this.insertCompressed();
    await this.insertCompressed();
    const [first] = this.#columns;
    this.#insert(digestPart(first?.code ?? 0), directoryNumber, this.#directory.bytes());
    for (const index of this.#indexes) await this.#writeIndex(index, pause);
    return {
      segmentId: this.#segmentId,
      mask: this.#mask,
      entries: this.#entries,
      contents: this.#contents,
      disputed: this.#disputed,
    };
  }

  close(): void {
    for (const { spool } of this.#indexes) spool.close();
  }

  /** A content starts where the key differs from the one before; all of its entries must have the same digests. */
  #noteContent(item: WordBytes, start: number): void {
    const keyBytes = this.#columns[0]?.size ?? 0;
    if (this.#contents > 0 && this.#isLast(item, start, keyBytes)) {
      if (!this.#isLast(item, start, this.#digestBytes)) {
        this.#disputed.add(this.#contentStart);
        // What the others of its entries hold is to be found by the index too.
        this.#addToIndexes(item, start);
      }
      return;
    }
    this.#contents += 1;
    this.#contentStart = this.#entries;
    copyWords(item, start, start + this.#digestBytes, this.#last, 0);
    this.#addToIndexes(item, start);
  }

  /** Whether the first bytes are those of the last content's digests. */
  #isLast({ view }: WordBytes, start: number, bytes: number): boolean {
    for (let at = 0; at < bytes; at += 4) {
      if (view.getInt32(start + at) !== this.#last.getInt32(at)) return false;
    }
    return true;
  }

  #addToIndexes(item: WordBytes, start: number): void {
    for (const { offset, spool } of this.#indexes) {
      const from = start + offset;
      const bucket = item.bytes[from] ?? 0;
      const to = spool.room(bucket, indexEntryBytes);
      const view = spool.viewOf(bucket);
      copyWords(item, from, from + 8, view, to);
      view.setUint32(to + 8, this.#contentStart);
    }
  }

  #flush(): void {
    const { count } = this.#details;
    const [first] = this.#columns;
    if (first !== undefined) this.#directory.add(first.body);
    for (const { code, size, body } of this.#columns) {
      this.#insert(digestPart(code), this.#blocks, body.subarray(0, count * size));
    }
    const isBusy = this.#compressing.length + this.#compressed.length >= mostCompressing;
    if (isBusy) this.#insert(detailPart, this.#blocks, this.#details.finishNow());
    else this.#compressing.push({ block: this.#blocks, body: this.#details.finish() });
    this.#blocks += 1;
  }

  async #writeIndex(
    { code, spool }: { readonly code: number; readonly spool: Spool },
    pause: () => Promise<void>,
  ): Promise<void> {
    const body = Buffer.allocUnsafe(indexEntryBytes * blockEntries);
    const directory = new Directory();
    let count = 0;
    const flush = () => {
      this.#insert(indexPart(code), directory.blocks, body.subarray(0, count * indexEntryBytes));
      directory.add(body);
      count = 0;
    };
    const items = { keyBytes: 8, lengthOf: () => indexEntryBytes, beside: this.#connection.path };
    const view = viewOf(body);
    const take = (item: WordBytes, start: number) => {
      copyWords(item, start, start + indexEntryBytes, view, count * indexEntryBytes);
      count += 1;
      if (count === blockEntries) flush();
    };
    for (const _ of eachSorted(spool, items, take)) await pause();
    if (count > 0) flush();
    this.#insert(indexPart(code), directoryNumber, directory.bytes());
  }

  #insert(part: number, number: number, body: Buffer): void {
    this.#connection.run(
      'INSERT INTO temp.segment_block (segment_id, part, number, sha256, body) VALUES (?, ?, ?, ?, ?)',
      this.#segmentId,
      part,
      number,
      createHash('sha256').update(body).digest(),
      body,
    );
  }
}

/** The first eight bytes of each block, copied one by one: a piece of a buffer would keep the whole of it in memory. */
class Directory {
  readonly #keys: bigint[] = [];

  get blocks(): number {
    return this.#keys.length;
  }

  add(block: Buffer): void {
    this.#keys.push(block.readBigUInt64BE(0));
  }

  bytes(): Buffer {
    const bytes = Buffer.alloc(this.#keys.length * 8);
    this.#keys.forEach((key, index) => bytes.writeBigUInt64BE(key, index * 8));
    return bytes;
  }
}
