/** Longer arrays are looked through by the entries that they have. */
const longest = 100_000;

/**
 * Makes the search in arrays of nearly no entries and a stated length of billions as quick as they are small. pdf.js
 * numbers the glyphs of a font as the font says, and looks them up by name; the engine then visits each number that could
 * be there, for minutes, and a thread cannot be ended while it does. For a thread of its own.
 */
export function boundSparseLookups(): void {
  const { indexOf, includes } = Array.prototype;
  const replacements = {
    indexOf(this: unknown[], wanted: unknown, from = 0): number {
      if (this.length <= longest) return indexOf.call(this, wanted, from);
      return Number(Object.keys(this).find((key) => Number(key) >= from && this[Number(key)] === wanted) ?? -1);
    },
    includes(this: unknown[], wanted: unknown, from = 0): boolean {
      if (this.length <= longest) return includes.call(this, wanted, from);
      return Object.keys(this).some((key) => Number(key) >= from && Object.is(this[Number(key)], wanted));
    },
  };
  for (const [name, value] of Object.entries(replacements)) {
    // oxlint-disable-next-line no-extend-native -- pdf.js calls these, and this thread runs nothing else.
    Object.defineProperty(Array.prototype, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
