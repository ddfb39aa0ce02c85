import { type Box, boxOf, everything, identity, intersect, type Matrix, multiply } from './pdf-geometry.ts';

/** A font as far as the place of its glyphs depends on it. */
export interface FontMetrics {
  /** Of the width of a glyph to that of a font of size 1. */
  readonly scaleX: number;
  /** Of the size of the font to the height of its letters; 1 but for fonts that are drawings. */
  readonly height: number;
}

/** What a PDF calls the graphics state, as far as text and lines depend on it (ISO 32000-1, 8.4 and 9.3). */
export interface GraphicsState {
  matrix: Matrix;
  clip: Box;
  font: FontMetrics;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  horizontalScale: number;
  leading: number;
  rise: number;
  renderingMode: number;
}

/** Deeper than this no program nests. */
const deepestStack = 5000;

/** The state with its stack, and the matrices of the text object. */
export class Graphics {
  state: GraphicsState;
  textMatrix: Matrix = identity;
  /** Counts the text objects. */
  textObject = 0;
  /** Where the next glyph stands in the text object. */
  x = 0;
  y = 0;
  #lineX = 0;
  #lineY = 0;
  readonly #base: Matrix;
  readonly #stack: GraphicsState[] = [];
  /** States beyond the deepest that is kept. */
  #unsaved = 0;

  constructor(base: Matrix) {
    this.#base = base;
    this.state = {
      matrix: base,
      clip: everything,
      font: { scaleX: 0.001, height: 1 },
      fontSize: 0,
      charSpacing: 0,
      wordSpacing: 0,
      horizontalScale: 1,
      leading: 0,
      rise: 0,
      renderingMode: 0,
    };
  }

  save(): void {
    if (this.#stack.length < deepestStack) this.#stack.push({ ...this.state });
    else this.#unsaved += 1;
  }

  restore(): void {
    if (this.#unsaved > 0) this.#unsaved -= 1;
    else this.state = this.#stack.pop() ?? this.state;
  }

  transform(matrix: Matrix): void {
    this.state.matrix = multiply(this.state.matrix, matrix);
  }

  /** Annotations are drawn as if nothing had been drawn before. */
  startAfresh(): void {
    this.state.matrix = this.#base;
    this.state.clip = everything;
  }

  clipTo(box: readonly [number, number, number, number]): void {
    this.state.clip = intersect(this.state.clip, boxOf(this.state.matrix, box));
  }

  beginText(): void {
    this.textObject += 1;
    this.setTextMatrix(identity);
  }

  setTextMatrix(matrix: Matrix): void {
    this.textMatrix = matrix;
    this.x = this.y = this.#lineX = this.#lineY = 0;
  }

  moveText(x: number, y: number): void {
    this.x = this.#lineX += x;
    this.y = this.#lineY += y;
  }

  nextLine(): void {
    this.moveText(0, -this.state.leading);
  }
}
