import { algorithmsOfText } from '../../core/digest.ts';
import type { Chunk } from './pdf-lines.ts';

/** In sizes of the font: less room than this holds no further letter. */
const widestLetter = 0.9;

/** Where the text of a column begins and ends. */
export interface CellEdges {
  readonly left: number;
  readonly right: number;
}

/**
 * The lines of a cell as one text. Lines that make a digest together, or a name made of one, are joined as they are.
 * Otherwise a line that was broken inside a word (the word is wider than the column, and there was no room for another
 * letter) or behind `/` or `-` is joined without a blank, and one that was broken between words with one.
 */
export function joinLines(chunks: readonly Chunk[], edges: CellEdges): string {
  let text = '';
  for (const [index, chunk] of chunks.entries()) {
    const before = chunks[index - 1];
    const separator = before === undefined || isBrokenInside(text, before, chunk, edges) ? '' : ' ';
    text += separator + chunk.text;
  }
  return text;
}

function isBrokenInside(text: string, before: Chunk, chunk: Chunk, edges: CellEdges): boolean {
  const [last, first] = [before.words.at(-1), chunk.words[0]];
  if (last === undefined || first === undefined || last.clipped) return false;
  if (makeDigestTogether(text, chunk.text)) return true;
  if (last.blankBehind) return false;
  if (widthOf(last) + widthOf(first) > edges.right - edges.left && isFull(before, edges)) return true;
  return /[^\s]+[-/\\]$/.test(last.text) && !fits(before, chunk, edges);
}

/** True where another letter would have had no room on the line. */
export function isFull(chunk: Chunk, { right }: Pick<CellEdges, 'right'>): boolean {
  return right - chunk.right < widestLetter * chunk.size;
}

/** True where the first word of a chunk would still have stood on the line of the other. */
export function fits(before: Chunk, chunk: Chunk, { right }: Pick<CellEdges, 'right'>): boolean {
  const [first] = chunk.words;
  if (first === undefined) return true;
  const blank = before.size / 4;
  return before.right + blank + widthOf(first) < right;
}

export function widthOf({ left, right }: { readonly left: number; readonly right: number }): number {
  return right - left;
}

/** True where the end of one text and the beginning of the next make a digest, or a part of a long one. */
function makeDigestTogether(text: string, next: string): boolean {
  const end = /[0-9a-f]*$/i.exec(text.slice(-64))?.[0] ?? '';
  const start = /^[0-9a-f]*/i.exec(next.slice(0, 65))?.[0] ?? '';
  const isWholeWord = /^[^0-9a-z]?$/i.test(text.slice(0, text.length - end.length).slice(-1));
  if (end === '' || start === '' || !isWholeWord) return false;
  return algorithmsOfText(end + start).length > 0 || isPartOfDigest(end, start, next);
}

/** Two of three lines of a long digest, each with a letter in it. */
function isPartOfDigest(end: string, start: string, next: string): boolean {
  if (start !== next.trim() || end.length + start.length >= 64) return false;
  return [end, start].every((part) => part.length >= 8 && /[a-f]/i.test(part));
}

/** Endings of names of pictures, videos and what they are sent in. A part of one is not one of them. */
const wholeEnding =
  /\.(?:jpg|jpeg|png|gif|bmp|tiff?|webp|heic|heif|avif|mp4|m4v|mov|avi|wmv|mkv|mpg|mpeg|3gp|3g2|flv|f4v|webm|asf|vob|mts|pdf|zip)$/i;

/** True for a whole digest, and for a name with its ending. */
export function isWhole(text: string): boolean {
  return algorithmsOfText(text).length > 0 || wholeEnding.test(text);
}

/**
 * True where the text that follows cannot belong to it: it is whole, or ends with any ending of a file. Only the rest of
 * an ending, or the ending of a name that is a digest, may follow then.
 */
export function endsBefore(text: string, next: string): boolean {
  if (wholeEnding.test(text)) return true;
  const isEnded = algorithmsOfText(text).length > 0 || /[^\s.]\.[a-z][a-z0-9]{1,4}$/i.test(text);
  return isEnded && !(/^[^\s]+$/.test(next) && wholeEnding.test(text + next));
}
