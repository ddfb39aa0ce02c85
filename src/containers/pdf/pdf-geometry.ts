/** Scale, turn and shift of a PDF: `x' = ax + cy + e`, `y' = bx + dy + f`. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** What a point goes through when `inner` is applied first. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  return [
    a * inner[0] + c * inner[1],
    b * inner[0] + d * inner[1],
    a * inner[2] + c * inner[3],
    b * inner[2] + d * inner[3],
    a * inner[4] + c * inner[5] + e,
    b * inner[4] + d * inner[5] + f,
  ];
}

export function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** An upright rectangle; `top` is the smaller number. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const everything: Box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

export function intersect(a: Box, b: Box): Box {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

/** The upright rectangle around a rectangle that a matrix has moved. */
export function boxOf(matrix: Matrix, [x0, y0, x1, y1]: readonly [number, number, number, number]): Box {
  const corners = [apply(matrix, x0, y0), apply(matrix, x1, y0), apply(matrix, x0, y1), apply(matrix, x1, y1)];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/**
 * Text without a blank in it, as its page shows it. Lengths are in points, in a frame in which the text is upright: to
 * the right and downwards from a corner of the page.
 */
export interface Word {
  text: string;
  readonly left: number;
  right: number;
  readonly baseline: number;
  /** Height of the font. */
  readonly size: number;
  /** Blanks that the document itself shows right before this word, behind the word before it in the frame. */
  readonly blanksBefore: number;
  /** True where the document shows a blank right behind it. */
  blankBehind: boolean;
  /** True where the drawing was cut at the right edge of this word: at the edge of a cell. */
  clipped: boolean;
}

/** A straight line that is drawn, or the edge of an area. `at` is its height, or its distance from the left. */
export interface Rule {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** A blank that was not drawn right behind a word. */
export interface StrayBlank {
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
}

/** The text of a page that runs in one direction. */
export interface Frame {
  readonly degrees: number;
  /** In the order in which the document draws them. */
  readonly words: Word[];
  readonly strayBlanks: StrayBlank[];
  readonly levelRules: Rule[];
  readonly uprightRules: Rule[];
}
