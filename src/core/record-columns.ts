import { viewOf } from './byte-words.ts';
import { algorithms, digestSizeBytes } from './digest.ts';
import { mediaKinds } from './media.ts';
import type { PackedRecords } from './packed-records.ts';

const mostDigestBytes = algorithms.reduce((sum, algorithm) => sum + digestSizeBytes[algorithm], 0);

/** In the columns, of a record that says nothing of them. */
export const unknownKind = mediaKinds.indexOf('unknown');
export const unknownSize = -1;

/** What those who write in words of four bytes may write too much. */
const slackBytes = 7;

/**
 * Packed records in the making, for those who write them as bytes: they reserve room for a record, write its digests from
 * `digestBytes` on and its text from `textBytes` on, and add it. What is written and not added is written over.
 */
export class RecordColumns {
  count = 0;
  /** Of all records so far. */
  digestBytes = 0;
  textBytes = 0;
  digests = Buffer.alloc(0);
  texts = Buffer.alloc(0);
  textView = viewOf(this.texts);
  #masks = new Uint8Array(0);
  #lines = new Float64Array(0);
  #sizes = new Float64Array(0);
  #kinds = new Uint8Array(0);
  #textEnds = new Uint32Array(0);

  /**
   * Makes room for one more record with all digests and so many bytes of text. `digests`, `texts` and `textView` may be others
   * then.
   */
  reserve(textBytes: number): void {
    if (this.count === this.#masks.length) this.#grow();
    if (this.digestBytes + mostDigestBytes > this.digests.length) this.digests = larger(this.digests, mostDigestBytes);
    if (this.textBytes + textBytes + slackBytes > this.texts.length) {
      this.texts = larger(this.texts, textBytes + slackBytes);
      this.textView = viewOf(this.texts);
    }
  }

  /** Adds the record of which so many bytes were written. The rest is as `PackedRecords` has it. */
  add(mask: number, line: number, size: number, kind: number, digestBytes: number, textBytes: number): void {
    const at = this.count;
    this.digestBytes += digestBytes;
    this.textBytes += textBytes;
    this.#masks[at] = mask;
    this.#lines[at] = line;
    this.#sizes[at] = size;
    this.#kinds[at] = kind;
    this.#textEnds[at] = this.textBytes;
    this.count = at + 1;
  }

  /** What was added, in buffers of its own; leaves the columns empty. */
  finish(): PackedRecords {
    const { count, digests, texts } = this;
    const packed: PackedRecords = {
      count,
      masks: this.#masks.slice(0, count),
      digests: new Uint8Array(digests.buffer, 0, this.digestBytes),
      lines: this.#lines.slice(0, count),
      sizes: this.#sizes.slice(0, count),
      kinds: this.#kinds.slice(0, count),
      textEnds: this.#textEnds.slice(0, count),
      texts: new Uint8Array(texts.buffer, 0, this.textBytes),
    };
    // The large ones are given away rather than copied; the next records will need about as much.
    this.digests = Buffer.allocUnsafeSlow(digests.length);
    this.texts = Buffer.allocUnsafeSlow(texts.length);
    this.textView = viewOf(this.texts);
    this.count = 0;
    this.digestBytes = 0;
    this.textBytes = 0;
    return packed;
  }

  #grow(): void {
    const capacity = Math.max(1024, this.count * 2);
    const moved = <T extends { set(from: T): void }>(to: T, from: T) => {
      to.set(from);
      return to;
    };
    this.#masks = moved(new Uint8Array(capacity), this.#masks);
    this.#lines = moved(new Float64Array(capacity), this.#lines);
    this.#sizes = moved(new Float64Array(capacity), this.#sizes);
    this.#kinds = moved(new Uint8Array(capacity), this.#kinds);
    this.#textEnds = moved(new Uint32Array(capacity), this.#textEnds);
  }
}

function larger(buffer: Buffer<ArrayBuffer>, more: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, buffer.length + more, 1 << 16));
  buffer.copy(larger);
  return larger;
}
