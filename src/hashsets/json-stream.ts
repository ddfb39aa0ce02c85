import { CriskitError } from '../core/errors.ts';
import { incomplete, JsonCursor } from './json-cursor.ts';
import { readTextBytes, type TextSource } from './text-bytes.ts';

/** More than any media entry with all its files and EXIF data needs; a bound on memory. */
const largestValueBytes = 8 * 1024 * 1024;

/**
 * JSON of any size, read value by value with a bounded amount of it in memory. What is cut off or no JSON throws
 * `INPUT_DAMAGED`; a single value of more than 8 MiB `INPUT_TOO_LARGE`.
 */
export class JsonStream {
  readonly #blocks: AsyncIterator<Buffer>;
  readonly #source: TextSource;
  readonly #cursor: JsonCursor;

  constructor(bytes: AsyncIterable<Uint8Array>, source: TextSource) {
    this.#blocks = readTextBytes(bytes, source);
    this.#source = source;
    this.#cursor = new JsonCursor(source.name);
  }

  /** What `read` takes from the cursor, once enough of the text is there. */
  async take<T>(read: (cursor: JsonCursor) => T): Promise<T> {
    for (;;) {
      const start = this.#cursor.at;
      try {
        return read(this.#cursor);
      } catch (error) {
        if (error !== incomplete) throw error;
        this.#cursor.at = start;
        await this.#readMore();
      }
    }
  }

  /** The elements of the array that stands next, as many at a time as are there. */
  async *elements<T>(readOne: (cursor: JsonCursor) => T): AsyncGenerator<readonly T[]> {
    let found: T[] = [];
    for await (const _ of this.eachElement(readOne, (element) => found.push(element))) {
      yield found;
      found = [];
    }
  }

  /**
   * Reads the array that stands next, and yields after as many elements as are there. `readOne` is called again for an element
   * that was cut off; `keep` is given each once, before the next one is read.
   */
  async *eachElement<T>(readOne: (cursor: JsonCursor) => T, keep: (element: T) => void): AsyncGenerator<void> {
    await this.take((cursor) => cursor.expect('['));
    if (await this.take((cursor) => cursor.accept(']'))) return;
    for (let more = true; more; ) {
      more = await this.take((cursor) => takeElements(cursor, readOne, keep));
      yield;
    }
  }

  /** Throws where anything but blanks follows. */
  async expectEnd(): Promise<void> {
    const { damaged } = this.#cursor;
    for (;;) {
      try {
        this.#cursor.peek();
        throw damaged.call(this.#cursor, 'something follows its end');
      } catch (error) {
        if (error !== incomplete) throw error;
      }
      if (!(await this.#append())) return;
    }
  }

  /** Bytes that have been read. */
  get position(): number {
    return this.#cursor.position;
  }

  /** For whoever holds what it read in pieces: throws `INPUT_TOO_LARGE` where that is more than one value may have. */
  checkSize(heldBytes: number): void {
    if (heldBytes <= largestValueBytes) return;
    throw new CriskitError('INPUT_TOO_LARGE', `${this.#source.name} holds a single value of more than 8 MiB.`);
  }

  damaged(what: string): CriskitError {
    return this.#cursor.damaged(what);
  }

  async #readMore(): Promise<void> {
    this.checkSize(this.#cursor.bytes.length - this.#cursor.at);
    if (!(await this.#append())) throw this.#cursor.damaged('it ends too early; the file is cut off');
  }

  /** False at the end. */
  async #append(): Promise<boolean> {
    const next = await this.#blocks.next();
    if (next.done === true) return false;
    this.#cursor.append(next.value);
    return true;
  }
}

/**
 * Takes elements up to the end of the array, or of the text: then true, and only the element begun is to be read again. Throws
 * `incomplete` where there is not even one.
 */
function takeElements<T>(cursor: JsonCursor, readOne: (cursor: JsonCursor) => T, keep: (element: T) => void): boolean {
  for (let isFirst = true; ; isFirst = false) {
    const start = cursor.at;
    try {
      const element = readOne(cursor);
      const more = cursor.accept(',');
      if (!more) cursor.expect(']');
      keep(element);
      if (!more) return false;
    } catch (error) {
      if (error !== incomplete || isFirst) throw error;
      cursor.at = start;
      return true;
    }
  }
}
