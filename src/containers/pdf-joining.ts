import { algorithmsOfText } from '../core/digest.ts';
import type { Chunk } from './pdf-lines.ts';

/** In widths of a letter: less room than this holds none. */
const roomForOne = 1;

/** What decides how the lines of a cell belong together. */
export interface CellEdges {
  /** Where the text of the column ends. */
  readonly right: number;
  /** True where the document draws the blank at which it breaks a line. */
  readonly showsBreakingBlanks: boolean;
}

/**
 * The lines of a cell as one text. Lines that make a digest together, or a name made of one, are joined as they are.
 * Otherwise a line that was broken inside a word (there was no room for another letter) or behind `/` or `-` is joined
 * without a blank, and one that was broken between words with one.
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
  if (makeDigestTogether(text, chunk.text)) return true;
  if (before.words.at(-1)?.blankBehind === true) return false;
  if (edges.showsBreakingBlanks) return true;
  const letter = (chunk.right - chunk.left) / Math.max(chunk.text.length, 1);
  const room = edges.right - before.right;
  if (room < roomForOne * letter) return true;
  return /[-/\\]$/.test(before.text) && !fits(before, chunk, edges);
}

/** True where the first word of a chunk would still have stood on the line of the other. */
export function fits(before: Chunk, chunk: Chunk, { right }: CellEdges): boolean {
  const [first] = chunk.words;
  if (first === undefined) return true;
  const blank = before.size / 4;
  return before.right + blank + (first.right - first.left) < right;
}

/** True where the end of one text and the beginning of the next make a digest, or a part of a long one. */
function makeDigestTogether(text: string, next: string): boolean {
  const end = /[0-9a-f]*$/i.exec(text.slice(-64))?.[0] ?? '';
  const start = /^[0-9a-f]*/i.exec(next.slice(0, 65))?.[0] ?? '';
  const isWholeWord = /^[^0-9a-f]?$/i.test(text.slice(-end.length - 1, text.length - end.length));
  if (end === '' || start === '' || !isWholeWord) return false;
  return algorithmsOfText(end + start).length > 0 || isPartOfDigest(end, start, next);
}

/** Two of three lines of a long digest, each with a letter in it. */
function isPartOfDigest(end: string, start: string, next: string): boolean {
  if (start !== next.trim() || end.length + start.length >= 64) return false;
  return [end, start].every((part) => part.length >= 8 && /[a-f]/i.test(part));
}

/** True where nothing can follow: a whole digest, or a name with its ending. */
export function isWhole(text: string): boolean {
  return algorithmsOfText(text.trim()).length > 0 || /[^\s.]\.[a-z][a-z0-9]{1,4}$/i.test(text.trim());
}
