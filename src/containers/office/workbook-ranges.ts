import { CriskitError } from '../../core/errors.ts';
import { formatCount } from '../../core/units.ts';
import type { ContainerInput } from '../contract.ts';

/**
 * Cells that column widths and links may cover: a little more than a whole column. SheetJS visits each cell of such a
 * range, however few bytes name it: one link over a whole sheet would keep it busy for hours.
 */
const mostCellsInRanges = 1_200_000;

/** Throws `INPUT_TOO_LARGE` where the column and hyperlink elements of a sheet's XML cover more than that. */
export function refuseWideRanges({ name }: ContainerInput, part: Buffer): void {
  let cells = 0;
  for (const tag of tagsNamed(part, 'col')) cells += numberOf(tag, 'max') - numberOf(tag, 'min') + 1;
  for (const tag of tagsNamed(part, 'hyperlink')) cells += areaOf(tag);
  if (cells > mostCellsInRanges) throw tooWide(name, cells);
}

/** The same for the records COLINFO, HLINK and HLINKTOOLTIP of a BIFF stream ([MS-XLS] 2.4.53, 2.4.140, 2.4.141). */
export function refuseWideRecords({ name }: ContainerInput, stream: Uint8Array): void {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let cells = 0;
  for (let offset = 0; offset + 4 <= stream.length; offset += 4 + view.getUint16(offset + 2, true)) {
    const type = view.getUint16(offset, true);
    const pairs = type === 0x7d ? [4] : type === 0x1b8 ? [4, 8] : type === 0x800 ? [6, 10] : [];
    if (pairs.length === 0 || offset + 14 > stream.length) continue;
    const lengths = pairs.map((at) => view.getUint16(offset + at + 2, true) - view.getUint16(offset + at, true) + 1);
    cells += lengths.reduce((area, length) => area * Math.max(length, 0), 1);
  }
  if (cells > mostCellsInRanges) throw tooWide(name, cells);
}

/** The start tags of one element, with or without a prefix, each as text. */
function* tagsNamed(part: Buffer, element: string): Generator<string> {
  const name = Buffer.from(element);
  for (let at = part.indexOf(name); at >= 0; at = part.indexOf(name, at + name.length)) {
    const before = part[at - 1];
    if (before !== 0x3c && before !== 0x3a) continue;
    const end = part.indexOf('>', at);
    yield part.toString('latin1', at, end < 0 ? part.length : end);
  }
}

function numberOf(tag: string, attribute: 'min' | 'max'): number {
  return Number(new RegExp(`\\b${attribute}\\s*=\\s*["']\\s*(\\d+)`).exec(tag)?.[1] ?? 0);
}

/** Cells of a reference such as `A1:XFD1048576`. */
function areaOf(tag: string): number {
  const [, left = '', top = '', right, bottom] = /\bref\s*=\s*["']([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?/.exec(tag) ?? [];
  if (right === undefined || bottom === undefined) return 1;
  return Math.max(columnNumber(right) - columnNumber(left) + 1, 0) * Math.max(Number(bottom) - Number(top) + 1, 0);
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + (letter.codePointAt(0) ?? 0) - 64, 0);
}

function tooWide(name: string, cells: number): CriskitError {
  const message = `${name} has column widths or links that cover ${formatCount(cells)} cells, more than a report can`;
  return new CriskitError('INPUT_TOO_LARGE', message, {
    path: name,
    hint: 'Save the sheets with the report as CSV and import that.',
  });
}
