/** Letters that fonts draw as one glyph (U+FB00 to U+FB06), and a hyphen that is only shown where a line ends there. */
const ligatures = /[\ufb00-\ufb06]/g;

/** What a glyph says: ligatures as their letters, soft hyphens and marks without width as nothing. */
export function shownText(unicode: string): string {
  if (unicode.length === 1 && unicode.charCodeAt(0) < 0x80) return unicode;
  return unicode.replaceAll(/[\u00ad\u200b\u2060\ufeff]/g, '').replaceAll(ligatures, (one) => one.normalize('NFKC'));
}

/** A sum over the characters of a text that are no blanks: the same for the same characters in any order. */
export class CharacterSum {
  count = 0;
  #sum = 0;

  add(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code === 0x20) continue;
      this.count += 1;
      this.#sum = (this.#sum + Math.imul(code, code)) | 0;
    }
  }

  equals(other: CharacterSum): boolean {
    return this.count === other.count && this.#sum === other.#sum;
  }
}
