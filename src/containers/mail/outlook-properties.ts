import { decodeCodePage } from './mapi-text.ts';

/** Streams of a compound file, by path. */
export type Streams = ReadonlyMap<string, Uint8Array>;

/** Types of properties ([MS-OXCDATA] 2.11.1) whose values have streams of their own. */
const propertyType = { codedText: 0x001e, text: 0x001f, binary: 0x0102 } as const;

/** How much longer the length that is stated is than the stream, at most: NULs at the end that are not stored. */
const uncountedBytes: Readonly<Record<number, number>> = {
  [propertyType.codedText]: 1,
  [propertyType.text]: 2,
  [propertyType.binary]: 0,
};

const entryBytes = 16;

/** A value with a stream of its own. */
export interface StreamValue {
  readonly bytes: Uint8Array;
  /** As the property list states it. */
  readonly statedBytes: number;
  /** False where the stream holds less or more than is stated. */
  readonly isWhole: boolean;
}

/**
 * The properties of a message, a recipient or an attachment in a .msg file ([MS-OXMSG] 2.4): a list of entries of 16 bytes,
 * and streams for values that do not fit in one.
 */
export class OutlookProperties {
  readonly #streams: Streams;
  readonly #folder: string;
  /** The eight bytes of each value, by property tag. */
  readonly #values = new Map<number, Buffer>();

  /**
   * `folder`: path of the storage, empty for the root. `headerBytes`: 32 for a message, 24 for one inside another, 8 for
   * recipients and attachments. Without a property list there are no properties.
   */
  constructor(streams: Streams, folder: string, headerBytes: number) {
    this.#streams = streams;
    this.#folder = folder;
    const list = Buffer.from(streams.get(`${folder}/__properties_version1.0`) ?? []);
    for (let start = headerBytes; start + entryBytes <= list.length; start += entryBytes) {
      this.#values.set(list.readUInt32LE(start), list.subarray(start + 8, start + entryBytes));
    }
  }

  /** A 32-bit number or the low half of a longer one. `id`: such as 0x3705. */
  number(id: number): number | undefined {
    return this.#values.get(id * 0x10000 + 0x0003)?.readUInt32LE(0);
  }

  /** A time in UTC, such as `2026-11-03T15:00:00Z`: tenths of microseconds since 1601. */
  time(id: number): string | undefined {
    const value = this.#values.get(id * 0x10000 + 0x0040)?.readBigUInt64LE(0);
    if (value === undefined) return undefined;
    const milliseconds = Number(value / 10_000n) - 11_644_473_600_000;
    const time = new Date(milliseconds);
    return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace('.000Z', 'Z');
  }

  /** Unicode where there is any, else in the code page. */
  text(id: number, codePage: number): string | undefined {
    const unicode = this.stream(id, propertyType.text)?.bytes;
    if (unicode !== undefined) return Buffer.from(unicode).toString('utf16le').replace(/\0.*$/s, '');
    const coded = this.stream(id, propertyType.codedText)?.bytes;
    return coded === undefined ? undefined : decodeCodePage(coded, codePage);
  }

  binary(id: number): StreamValue | undefined {
    return this.stream(id, propertyType.binary);
  }

  /** True where a value is stated whose stream is missing, or of another length. */
  isCut(id: number): boolean {
    return Object.values(propertyType).some((type) => {
      const isStated = this.#values.has(id * 0x10000 + type);
      return isStated && this.stream(id, type)?.isWhole !== true;
    });
  }

  private stream(id: number, type: number): StreamValue | undefined {
    const tag = id * 0x10000 + type;
    const name = tag.toString(16).toUpperCase().padStart(8, '0');
    const bytes = this.#streams.get(`${this.#folder}/__substg1.0_${name}`);
    if (bytes === undefined) return undefined;
    const statedBytes = this.#values.get(tag)?.readUInt32LE(0) ?? bytes.length;
    const missing = statedBytes - bytes.length;
    return { bytes, statedBytes, isWhole: missing >= 0 && missing <= (uncountedBytes[type] ?? 0) };
  }
}
