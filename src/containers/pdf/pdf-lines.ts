import type { Frame, Rule, Word } from './pdf-geometry.ts';
import { StrayBlanks } from './pdf-stray-blanks.ts';

/** Text that a line shows in one piece: words with single blanks between them. */
export interface Chunk {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
  readonly words: readonly Word[];
}

/** What stands at one height, from left to right. */
export interface Line {
  readonly baseline: number;
  readonly size: number;
  readonly chunks: readonly Chunk[];
}

/** One direction of the text of one page. */
export interface Sheet {
  readonly page: number;
  readonly degrees: number;
  /** Which of several lists beside one another it is; 0 where there is one. */
  readonly slot: number;
  readonly lines: readonly Line[];
  readonly levelRules: readonly Rule[];
  readonly uprightRules: readonly Rule[];
}

/** Parts of the font's size. */
const tallestStagger = 0.25;
const widestTouch = 0.06;
/** Where a document shows no blanks, words this close belong together. */
const widestBlank = 0.45;

/** True where a document draws the blanks between its words, as most do: a gap without one is then never a blank. */
export function drawsBlanks(frames: Iterable<Frame>): boolean {
  let words = 0;
  let blanks = 0;
  for (const frame of frames) {
    words += frame.words.length;
    for (const word of frame.words) if (word.blanksBefore > 0) blanks += 1;
  }
  return blanks * 100 >= words;
}

/** The lines of a frame from top to bottom. */
export function linesOf(frame: Frame, hasBlanks: boolean): Line[] {
  const placed = frame.words.map((word, order) => ({ word, order }));
  placed.sort((a, b) => a.word.baseline - b.word.baseline || a.order - b.order);
  const lines: Line[] = [];
  const strays = new StrayBlanks(frame.strayBlanks);
  let current: PlacedWord[] = [];
  for (const each of placed) {
    const [first] = current;
    if (first !== undefined && !isSameLine(first.word, each.word)) {
      lines.push(lineOf(current, hasBlanks, strays));
      current = [];
    }
    current.push(each);
  }
  if (current.length > 0) lines.push(lineOf(current, hasBlanks, strays));
  return lines;
}

/** A line of these chunks, which stand from left to right. */
export function lineOfChunks(chunks: readonly Chunk[]): Line {
  const size = chunks.reduce((largest, chunk) => Math.max(largest, chunk.size), 0);
  return { baseline: chunks[0]?.baseline ?? 0, size, chunks };
}

export function chunkOf(words: readonly Word[]): Chunk {
  const [first] = words;
  return {
    text: words
      .map((word, index) => (index > 0 && !touches(words[index - 1], word) ? ` ${word.text}` : word.text))
      .join(''),
    left: first?.left ?? 0,
    right: words.reduce((right, word) => Math.max(right, word.right), -Infinity),
    baseline: first?.baseline ?? 0,
    size: words.reduce((size, word) => Math.max(size, word.size), 0),
    words,
  };
}

export function textOfLine(line: Line): string {
  return line.chunks.map((chunk) => chunk.text).join(' ');
}

interface PlacedWord {
  readonly word: Word;
  /** Where it comes in the order of drawing. */
  readonly order: number;
}

function isSameLine(first: Word, word: Word): boolean {
  return word.baseline - first.baseline <= tallestStagger * Math.min(first.size, word.size);
}

function lineOf(words: PlacedWord[], hasBlanks: boolean, strays: StrayBlanks): Line {
  words.sort((a, b) => a.word.left - b.word.left || a.order - b.order);
  const chunks: Chunk[] = [];
  let current: Word[] = [];
  for (const [index, { word, order }] of words.entries()) {
    const before = words[index - 1];
    const isApart =
      before !== undefined &&
      !belongTogether(before, { word, order }, hasBlanks) &&
      !strays.isBetween(before.word, word);
    if (isApart) {
      chunks.push(chunkOf(current));
      current = [];
    }
    current.push(word);
  }
  chunks.push(chunkOf(current));
  return lineOfChunks(chunks);
}

function belongTogether(before: PlacedWord, { word, order }: PlacedWord, hasBlanks: boolean): boolean {
  const isNext = order === before.order + 1;
  if (isNext && word.blanksBefore === 1) return true;
  if (before.word.clipped || word.blanksBefore > 1) return false;
  const gap = (word.left - before.word.right) / Math.max(before.word.size, word.size);
  if (gap < -1) return false;
  return gap < (hasBlanks && !(isNext && before.word.blankBehind) ? widestTouch : widestBlank);
}

function touches(before: Word | undefined, word: Word): boolean {
  if (before === undefined || before.blankBehind || word.blanksBefore > 0) return false;
  return word.left - before.right < widestTouch * Math.max(before.size, word.size);
}
