import type { StrayBlank, Word } from './pdf-geometry.ts';

/** Parts of the font's size: a blank begins and ends this close to the words that it stands between. */
const widestOff = 0.2;

/** In points: blanks are looked for by height in steps of this. */
const step = 4;

/**
 * Blanks of one page that were not drawn right behind a word. Where a name changes its script, some programs draw the
 * blank in the font of the letters behind it before they draw the letters before it.
 */
export class StrayBlanks {
  readonly #byHeight: ReadonlyMap<number, readonly StrayBlank[]>;

  constructor(blanks: readonly StrayBlank[]) {
    this.#byHeight = Map.groupBy(blanks, ({ baseline }) => Math.floor(baseline / step));
  }

  /** True where a single blank fills what is between two words of a line. */
  isBetween(before: Word, word: Word): boolean {
    if (this.#byHeight.size === 0 || before.clipped) return false;
    const height = Math.floor(word.baseline / step);
    const off = widestOff * Math.max(before.size, word.size);
    return [height - 1, height, height + 1].some((key) =>
      this.#byHeight
        .get(key)
        ?.some(
          ({ left, right, baseline, size }) =>
            Math.abs(baseline - word.baseline) < size / 4 &&
            Math.abs(left - before.right) < off &&
            Math.abs(word.left - right) < off,
        ),
    );
  }
}
