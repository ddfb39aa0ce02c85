import { isAscii, isUtf8 } from 'node:buffer';
import { CriskitError } from '../core/errors.ts';
import { incomplete, JsonCursor } from './json-cursor.ts';
import { readTextBytes, type TextSource } from './text-bytes.ts';

/** More than any media entry with all its files and EXIF data needs; a bound on memory. */
const largestValueCharacters = 8 * 1024 * 1024;

/**
 * JSON of any size, read value by value with a bounded amount of it in memory. What is cut off or no JSON throws
 * `INPUT_DAMAGED`; a single value of more than 8 Mi characters `INPUT_TOO_LARGE`.
 */
export class JsonStream {
  readonly #blocks: AsyncIterator<Buffer>;
  readonly #source: TextSource;
  readonly #cursor: JsonCursor;
  /** Bytes of a character that the last block cut. */
  #rest: Buffer = Buffer.alloc(0);

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
    await this.take((cursor) => cursor.expect('['));
    if (await this.take((cursor) => cursor.accept(']'))) return;
    for (let more = true; more; ) {
      const found: T[] = [];
      more = await this.take((cursor) => {
        // A pass that the end of the text interrupts keeps what it has found: only the element begun is read again.
        let goesOn = true;
        while (goesOn) {
          const start = cursor.at;
          try {
            const element = readOne(cursor);
            goesOn = cursor.accept(',');
            if (!goesOn) cursor.expect(']');
            found.push(element);
          } catch (error) {
            if (error !== incomplete || found.length === 0) throw error;
            cursor.at = start;
            return true;
          }
        }
        return false;
      });
      yield found;
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

  damaged(what: string): CriskitError {
    return this.#cursor.damaged(what);
  }

  async #readMore(): Promise<void> {
    if (this.#cursor.text.length - this.#cursor.at > largestValueCharacters) {
      throw new CriskitError(
        'INPUT_TOO_LARGE',
        `${this.#source.name} holds a single value of more than 8 million characters.`,
      );
    }
    if (!(await this.#append())) throw this.#cursor.damaged('it ends too early; the file is cut off');
  }

  /** Drops what has been read and adds a block; false at the end. */
  async #append(): Promise<boolean> {
    const next = await this.#blocks.next();
    if (next.done === true) {
      if (this.#rest.length > 0) throw this.#cursor.damaged('its last character is cut off');
      return false;
    }
    const block = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    const whole = block.length - bytesOfCutCharacter(block);
    this.#rest = block.subarray(whole);
    this.#cursor.dropped += this.#cursor.at;
    this.#cursor.text = this.#cursor.text.slice(this.#cursor.at) + this.#decode(block.subarray(0, whole));
    this.#cursor.at = 0;
    return true;
  }

  #decode(bytes: Buffer): string {
    if (isAscii(bytes)) return bytes.toString('latin1');
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new CriskitError('INPUT_DAMAGED', `${this.#source.name} is not UTF-8 text, as JSON has to be.`, {
      hint: 'Open it in an editor that knows its encoding, and save it as UTF-8.',
    });
  }
}

/** How many bytes at the end belong to a UTF-8 character that goes on after them. */
function bytesOfCutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
