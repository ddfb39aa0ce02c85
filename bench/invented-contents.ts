import { createCipheriv } from 'node:crypto';

/** A content that nobody has. Digests are hexadecimal. */
export interface InventedContent {
  /** 0-based. */
  readonly index: number;
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
  readonly crc32: string;
  readonly sizeBytes: number;
}

export interface ContentOptions {
  /** Other contents for another number. */
  readonly seed?: number;
  /** Digests in capitals. */
  readonly capitals?: boolean;
  /** The digest by which they are sorted; without one they come in random order. */
  readonly sortedBy?: 'sha1' | 'sha256';
}

/** Where each part stands within the bytes of a content, of which there are five blocks of AES. */
const parts = { md5: [0, 16], sha1: [16, 36], sha256: [36, 68], crc32: [68, 72], sizeBytes: [72, 76] } as const;
const bytesEach = 80;

const contentsAtATime = 10_000;
const largestSizeBytes = 5_000_000;

/**
 * The same contents for the same options, made a few at a time. Those in random order are the beginning of any longer
 * row of them; those that are sorted are not, because they are spread evenly.
 */
export function* inventContents(count: number, options: ContentOptions = {}): Generator<InventedContent> {
  const { seed = 1, capitals = false, sortedBy } = options;
  const key = Buffer.alloc(16);
  key.writeUInt32BE(seed, 12);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  for (let first = 0; first < count; first += contentsAtATime) {
    const bytes = cipher.update(Buffer.alloc(Math.min(contentsAtATime, count - first) * bytesEach));
    if (sortedBy !== undefined) putInOrder(bytes, parts[sortedBy][0], first, count);
    const digits = capitals ? bytes.toString('hex').toUpperCase() : bytes.toString('hex');
    for (let start = 0; start < bytes.length; start += bytesEach) {
      const digitsOf = ([from, to]: readonly [number, number]) => digits.slice((start + from) * 2, (start + to) * 2);
      yield {
        index: first + start / bytesEach,
        md5: digitsOf(parts.md5),
        sha1: digitsOf(parts.sha1),
        sha256: digitsOf(parts.sha256),
        crc32: digitsOf(parts.crc32),
        sizeBytes: bytes.readUInt32LE(start + parts.sizeBytes[0]) % largestSizeBytes,
      };
    }
  }
}

/** Lets the first six bytes of a digest grow with the index, each somewhere within its own share of what six bytes hold. */
function putInOrder(bytes: Buffer, digestAt: number, first: number, count: number): void {
  for (let start = 0; start < bytes.length; start += bytesEach) {
    const within = bytes.readUInt32BE(start + digestAt) / 2 ** 32;
    const share = (first + start / bytesEach + within) / count;
    bytes.writeUIntBE(Math.floor(share * 2 ** 48), start + digestAt, 6);
  }
}
