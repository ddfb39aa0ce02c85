import { apply, type Box, boxOf, everything, type Matrix, multiply } from './pdf-geometry.ts';
import type { Graphics } from './pdf-graphics.ts';

/** Parts of the font's size: less than a blank, more than kerning. */
export const widestTouch = 0.15;
/** The same from one text object to the next, which may be the next cell of a table. */
const widestTouchOfObjects = 0.06;

/** In points. Farther out than any paper reaches. */
const farthestPoint = 1e5;

/** Where a run of glyphs begins and how it goes on, in a frame in which it is upright. */
export interface Pen {
  readonly degrees: number;
  readonly left: number;
  readonly baseline: number;
  readonly size: number;
  /** Points per unit of the text object. */
  readonly step: number;
  readonly clip: Box;
  readonly textObject: number;
  readonly isOutside: boolean;
}

/** Where the graphics state puts the next glyph. What lies beyond all paper is put into the corner, outside of the page. */
export function penOf(graphics: Graphics, page: Box): Pen {
  const { state } = graphics;
  const matrix = multiply(state.matrix, graphics.textMatrix);
  const [x, y] = apply(matrix, graphics.x, graphics.y + state.rise);
  const sign = state.horizontalScale < 0 !== state.fontSize < 0 ? -1 : 1;
  const degrees = directionOf(matrix[0] * sign, matrix[1] * sign);
  const [left, baseline] = apply(turning(degrees), x, y);
  const size = Math.abs(state.fontSize * state.font.height) * Math.hypot(matrix[2], matrix[3]);
  const step = state.horizontalScale * sign * Math.hypot(matrix[0], matrix[1]);
  const isSane = [left, baseline, size, step].every((value) => Math.abs(value) < farthestPoint);
  const isOnPage = x > page.left - size && x < page.right && y > page.top && y < page.bottom + size;
  return {
    degrees,
    left: isSane ? left : 0,
    baseline: isSane ? baseline : 0,
    size: isSane && size > 0.01 ? size : 1,
    step: isSane ? step : 0,
    clip: state.clip === everything ? everything : turnBox(degrees, state.clip),
    textObject: graphics.textObject,
    isOutside: !(isSane && isOnPage),
  };
}

/** How far apart letters of one word may stand; nothing where they are cut off at different edges. */
export function touchOf(before: Pen, pen: Pen): number {
  if (before.clip.right !== pen.clip.right) return -1;
  return before.textObject === pen.textObject ? widestTouch : widestTouchOfObjects;
}

/** Clockwise from left to right, 0 to 359; what is nearly upright counts as upright. */
function directionOf(x: number, y: number): number {
  const exact = (Math.atan2(y, x) * 180) / Math.PI;
  const quarter = Math.round(exact / 90) * 90;
  const degrees = Math.abs(exact - quarter) < 2 ? quarter : Math.round(exact);
  return Number.isFinite(degrees) ? (degrees + 360) % 360 : 0;
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
