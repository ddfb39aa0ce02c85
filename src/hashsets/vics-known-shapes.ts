import { type EntryShape, shapeOfEntry } from './vics-entry-shape.ts';

/** Lists in which some entries lack a member have few shapes. */
const shapesKept = 4;

/** How entries were written so far. `S`: what a reader makes of a shape. */
export class KnownShapes<S> {
  readonly #prepare: (shape: EntryShape) => S | undefined;
  /** The one that was of use last in front. */
  readonly #known: { readonly key: string; readonly shape: S }[] = [];

  /** `prepare` gives undefined for a shape that is of no use. */
  constructor(prepare: (shape: EntryShape) => S | undefined) {
    this.#prepare = prepare;
  }

  /** What the first shape comes to that `read` gives something for. */
  find<T>(read: (shape: S) => T | undefined): T | undefined {
    const known = this.#known;
    for (let index = 0; index < known.length; index += 1) {
      const candidate = known[index];
      const found = candidate === undefined ? undefined : read(candidate.shape);
      if (found === undefined) continue;
      if (index > 0) known.unshift(...known.splice(index, 1));
      return found;
    }
    return undefined;
  }

  /** Remembers how this entry is written, one character for each byte, unless its values are not plain. */
  learn(entry: string): void {
    const found = shapeOfEntry(entry);
    if (found === undefined || this.#known.some(({ key }) => key === found.key)) return;
    const shape = this.#prepare(found);
    if (shape === undefined) return;
    this.#known.unshift({ key: found.key, shape });
    if (this.#known.length > shapesKept) this.#known.pop();
  }
}
