import type { Box, Frame, Matrix, Word } from './pdf-geometry.ts';
import type { Graphics } from './pdf-graphics.ts';
import type { ShownItem } from './pdf-operators.ts';
import { type Pen, penOf, touchOf, widestTouch } from './pdf-pen.ts';
import { RuleCollector } from './pdf-rules.ts';
import { shownText } from './pdf-text.ts';

/** Parts of the font's size: farther behind a blank than this begins something else. */
const widestBlank = 0.6;

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
    const pen = penOf(graphics, this.#page);
    const frame = this.#frameOf(pen.degrees);
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
      this.#glyph(shownText(item.unicode), left, left + (width + isBlank) * pen.step, pen, frame);
      advance += width + spacing;
    }
    graphics.x += advance * state.horizontalScale;
    this.#endLetters();
    this.#dropOverprint(frame);
  }

  #glyph(text: string, left: number, right: number, pen: Pen, frame: Frame): void {
    const last = this.#last;
    const goesOn =
      last !== undefined &&
      last.pen.degrees === pen.degrees &&
      Math.abs(last.word.baseline - pen.baseline) < pen.size / 10;
    if (text.trim() === '') {
      if (text === '') return;
      if (goesOn && Math.abs(left - (this.#blanks > 0 ? this.#blankEnd : last.end)) < widestBlank * pen.size) {
        last.word.blankBehind = true;
        this.#blanks += 1;
      } else {
        this.#blanks = 0;
        frame.strayBlanks.push({ left, right, baseline: pen.baseline, size: pen.size });
      }
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
    else frame.words.push(word);
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
    this.#last = undefined;
  }

  #frameOf(degrees: number): Frame {
    let frame = this.frames.get(degrees);
    if (frame === undefined) {
      frame = { degrees, words: [], strayBlanks: [], levelRules: [], uprightRules: [] };
      this.frames.set(degrees, frame);
    }
    return frame;
  }
}

function isOverprint(word: Word, before: Word): boolean {
  const near = word.size * widestTouch;
  return (
    word.text === before.text &&
    Math.abs(word.left - before.left) < near &&
    Math.abs(word.baseline - before.baseline) < near
  );
}
