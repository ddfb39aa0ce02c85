import { Graphics, type FontMetrics } from './pdf-graphics.ts';
import type { Matrix } from './pdf-geometry.ts';
import { operators } from './pdf-js.ts';
import type { TextCollector } from './pdf-words.ts';

/** A page as pdf.js interprets it: what is drawn, in order. */
export interface Drawing {
  readonly operators: readonly number[];
  readonly args: readonly unknown[];
  readonly fontOf: (name: string) => FontMetrics;
}

/** A glyph, or a shift in thousandths of the font's size. */
export type ShownItem = Glyph | number | null;

interface Glyph {
  readonly unicode: string;
  readonly width: number;
  /** True for the one character that word spacing applies to. */
  readonly isSpace: boolean;
}

/** Goes through a page and hands every glyph and every straight line to the collector. */
export function interpretDrawing(drawing: Drawing, base: Matrix, collector: TextCollector): void {
  const graphics = new Graphics(base);
  const run = new Run(graphics, drawing, collector);
  for (const [index, operator] of drawing.operators.entries()) run.step(operator, drawing.args[index]);
}

class Run {
  readonly #graphics: Graphics;
  readonly #drawing: Drawing;
  readonly #collector: TextCollector;
  #clipsNext = false;

  constructor(graphics: Graphics, drawing: Drawing, collector: TextCollector) {
    this.#graphics = graphics;
    this.#drawing = drawing;
    this.#collector = collector;
  }

  step(operator: number, args: unknown): void {
    if (operator === operators.showText) this.#collector.show((args as [ShownItem[]])[0], this.#graphics);
    else if (operator === operators.constructPath) this.#takePath(args as PathArgs);
    else if (!this.#stepText(operator, args)) this.#stepState(operator, args);
  }

  /** pdf.js has broken down all other operators that show text. */
  #stepText(operator: number, args: unknown): boolean {
    const graphics = this.#graphics;
    const { state } = graphics;
    const [first, second] = (args ?? []) as [never, never];
    if (operator === operators.moveText) graphics.moveText(first, second);
    else if (operator === operators.setFont) this.#setFont(first, second);
    else if (operator === operators.setTextMatrix) graphics.setTextMatrix(first);
    else if (operator === operators.beginText) graphics.beginText();
    else if (operator === operators.nextLine) graphics.nextLine();
    else if (operator === operators.setLeading) state.leading = first;
    else if (operator === operators.setLeadingMoveText) {
      state.leading = -second;
      graphics.moveText(first, second);
    } else if (operator === operators.setCharSpacing) state.charSpacing = first;
    else if (operator === operators.setWordSpacing) state.wordSpacing = first;
    else if (operator === operators.setHScale) state.horizontalScale = first / 100;
    else if (operator === operators.setTextRise) state.rise = first;
    else if (operator === operators.setTextRenderingMode) state.renderingMode = first;
    else return false;
    return true;
  }

  #stepState(operator: number, args: unknown): void {
    const graphics = this.#graphics;
    if (operator === operators.save || operator === operators.beginGroup) graphics.save();
    else if (restoring.has(operator)) graphics.restore();
    else if (operator === operators.transform) graphics.transform(args as Matrix);
    else if (operator === operators.clip || operator === operators.eoClip) this.#clipsNext = true;
    else if (operator === operators.setGState) this.#setGraphicsState(args as [[string, unknown][]]);
    else if (operator === operators.paintFormXObjectBegin) {
      const [matrix, box] = args as [Matrix | null, BoxArgs | null];
      graphics.save();
      if (matrix !== null) graphics.transform(matrix);
      if (box !== null) graphics.clipTo(box);
    } else if (operator === operators.beginAnnotation) {
      const [, , placing, matrix] = args as [string, BoxArgs, Matrix, Matrix];
      graphics.save();
      graphics.startAfresh();
      graphics.transform(placing);
      graphics.transform(matrix);
    } else if (picturing.has(operator)) this.#collector.countPicture();
  }

  #setFont(name: string, size: number): void {
    const { state } = this.#graphics;
    state.font = this.#drawing.fontOf(name);
    state.fontSize = size;
  }

  #setGraphicsState([entries]: [[string, unknown][]]): void {
    for (const [key, value] of entries) if (key === 'Font') this.#setFont(...(value as [string, number]));
  }

  #takePath([painting, paths, bounds]: PathArgs): void {
    if (this.#clipsNext && bounds !== null) this.#graphics.clipTo(bounds);
    this.#clipsNext = false;
    if (painting === operators.endPath) return;
    for (const path of paths) if (path !== null) this.#collector.draw(path, this.#graphics.state.matrix);
  }
}

type BoxArgs = readonly [number, number, number, number];
type PathArgs = [number, (Float32Array | null)[], BoxArgs | null];

const restoring: ReadonlySet<number> = new Set([
  operators.restore,
  operators.endGroup,
  operators.paintFormXObjectEnd,
  operators.endAnnotation,
]);

const picturing: ReadonlySet<number> = new Set([
  operators.paintImageXObject,
  operators.paintImageMaskXObject,
  operators.paintInlineImageXObject,
  operators.paintImageXObjectRepeat,
]);
