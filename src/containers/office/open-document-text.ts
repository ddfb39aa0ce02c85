import type { XmlStart } from '../xml/xml-scan.ts';

/** Puts the text of a paragraph together: blanks come down to one, further ones are elements (part 3, 6.1.2). */
export class ParagraphText {
  text = '';
  #isAfterBlank = true;

  /** Text as it stands in the XML. */
  write(piece: string): void {
    const words = piece.replaceAll(/[ \t\r\n]+/g, ' ');
    this.text += this.#isAfterBlank && words.startsWith(' ') ? words.slice(1) : words;
    if (words !== '') this.#isAfterBlank = words.endsWith(' ');
  }

  /** What an element stands for: blanks, a tab, a line break. */
  writeElement({ name, attributes }: XmlStart): void {
    const piece = charactersOf(name, attributes['text:c']);
    if (piece === '') return;
    this.text += piece;
    this.#isAfterBlank = false;
  }
}

/** More blanks than any line has. */
const mostBlanks = 1000;

function charactersOf(name: string, count: string | undefined): string {
  if (name === 'text:s') return ' '.repeat(Math.min(Number(/^\d{1,9}$/.exec(count ?? '')?.[0] ?? 1), mostBlanks));
  if (name === 'text:tab') return '\t';
  return name === 'text:line-break' ? '\n' : '';
}
