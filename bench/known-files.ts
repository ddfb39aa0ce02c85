import { type InventedContent, inventContents } from './invented-contents.ts';

/** A row of NSRL: a content under one of its names, in one of the products that bring it along. */
export interface KnownFile {
  readonly content: InventedContent;
  readonly fileName: string;
  readonly product: number;
  readonly system: string;
}

/** In twenty rows, those that have the content of the row before: 15 in a hundred, some contents three times over. */
const repeatedWithin = 20;
const repeats: readonly number[] = [7, 13, 14];

const stems = ['setup', 'readme', 'msvcrt', 'Resources', 'icon_', 'LICENSE-', 'libcore', 'en-us ', 'Table', 'package'];
const endings = ['dll', 'exe', 'htm', 'png', 'class', 'mui', 'cat', 'inf', 'ttf', 'xml', 'js', 'manifest', 'h'];
const systems = ['WIN', 'WIN', 'WIN', '358', '362', 'MacOSX', 'Linux', 'TBD'];

/** How many contents so many rows have. */
export function countKnownContents(rows: number): number {
  const rest = rows % repeatedWithin;
  const among = (count: number) => repeats.filter((at) => at < count).length;
  return rows - Math.floor(rows / repeatedWithin) * among(repeatedWithin) - among(rest);
}

/** So many rows, with digests in capitals, sorted as they are published. */
export function* inventKnownFiles(rows: number, sortedBy: 'sha1' | 'sha256'): Generator<KnownFile> {
  let row = 0;
  for (const content of inventContents(countKnownContents(rows), { seed: 2, capitals: true, sortedBy })) {
    do {
      yield { content, ...inventPlace(row) };
      row += 1;
    } while (row < rows && repeats.includes(row % repeatedWithin));
  }
}

/** Names and products change from row to row, so that repeats of a content differ in both. */
function inventPlace(row: number): Omit<KnownFile, 'content'> {
  const stem = stems[row % stems.length] ?? '';
  const ending = endings[row % endings.length] ?? '';
  return {
    fileName: `${stem}${row % 99_991}.${ending}`,
    product: 1 + ((row * 31) % 24_989),
    system: systems[row % systems.length] ?? '',
  };
}
