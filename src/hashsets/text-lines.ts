import { isAscii, isUtf8 } from 'node:buffer';
import { CriskitError } from '../core/errors.ts';
import { JoinedBlocks } from './joined-blocks.ts';
import { readTextBytes, type TextSource } from './text-bytes.ts';

/** Consecutive lines of a text. */
export interface LineBlock {
  /** Number of the first of them, 1-based. */
  readonly firstLine: number;
  /** Without their line ends, unless these were asked for. */
  readonly lines: readonly string[];
  /** True where the last of them has no line end: it may be cut off. */
  readonly unended: boolean;
}

export interface LineForm {
  /** Lines with their line ends. */
  readonly keepEnds?: true;
  /** One character for each byte, 0 to 255, whatever the encoding; UTF-16 comes as bytes of UTF-8. */
  readonly asBytes?: true;
}

/** No hash set has a line of this length; what has one is something else, or is built to exhaust memory. */
const longestLineBytes = 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Every line of a text in order, ended by LF, CR LF or CR in any mixture, the last one with or without an end. UTF-8 or
 * UTF-16; a line that is neither is taken for Windows-1252. Throws `INPUT_TOO_LARGE` for a line of more than 1 MiB.
 */
export async function* readLines(
  bytes: AsyncIterable<Uint8Array>,
  source: TextSource,
  form: LineForm = {},
): AsyncGenerator<LineBlock> {
  const split = form.keepEnds === true ? splitKeepingEnds : splitLines;
  const decodeLines = form.asBytes === true ? (lines: Buffer) => lines.toString('latin1') : decode;
  let firstLine = 1;
  for await (const piece of readWholeLines(bytes, source, () => firstLine)) {
    const lines = split(decodeLines(piece));
    yield { firstLine, lines, unended: !endsLine(piece) };
    firstLine += lines.length;
  }
}

/**
 * The bytes of a text in pieces that end with a line end, the last one perhaps without; each is there until the next one is
 * asked for. `nextLine` gives the number of the
 * line that follows those handed out, for messages. Throws `INPUT_TOO_LARGE` for a line of more than 1 MiB.
 */
export async function* readWholeLines(
  bytes: AsyncIterable<Uint8Array>,
  source: TextSource,
  nextLine: () => number,
): AsyncGenerator<Buffer> {
  const blocks = new JoinedBlocks();
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of readTextBytes(bytes, source)) {
    const text = blocks.join(rest, block);
    const end = endOfLastLine(text);
    rest = text.subarray(end);
    if (rest.length > longestLineBytes) throw tooLong(source, nextLine());
    if (end > 0) yield text.subarray(0, end);
  }
  if (rest.length > 0) yield rest;
}

/** Behind the line end that stands there, LF or CR LF; -1 where none does. */
export function behindLineEnd(bytes: Buffer, at: number): number {
  if (at >= bytes.length) return -1;
  const feed = bytes[at] === carriageReturn ? at + 1 : at;
  return feed < bytes.length && bytes[feed] === lineFeed ? feed + 1 : -1;
}

/** Behind the next LF, or the end. */
export function startOfNextLine(bytes: Buffer, start: number): number {
  const feed = bytes.indexOf(lineFeed, start);
  return feed < 0 ? bytes.length : feed + 1;
}

export function endsLine(bytes: Buffer): boolean {
  const last = bytes.at(-1);
  return last === lineFeed || last === carriageReturn;
}

/** The lines of such a piece as text, with their line ends. */
export function linesOfBytes(piece: Buffer): readonly string[] {
  return splitKeepingEnds(decode(piece));
}

/** The lines of a piece of text that ends with a line end, or is the end of the whole text. */
export function splitLines(text: string): string[] {
  const lines = text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function splitKeepingEnds(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** Where the text can be cut. A CR at the very end stays with the rest: the LF that belongs to it may follow. */
function endOfLastLine(text: Buffer): number {
  const afterLineFeed = text.lastIndexOf(lineFeed) + 1;
  if (afterLineFeed > 0 || text.length < 2) return afterLineFeed;
  return text.lastIndexOf(carriageReturn, text.length - 2) + 1;
}

/** Text of whole lines: UTF-8, and where that does not hold for all of them, each line for itself. */
export function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return splitKeepingEnds(bytes.toString('latin1')).map(decodeLine).join('');
}

function decodeLine(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252(latin1);
}

/** What stands at 0x80 to 0x9f in Windows-1252; the five places that it leaves free keep their number. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function windows1252(latin1: string): string {
  return latin1.replaceAll(/[\u0080-\u009f]/g, (character) => windows1252High.charAt(character.charCodeAt(0) - 0x80));
}

function tooLong(source: TextSource, line: number): CriskitError {
  return new CriskitError('INPUT_TOO_LARGE', `${source.name} has a line of more than 1 MiB.`, {
    place: { line },
    hint: 'A hash set has no such lines; is this the right file, and the right --format?',
  });
}
