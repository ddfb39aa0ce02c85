import type { Graphics } from './pdf-graphics.ts';
import { apply, type Box, boxOf, everything, type Frame, type Matrix, multiply, type Word } from './pdf-geometry.ts';
import type { ShownItem } from './pdf-operators.ts';
import { RuleCollector } from './pdf-rules.ts';
import { shownText } from './pdf-text.ts';

/** Parts of the font's size: less than a blank, more than kerning. */
const widestTouch = 0.15;
/** The same from one text object to the next, which may be the next cell of a table. */
const widestTouchOfObjects = 0.06;
/** Farther behind a blank than this begins something else. */
const widestBlank = 0.6;

/** Farther out than any paper reaches. */
const farthestPoint = 1e5;

/** Where a run of glyphs begins and how it goes on, in the frame of its direction. */
interface Pen {
  readonly frame: Frame;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  /** Points per unit of the text object. */
  readonly step: number;
  readonly clip: Box;
  readonly textObject: number;
  readonly isOutside: boolean;
}

/** The words of one page, as its drawing comes in. */
export class TextCollector {
  readonly frames = new Map<number, Frame>();
  /** Text that stands outside of the edges of the page. */
  readonly outside: Word[] = [];
  readonly rules = new RuleCollector();
  pictures = 0;
  hasInvisibleText = false;
  #wordCount = 0;
  #last: { word: Word; pen: Pen; end: number } | undefined;
  #blanks = 0;
  /** Where the last blank ends. */
  #blankEnd = 0;
  #previousShow: readonly Word[] = [];
  #words: Word[] = [];
  /** Of the last word, as far as they are not in its text yet. */
  readonly #letters: string[] = [];
  readonly #page: Box;

  constructor(page: Box) {
    this.#page = page;
  }

  get wordCount(): number {
    return this.#wordCount;
  }

  countPicture(): void {
    this.pictures += 1;
  }

  draw(path: Float32Array, matrix: Matrix): void {
    this.rules.draw(path, matrix);
  }

  show(items: readonly ShownItem[], graphics: Graphics): void {
    const { state } = graphics;
    if (state.renderingMode === 3 || state.renderingMode === 7) this.hasInvisibleText = true;
    const pen = this.#penOf(graphics);
    this.#words = [];
    let advance = 0;
    for (const item of items) {
      if (item === null) continue;
      if (typeof item === 'number') {
        advance -= (item * state.fontSize) / 1000;
        continue;
      }
      const width = item.width * state.fontSize * state.font.scaleX;
      const left = pen.left + advance * pen.step;
      const spacing = state.charSpacing + (item.isSpace ? state.wordSpacing : 0);
      const isBlank = item.isSpace ? spacing : 0;
      this.#glyph(shownText(item.unicode), left, left + (width + isBlank) * pen.step, pen);
      advance += width + spacing;
    }
    graphics.x += advance * state.horizontalScale;
    this.#endLetters();
    this.#dropOverprint(pen.frame);
  }

  #glyph(text: string, left: number, right: number, pen: Pen): void {
    const last = this.#last;
    const goesOn =
      last !== undefined && last.pen.frame === pen.frame && Math.abs(last.word.baseline - pen.baseline) < pen.size / 10;
    if (text.trim() === '') {
      if (text === '') return;
      if (goesOn && Math.abs(left - (this.#blanks > 0 ? this.#blankEnd : last.end)) < widestBlank * pen.size) {
        last.word.blankBehind = true;
        this.#blanks += 1;
      } else this.#blanks = 0;
      this.#blankEnd = right;
      return;
    }
    const gap = goesOn ? (left - last.end) / pen.size : Infinity;
    const [start, end] = [Math.min(left, pen.clip.right), Math.min(right, pen.clip.right)];
    if (this.#blanks === 0 && last !== undefined && Math.abs(gap) <= touchOf(last.pen, pen)) {
      this.#letters.push(text);
      last.word.right = Math.max(end, last.word.right);
      last.word.clipped ||= end < right;
      last.end = right;
      return;
    }
    this.#endLetters();
    this.#letters.push(text);
    const word: Word = {
      text: '',
      left: start,
      right: end,
      baseline: pen.baseline,
      size: pen.size,
      blanksBefore: goesOn && Math.abs(left - this.#blankEnd) < widestBlank * pen.size ? this.#blanks : 0,
      blankBehind: false,
      clipped: end < right,
    };
    this.#blanks = 0;
    this.#last = { word, pen, end: right };
    this.#words.push(word);
    this.#wordCount += 1;
    if (pen.isOutside) this.outside.push(word);
    else pen.frame.words.push(word);
  }

  /** Letters are joined a word at a time: a text that grew letter by letter takes ten times the memory. */
  #endLetters(): void {
    if (this.#letters.length === 0 || this.#last === undefined) return;
    const { word } = this.#last;
    word.text = word.text === '' ? this.#letters.join('') : word.text + this.#letters.join('');
    this.#letters.length = 0;
  }

  /** Some programs print text twice, a trifle apart, to make it bold. */
  #dropOverprint(frame: Frame): void {
    const [words, before] = [this.#words, this.#previousShow];
    this.#previousShow = words;
    if (words.length === 0 || words.length !== before.length) return;
    const isSame = words.every((word, index) => isOverprint(word, before[index] as Word));
    if (!isSame || frame.words.at(-1) !== words.at(-1)) return;
    frame.words.length -= words.length;
    this.#previousShow = before;
  }

  #penOf(graphics: Graphics): Pen {
    const { state } = graphics;
    const matrix = multiply(state.matrix, graphics.textMatrix);
    const [x, y] = apply(matrix, graphics.x, graphics.y + state.rise);
    const sign = state.horizontalScale < 0 !== state.fontSize < 0 ? -1 : 1;
    const degrees = directionOf(matrix[0] * sign, matrix[1] * sign);
    const frame = this.#frameOf(degrees);
    const [left, baseline] = turn(degrees, x, y);
    const size = Math.abs(state.fontSize * state.font.height) * Math.hypot(matrix[2], matrix[3]);
    const isSane = [left, baseline, size].every((value) => Math.abs(value) < farthestPoint);
    const page = this.#page;
    const isOnPage = x > page.left - size && x < page.right && y > page.top && y < page.bottom + size;
    return {
      frame,
      left: isSane ? left : 0,
      baseline: isSane ? baseline : 0,
      size: isSane && size > 0.01 ? size : 1,
      step: state.horizontalScale * sign * Math.hypot(matrix[0], matrix[1]),
      clip: state.clip === everything ? everything : turnBox(degrees, state.clip),
      textObject: graphics.textObject,
      isOutside: !(isSane && isOnPage),
    };
  }

  #frameOf(degrees: number): Frame {
    let frame = this.frames.get(degrees);
    if (frame === undefined) {
      frame = { degrees, words: [], horizontalRules: [] };
      this.frames.set(degrees, frame);
    }
    return frame;
  }
}

/** How far apart letters of one word may stand; nothing where they are cut off at different edges. */
function touchOf(before: Pen, pen: Pen): number {
  if (before.clip.right !== pen.clip.right) return -1;
  return before.textObject === pen.textObject ? widestTouch : widestTouchOfObjects;
}

function isOverprint(word: Word, before: Word): boolean {
  const near = word.size * widestTouch;
  return (
    word.text === before.text &&
    Math.abs(word.left - before.left) < near &&
    Math.abs(word.baseline - before.baseline) < near
  );
}

/** Clockwise from left to right, 0 to 359; what is nearly upright counts as upright. */
function directionOf(x: number, y: number): number {
  const exact = (Math.atan2(y, x) * 180) / Math.PI;
  const quarter = Math.round(exact / 90) * 90;
  const degrees = Math.abs(exact - quarter) < 2 ? quarter : Math.round(exact);
  return Number.isFinite(degrees) ? (degrees + 360) % 360 : 0;
}

/** A point in the frame in which text of that direction is upright. */
function turn(degrees: number, x: number, y: number): readonly [number, number] {
  return apply(turning(degrees), x, y);
}

function turnBox(degrees: number, { left, top, right, bottom }: Box): Box {
  return degrees % 90 === 0 ? boxOf(turning(degrees), [left, top, right, bottom]) : everything;
}

function turning(degrees: number): Matrix {
  const known = quarters[degrees];
  if (known !== undefined) return known;
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle), 0, 0];
}

const quarters: Readonly<Record<number, Matrix>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, -1, 1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, 1, -1, 0, 0, 0],
};
