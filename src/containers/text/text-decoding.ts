import { CriskitError } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';

/** The longest line that is taken for one of a report. */
const longestLineBytes = 1024 * 1024;

type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: TextEncoding;
  readonly byteOrderMark: boolean;
  /** True where the bytes end in the middle of a character. */
  readonly isCutOff: boolean;
}

interface EncodingGuess {
  readonly encoding: TextEncoding;
  readonly byteOrderMark: boolean;
  readonly skip: number;
}

/**
 * Text from bytes: by byte order mark, else UTF-16 where every other byte is NUL, else UTF-8, and windows-1252 where
 * they are no UTF-8. Throws `INPUT_TOO_LARGE` for a line over 1 MiB (before anything is decoded) and `INPUT_DAMAGED`
 * for UTF-32 and broken UTF-16.
 */
export function decodeText(bytes: Uint8Array, name: string): DecodedText {
  refuseUtf32(bytes, name);
  const guess = guessEncoding(bytes);
  const content = bytes.subarray(guess.skip);
  refuseLongLines(content, guess.encoding, name);
  if (guess.encoding !== 'utf-8') return decodeUtf16(content, guess, name);
  const utf8 = decodeStrictly(content, 'utf-8');
  if (utf8 !== undefined) return { ...utf8, encoding: 'utf-8', byteOrderMark: guess.byteOrderMark };
  const text = new TextDecoder('windows-1252').decode(content);
  return { text, encoding: 'windows-1252', byteOrderMark: guess.byteOrderMark, isCutOff: false };
}

function decodeUtf16(content: Uint8Array, guess: EncodingGuess, name: string): DecodedText {
  const decoded = decodeStrictly(content, guess.encoding);
  if (decoded === undefined) {
    throw new CriskitError('INPUT_DAMAGED', `${name} is UTF-16 text with broken characters`, {
      path: name,
      hint: 'Ask for the report again, or save it as UTF-8 in the program that opens it.',
    });
  }
  return { ...decoded, encoding: guess.encoding, byteOrderMark: guess.byteOrderMark };
}

/**
 * Undefined where the bytes break the rules of the encoding anywhere but at their very end. `keepsMark`: whether a byte
 * order mark at the beginning is part of the text.
 */
export function decodeStrictly(
  content: Uint8Array,
  encoding: string,
  keepsMark = true,
): { text: string; isCutOff: boolean } | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: keepsMark });
  let text: string;
  try {
    text = decoder.decode(content, { stream: true });
  } catch {
    return undefined;
  }
  try {
    return { text: text + decoder.decode(), isCutOff: false };
  } catch {
    return { text, isCutOff: true };
  }
}

/** The beginning of the text, or of what would be text; for telling whether it is any. */
export function decodeBeginning(bytes: Uint8Array): string {
  const { encoding, skip } = guessEncoding(bytes);
  return new TextDecoder(encoding).decode(bytes.subarray(skip, 65_536), { stream: true });
}

function refuseUtf32(bytes: Uint8Array, name: string): void {
  const [a, b, c, d] = bytes;
  const isUtf32 = (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (!isUtf32) return;
  throw new CriskitError('INPUT_DAMAGED', `${name} is UTF-32 text, which criskit does not read`, {
    path: name,
    hint: 'Save it as UTF-8 in the program that opens it.',
  });
}

function guessEncoding(bytes: Uint8Array): EncodingGuess {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', byteOrderMark: true, skip: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', byteOrderMark: true, skip: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', byteOrderMark: true, skip: 2 };
  return { encoding: encodingByNuls(bytes.subarray(0, 4096)), byteOrderMark: false, skip: 0 };
}

/** Western text in UTF-16 has NUL in most bytes of one parity and in hardly any of the other. */
function encodingByNuls(head: Uint8Array): TextEncoding {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < head.length; index += 1) {
    if (head[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const pairs = head.length / 2;
  if (odd > pairs * 0.6 && even < pairs * 0.1) return 'utf-16le';
  if (even > pairs * 0.6 && odd < pairs * 0.1) return 'utf-16be';
  return 'utf-8';
}

function refuseLongLines(content: Uint8Array, encoding: TextEncoding, name: string): void {
  const step = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
  const low = encoding === 'utf-16be' ? 1 : 0;
  let lineNumber = 1;
  let start = 0;
  for (let index = 0; index < content.length; index += step) {
    const isLineEnd = isLineEndAt(content, index + low, step === 1 ? -1 : index + 1 - low);
    if (isLineEnd) {
      if (!(content[index + low] === 0x0a && content[index + low - step] === 0x0d)) lineNumber += 1;
      start = index + step;
    } else if (index - start > longestLineBytes) {
      throw new CriskitError('INPUT_TOO_LARGE', `${name} has a line longer than ${formatBytes(longestLineBytes)}`, {
        path: name,
        place: { line: lineNumber },
        hint: 'A report has short lines. Look whether this is the right file.',
      });
    }
  }
}

/** `highIndex`: where the other byte of a UTF-16 unit stands; -1 where a character is one byte. */
function isLineEndAt(content: Uint8Array, lowIndex: number, highIndex: number): boolean {
  const low = content[lowIndex];
  if (low !== 0x0a && low !== 0x0d) return false;
  return highIndex < 0 || content[highIndex] === 0;
}
