import { CriskitError } from '../core/errors.ts';
import { inBlocks } from '../files/pieces.ts';

/** What all readers of text need to know of where the bytes come from. */
export interface TextSource {
  /** For messages. */
  readonly name: string;
  readonly signal?: AbortSignal;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Large enough for some thousands of lines, small enough to stay in the processor's cache. */
const blockSizeBytes = 128 * 1024;

/**
 * The bytes of a text in blocks of about 128 KiB however small or large the pieces are in which they come; without
 * byte order mark; UTF-16 (by its mark, or by the NUL in every other byte) turned into UTF-8, all else as it is.
 * Throws `INPUT_DAMAGED` for UTF-16 that is none.
 */
export async function* readTextBytes(bytes: AsyncIterable<Uint8Array>, source: TextSource): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let first = true;
  for await (const block of inBlocks(bytes, blockSizeBytes, source.signal)) {
    let text = block;
    if (first) {
      first = false;
      const { encoding, markBytes } = detectEncoding(block);
      text = block.subarray(markBytes);
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    }
    if (decoder !== undefined) text = Buffer.from(decodeUtf16(decoder, text, source), 'utf8');
    if (text.length > 0) yield text;
  }
  if (decoder !== undefined) decodeUtf16(decoder, undefined, source);
}

function decodeUtf16(decoder: TextDecoder, bytes: Uint8Array | undefined, source: TextSource): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new CriskitError('INPUT_DAMAGED', `${source.name} is UTF-16 text that is cut off or damaged.`, { cause });
  }
}

/** The first bytes of a file as UTF-8 or Windows-1252 bytes, without mark; what is cut off at their end is dropped. */
export function textBytesOfHead(head: Uint8Array): Buffer {
  const { encoding, markBytes } = detectEncoding(head);
  const text = head.subarray(markBytes);
  if (encoding === 'utf-8') return Buffer.from(text.buffer, text.byteOffset, text.length);
  const whole = text.subarray(0, text.length - (text.length % 2));
  return Buffer.from(new TextDecoder(encoding, { ignoreBOM: true }).decode(whole), 'utf8');
}

/** By the byte order mark, else by NUL in every other byte of the beginning, as ASCII text has it in UTF-16. */
export function detectEncoding(head: Uint8Array): { readonly encoding: Encoding; readonly markBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  const pairs = Math.min(16, head.length >> 1);
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) even += 1;
    if (head[pair * 2 + 1] === 0) odd += 1;
  }
  const enough = Math.max(2, pairs * 0.75);
  if (odd >= enough && even === 0) return { encoding: 'utf-16le', markBytes: 0 };
  if (even >= enough && odd === 0) return { encoding: 'utf-16be', markBytes: 0 };
  return { encoding: 'utf-8', markBytes: 0 };
}
