import type { Row, TableDocument } from '../containers/contract.ts';
import { isBlank } from './columns.ts';

/** What stands between the cells of a row where it is read as one line: the delimiter of a text, else a blank. */
export function joinerOf(document: TableDocument): string {
  const delimiter = document.traits.get('delimiter');
  if (document.container !== 'delimited-text' || delimiter === undefined || delimiter === 'none') return ' ';
  return delimiter === 'tab' ? ' ' : delimiter;
}

/** A row as one line of text, its filled cells in order, every run of blanks a single one. */
export function textOfRow(row: Row, joiner: string): string {
  const texts = row.cells.filter((cell) => !isBlank(cell)).map((cell) => cell.text);
  return singleBlanks(texts.join(joiner));
}

/** Without blanks around it, and every run of blanks (also tabs and line breaks) a single one. */
export function singleBlanks(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** One form for all ways of writing a heading: letter case and the width of blanks set aside. */
export function headingKey(text: string): string {
  return singleBlanks(text.normalize('NFKC')).toLowerCase();
}

const opening = new Set('"\'“„([{<');
const closing = new Set('"\'”“)]}>,;:.');

/** Where a text begins and ends without quotes and brackets around it and punctuation behind it. */
export function withoutPunctuation(text: string): readonly [from: number, to: number] {
  let [from, to] = [0, text.length];
  while (from < to && opening.has(text.charAt(from))) from += 1;
  while (to > from && closing.has(text.charAt(to - 1))) to -= 1;
  return [from, to];
}
