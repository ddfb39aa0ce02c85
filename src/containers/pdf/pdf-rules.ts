import { apply, type Matrix, type Rule } from './pdf-geometry.ts';

/** Shorter lines are parts of letters and marks. */
const shortestRule = 8;

/** A page with more lines than this shows a drawing, not the frame of a table. */
const mostRules = 20_000;

/** The level and upright lines of a page, and edges of its areas. Lengths in points, to the right and downwards. */
export class RuleCollector {
  readonly #level: Rule[] = [];
  readonly #upright: Rule[] = [];

  draw(path: Float32Array, matrix: Matrix): void {
    let [x, y] = [0, 0];
    let [startX, startY] = [0, 0];
    for (let at = 0; at < path.length; ) {
      const code = path[at] ?? 0;
      const length = operands[code] ?? path.length;
      const isLine = code === lineTo || code === closePath;
      const [nextX, nextY] =
        code === closePath ? [startX, startY] : [path[at + length - 1] ?? 0, path[at + length] ?? 0];
      if (isLine) this.#add(apply(matrix, x, y), apply(matrix, nextX, nextY));
      [x, y] = [nextX, nextY];
      if (code === moveTo) [startX, startY] = [x, y];
      at += length + 1;
    }
  }

  /** As a frame of that direction shows them, from top to bottom and from left to right. */
  seenFrom(degrees: number): { readonly level: readonly Rule[]; readonly upright: readonly Rule[] } {
    if (this.#level.length + this.#upright.length > mostRules) return { level: [], upright: [] };
    const mirrored = ({ at, from, to }: Rule): Rule => ({ at: -at, from, to });
    const backwards = ({ at, from, to }: Rule): Rule => ({ at, from: -to, to: -from });
    const [level, upright] = [this.#level, this.#upright];
    const turned: Readonly<Record<number, () => readonly [Rule[], Rule[]]>> = {
      0: () => [level, upright],
      90: () => [upright.map(mirrored), level],
      180: () => [level.map(mirrored).map(backwards), upright.map(mirrored).map(backwards)],
      270: () => [upright.map(backwards), level.map(mirrored)],
    };
    const [seenLevel, seenUpright] = turned[degrees]?.() ?? [[], []];
    const inOrder = (rules: readonly Rule[]): Rule[] => [...rules].sort((a, b) => a.at - b.at || a.from - b.from);
    return { level: inOrder(seenLevel), upright: inOrder(seenUpright) };
  }

  #add([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void {
    const [across, down] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
    if (this.#level.length + this.#upright.length > mostRules) return;
    if (down < 0.5 && across >= shortestRule)
      this.#level.push({ at: y0, from: Math.min(x0, x1), to: Math.max(x0, x1) });
    if (across < 0.5 && down >= shortestRule) {
      this.#upright.push({ at: x0, from: Math.min(y0, y1), to: Math.max(y0, y1) });
    }
  }
}

const [moveTo, lineTo, closePath] = [0, 1, 4];

/** Numbers behind each code of a path of pdf.js: move, line, curve, quadratic curve, close. */
const operands: readonly number[] = [2, 2, 6, 4, 0];
