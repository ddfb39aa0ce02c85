import { bytesOfRawPath, type RawPath } from '../core/raw-path.ts';

/**
 * Names of files are bytes; manifests are text. The text is the UTF-8 reading where there is one; a byte that is no
 * UTF-8 stands as `\xNN`, and a backslash as `\x5c`, so that every text leads back to exactly one name.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const escaped = /\\x([0-9a-f]{2})/gi;

/** What is the same in all ways of writing a name: printable ASCII but the backslash. */
const plain = /^[\x20-\x5b\x5d-\x7e]*$/;

/** As `pathTextOfBytes`, of the same bytes. */
export function pathTextOfRawPath(path: RawPath): string {
  return plain.test(path) ? path : pathTextOfBytes(bytesOfRawPath(path));
}

/** Different bytes give different text. */
export function pathTextOfBytes(bytes: Uint8Array): string {
  const whole = decode(bytes);
  if (whole !== undefined) return escapeBackslashes(whole);
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    text +=
      length === 0 ? escapeByte(bytes[at] ?? 0) : escapeBackslashes(decode(bytes.subarray(at, at + length)) ?? '');
    at += Math.max(length, 1);
  }
  return text;
}

/** The bytes that `pathTextOfBytes` was given. In text that it did not write, a backslash without `xNN` is itself. */
export function pathBytesOfText(text: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let end = 0;
  for (const match of text.matchAll(escaped)) {
    pieces.push(Buffer.from(text.slice(end, match.index)), Uint8Array.of(Number.parseInt(match[1] ?? '', 16)));
    end = match.index + match[0].length;
  }
  pieces.push(Buffer.from(text.slice(end)));
  return Buffer.concat(pieces);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Length of the UTF-8 sequence that begins at `at`; 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (decode(bytes.subarray(at, at + length)) !== undefined) return length;
  }
  return 0;
}

function escapeBackslashes(text: string): string {
  return text.replaceAll('\\', '\\x5c');
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}
